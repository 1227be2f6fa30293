//! Measures of how hard classes are to tell apart.

use crate::engine::Engine;
use crate::groups::Groups;
use crate::label::{count, short};
use crate::number::listed;
use crate::sample::draw;
use crate::scope::Scope;
use crate::stats::moments::extremes;
use crate::stats::overlap::{fisher, neighbourhood};
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::ClassOverlapExplorer;
use skydash_domain::artifact::Artifact;
use skydash_domain::{Error, Result};

/// Most classes.
const MOST_CLASSES: usize = 200;
/// Most rows that are compared with each other.
const MOST_ROWS: usize = 10_000;

/// Rows that have a class and a value of every feature.
struct Complete {
    rows: Vec<usize>,
    classes: Vec<u32>,
    /// How many classes there are.
    count: usize,
}

impl Engine for ClassOverlapExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let target = scope.chosen("target_column", Some(&parameters.target_column))?.ok_or_else(|| {
            Error::invalid(
                "Parameter 'target_column' of ClassOverlapExplorer is empty. Choose the column that holds the classes.",
            )
        })?;
        let features: Vec<&str> = scope.columns.iter().map(String::as_str).filter(|name| *name != target).collect();
        if features.is_empty() {
            return Err(Error::invalid(
                "ClassOverlapExplorer needs a column to tell the classes apart by. Choose one beside the target column.",
            ));
        }
        let complete = complete(scope, target, &features)?;
        let sampled = sample(&complete, parameters);
        let (mut best, mut compared) = (None::<f64>, Vec::new());
        for (done, name) in features.iter().enumerate() {
            scope.report(done, 2 * features.len())?;
            let numbers = scope.numbers(name)?;
            let values: Vec<f64> = complete.rows.iter().map(|&row| numbers[row]).collect();
            let (low, high) = extremes(&values);
            compared.push(sampled.iter().map(|&at| scaled(values[at], low, high)).collect::<Vec<f64>>());
            let found = fisher(&[values], &complete.classes, complete.count);
            best = [best, found].into_iter().flatten().min_by(f64::total_cmp);
        }
        let classes: Vec<u32> = sampled.iter().map(|&at| complete.classes[at]).collect();
        let near = neighbourhood(&compared, &classes, scope.progress())?;
        let whole = |number: usize| json!(number);
        let rows = [
            (
                "F1",
                listed(best.unwrap_or(f64::NAN)),
                "Share of the spread that lies within classes, in the column that tells them apart best. 0 is easy.",
            ),
            ("N1", listed(near.boundary), "Share of rows next to one of another class. 0 is easy."),
            ("N2", listed(near.intra), "Distances within classes, as a share of those within and between. 0 is easy."),
            ("N3", listed(near.error), "Share of rows whose nearest one is of another class. 0 is easy."),
            ("Samples", whole(complete.rows.len()), "Rows without a missing value."),
            ("Features", whole(features.len()), "Columns that the classes are told apart by."),
            ("Classes", whole(complete.count), "Different values of the target column."),
            ("Rows dropped", whole(scope.rows() - complete.rows.len()), "Rows with a missing value."),
            ("Samples for N1, N2 and N3", whole(sampled.len()), "Rows that were compared with each other."),
        ];
        let row = |(index, value, detail): (&str, Value, &str)| vec![json!(index), value, json!(detail)];
        Ok(vec![Artifact::Table {
            title: None,
            columns: ["index", "value", "detail"].map(str::to_owned).to_vec(),
            rows: rows.into_iter().map(row).collect(),
            highlight: Vec::new(),
        }])
    }
}

fn complete(scope: &Scope<'_>, target: &str, features: &[&str]) -> Result<Complete> {
    let groups = Groups::of(scope, target, MOST_CLASSES)?;
    if groups.note.is_some() {
        return Err(Error::precondition(format!(
            "Column '{}' has more than {MOST_CLASSES} different values, too many for classes. Choose another one as parameter \
             'target_column' of ClassOverlapExplorer.",
            short(target)
        )));
    }
    let mut keep: Vec<bool> = groups.codes.iter().map(|&class| groups.is_value(class as usize)).collect();
    for name in features {
        let numbers = scope.numbers(name)?;
        keep.iter_mut().zip(&numbers).for_each(|(keep, number)| *keep &= number.is_finite());
    }
    let rows: Vec<usize> = keep.iter().enumerate().filter_map(|(row, keep)| keep.then_some(row)).collect();
    // Classes that are left, numbered anew.
    let mut numbers = vec![u32::MAX; groups.names.len()];
    rows.iter().for_each(|&row| numbers[groups.codes[row] as usize] = 0);
    let mut count_of = 0;
    for number in numbers.iter_mut().filter(|number| **number == 0) {
        *number = count_of;
        count_of += 1;
    }
    if count_of < 2 {
        return Err(Error::precondition(format!(
            "ClassOverlapExplorer needs at least two classes, but column '{}' has {} among the {} rows without a missing value. \
             Choose another target column, or fill missing values first.",
            short(target),
            count(count_of as usize),
            count(rows.len())
        )));
    }
    let classes = rows.iter().map(|&row| numbers[groups.codes[row] as usize]).collect();
    Ok(Complete { rows, classes, count: count_of as usize })
}

/// Positions of rows to compare: the same share of every class, and at least two rows of it.
fn sample(complete: &Complete, parameters: &ClassOverlapExplorer) -> Vec<usize> {
    let most = usize::try_from(parameters.max_samples).unwrap_or(usize::MAX).min(MOST_ROWS);
    let total = complete.rows.len();
    if total <= most {
        return (0..total).collect();
    }
    let seed = parameters.random_state.unwrap_or(0);
    let mut members = vec![Vec::new(); complete.count];
    complete.classes.iter().enumerate().for_each(|(at, &class)| members[class as usize].push(at));
    let mut chosen = Vec::with_capacity(most);
    for (class, members) in members.iter().enumerate() {
        let share = (members.len() as f64 / total as f64 * most as f64).round() as usize;
        let drawn = draw(members.len(), share.max(2), (seed as u32).wrapping_add(class as u32));
        chosen.extend(drawn.into_iter().map(|at| members[at]));
    }
    chosen.sort_unstable();
    chosen
}

/// A value on a scale from 0 to 1.
fn scaled(value: f64, low: f64, high: f64) -> f64 {
    if high > low { (value - low) / (high - low) } else { 0.0 }
}
