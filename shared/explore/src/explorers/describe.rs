//! Summary statistics, as pandas' `describe` gives them, one row a column.

use crate::engine::Engine;
use crate::label::short;
use crate::number::listed;
use crate::scope::Scope;
use crate::stats::moments::Moments;
use crate::stats::quantiles::quantiles;
use crate::stats::top::{Top, top};
use crate::times::{NEVER, written};
use rayon::prelude::*;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::{DescribeExplorer, Excluded, Included};
use skydash_domain::artifact::Artifact;
use skydash_domain::table::{ColumnType, MISSING, Values};
use skydash_domain::{Error, Result};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Values of the columns that are described at once. Each takes 8 bytes, and as many where it is sorted.
const NUMBERS_AT_ONCE: usize = 8_000_000;

/// Most percentiles of a table.
const MOST_PERCENTILES: usize = 100;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Object,
    Category,
    Datetime,
}

/// What is said of a column.
enum Summary {
    /// Of numbers: their moments, and the percentiles.
    Numbers(Moments, Vec<f64>),
    /// Of dates: the same.
    Dates(Moments, Vec<f64>),
    /// Of texts: how many there are, and the most frequent one.
    Texts(usize, Option<(Top, String)>),
}

impl Engine for DescribeExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let percents = percents(parameters.percentiles.as_deref())?;
        let names = chosen(parameters, scope)?;
        let shares: Vec<f64> = percents.iter().map(|percent| percent / 100.0).collect();
        let one = |name: &&str| summary(scope, name, &shares);
        let mut summaries = Vec::with_capacity(names.len());
        for names in names.chunks((NUMBERS_AT_ONCE / scope.rows().max(1)).max(1)) {
            summaries.extend(names.par_iter().map(one).collect::<Result<Vec<Summary>>>()?);
        }
        Ok(vec![table(&names, &percents, &summaries)])
    }
}

/// The percentiles that a text lists, ascending.
fn percents(text: Option<&str>) -> Result<Vec<f64>> {
    let text = text.map(str::trim).filter(|text| !text.is_empty()).unwrap_or("25, 50, 75");
    let percent = |part: &str| part.trim().trim_end_matches('%').parse().ok().filter(|it| (0.0..=100.0).contains(it));
    let found = text.split(',').map(percent).collect::<Option<Vec<f64>>>();
    let mut percents = found.filter(|found| found.len() <= MOST_PERCENTILES).ok_or_else(|| {
        Error::invalid(format!(
            "Parameter 'percentiles' of DescribeExplorer must be at most {MOST_PERCENTILES} numbers from 0 to 100, separated \
             by commas (got '{}').",
            short(text)
        ))
    })?;
    percents.sort_unstable_by(f64::total_cmp);
    percents.dedup();
    Ok(percents)
}

/// The columns to describe, by what they hold.
fn chosen<'a>(parameters: &DescribeExplorer, scope: &Scope<'a>) -> Result<Vec<&'a str>> {
    let kinds: Vec<(&str, Kind)> = scope
        .columns
        .iter()
        .map(|name| scope.column_type(name).map(|column_type| (name.as_str(), kind(column_type))))
        .collect::<Result<_>>()?;
    let has_numbers = kinds.iter().any(|(_, kind)| *kind == Kind::Number);
    let included = |kind: Kind| match parameters.include {
        None => kind == Kind::Number || !has_numbers,
        Some(Included::All) => true,
        Some(Included::Number) => kind == Kind::Number,
        Some(Included::Object) => kind == Kind::Object,
        Some(Included::Category) => kind == Kind::Category,
        Some(Included::Datetime) => kind == Kind::Datetime,
    };
    let excluded = |kind: Kind| match parameters.exclude {
        None => false,
        Some(Excluded::Object) => kind == Kind::Object,
        Some(Excluded::Number) => kind == Kind::Number,
        Some(Excluded::Category) => kind == Kind::Category,
        Some(Excluded::Datetime) => kind == Kind::Datetime,
    };
    let names: Vec<&str> =
        kinds.iter().filter(|(_, kind)| included(*kind) && !excluded(*kind)).map(|(name, _)| *name).collect();
    if names.is_empty() {
        return Err(Error::precondition(
            "None of the chosen columns is left for DescribeExplorer. Choose other columns, or change its parameters \
             'include' and 'exclude'.",
        ));
    }
    Ok(names)
}

fn kind(column_type: &ColumnType) -> Kind {
    match column_type {
        ColumnType::Integer { .. } | ColumnType::Float { .. } => Kind::Number,
        ColumnType::Text { .. } | ColumnType::Time { .. } => Kind::Object,
        ColumnType::Date { .. } | ColumnType::Timestamp { .. } => Kind::Datetime,
        ColumnType::Categorical { .. } => Kind::Category,
    }
}

fn summary(scope: &Scope<'_>, name: &str, shares: &[f64]) -> Result<Summary> {
    if scope.is_dated(name)? {
        let moments = scope.moments(name)?.into_iter().filter(|moment| *moment != NEVER);
        let (moments, percentiles) = of_numbers(&moments.map(|moment| moment as f64).collect::<Vec<f64>>(), shares);
        return Ok(Summary::Dates(moments, percentiles));
    }
    match scope.column_type(name)? {
        ColumnType::Integer { .. } | ColumnType::Float { .. } => {
            let mut numbers = scope.numbers(name)?;
            numbers.retain(|number| !number.is_nan());
            let (moments, percentiles) = of_numbers(&numbers, shares);
            Ok(Summary::Numbers(moments, percentiles))
        }
        ColumnType::Categorical { categories, .. } => {
            let mut times = vec![0; categories.len()];
            let mut firsts = vec![usize::MAX; categories.len()];
            let mut rows = 0;
            scope.runs(name, |run| {
                let Values::Codes(codes) = run.values else { return Err(Error::internal("categories are no codes")) };
                for code in codes.into_iter().filter(|code| *code != MISSING) {
                    if let Some(times) = times.get_mut(code as usize) {
                        *times += 1;
                        firsts[code as usize] = firsts[code as usize].min(rows);
                    }
                    rows += 1;
                }
                Ok(())
            })?;
            let most = times.iter().max().copied().unwrap_or_default();
            let code = (0..times.len()).filter(|&code| times[code] == most).min_by_key(|&code| firsts[code]);
            let different = times.iter().filter(|times| **times > 0).count();
            let top = code
                .filter(|_| most > 0)
                .map(|code| (Top { different, first: firsts[code], times: most }, categories[code].clone()));
            Ok(Summary::Texts(rows, top))
        }
        _ => texts(scope, name),
    }
}

/// Of texts fingerprints are kept; the one that occurs most often is looked for when that is known.
fn texts(scope: &Scope<'_>, name: &str) -> Result<Summary> {
    let mut prints: Vec<u64> = Vec::with_capacity(scope.bounded(name)?);
    scope.runs(name, |run| {
        let Values::Texts(texts) = &run.values else { return Err(Error::internal("texts are no texts")) };
        prints.extend(texts.iter().flatten().map(|text| fingerprint(text)));
        Ok(())
    })?;
    let Some(top) = top(&prints) else { return Ok(Summary::Texts(0, None)) };
    let (mut found, mut start) = (None, 0);
    scope.runs(name, |run| {
        let Values::Texts(texts) = run.values else { return Err(Error::internal("texts are no texts")) };
        if found.is_none() {
            let here = texts.iter().flatten().count();
            found = texts.into_iter().flatten().nth(top.first - start);
            start += here;
        }
        Ok(())
    })?;
    Ok(Summary::Texts(prints.len(), Some((top, found.unwrap_or_default()))))
}

fn of_numbers(numbers: &[f64], shares: &[f64]) -> (Moments, Vec<f64>) {
    let moments = Moments::of(numbers);
    let percentiles = if numbers.is_empty() { vec![f64::NAN; shares.len()] } else { quantiles(numbers, shares) };
    (moments, percentiles)
}

fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn table(names: &[&str], percents: &[f64], summaries: &[Summary]) -> Artifact {
    let has_texts = summaries.iter().any(|summary| matches!(summary, Summary::Texts(..)));
    let has_numbers = summaries.iter().any(|summary| matches!(summary, Summary::Numbers(..)));
    let has_spread = summaries.iter().any(|summary| !matches!(summary, Summary::Texts(..)));
    let mut columns = vec!["index", "count"];
    columns.extend(["unique", "top", "freq"].into_iter().filter(|_| has_texts));
    columns.extend(["mean"].into_iter().filter(|_| has_spread));
    columns.extend(["std"].into_iter().filter(|_| has_numbers));
    columns.extend(["min"].into_iter().filter(|_| has_spread));
    let labels: Vec<String> = percents.iter().map(|percent| format!("{percent}%")).collect();
    columns.extend(labels.iter().map(String::as_str).filter(|_| has_spread));
    columns.extend(["max"].into_iter().filter(|_| has_spread));
    let row = |(name, summary): (&&str, &Summary)| {
        columns
            .iter()
            .map(|column| if *column == "index" { json!(name) } else { cell(summary, column, percents) })
            .collect()
    };
    let rows = names.iter().zip(summaries).map(row).collect();
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    Artifact::Table { title: None, columns, rows, highlight: Vec::new() }
}

fn cell(summary: &Summary, column: &str, percents: &[f64]) -> Value {
    let (moments, percentiles, write): (_, _, fn(f64) -> Value) = match summary {
        Summary::Texts(count, top) => {
            return match (column, top) {
                ("count", _) => json!(count),
                ("unique", top) => json!(top.as_ref().map_or(0, |(top, _)| top.different)),
                ("top", Some((_, text))) => json!(crate::label::cut(text, 200)),
                ("freq", Some((top, _))) => json!(top.times),
                _ => Value::Null,
            };
        }
        Summary::Numbers(moments, percentiles) => (moments, percentiles, listed),
        Summary::Dates(moments, percentiles) => (moments, percentiles, date),
    };
    match column {
        "count" => json!(moments.count),
        "mean" => write(moments.mean),
        "std" if matches!(summary, Summary::Numbers(..)) => write(moments.deviation),
        "min" => write(moments.min),
        "max" => write(moments.max),
        "std" | "unique" | "top" | "freq" => Value::Null,
        label => {
            let place = percents.iter().position(|percent| format!("{percent}%") == label);
            place.map_or(Value::Null, |place| write(percentiles[place]))
        }
    }
}

fn date(moment: f64) -> Value {
    if moment.is_nan() { Value::Null } else { json!(written(moment.round() as i64)) }
}
