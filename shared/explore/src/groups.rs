//! Rows by the value of a column: a few groups, each with a name and a place in the legend.

use crate::label::{count, plain, short, unique};
use crate::number::drawn;
use crate::scope::Scope;
use crate::stats::bins::Bins;
use crate::stats::moments::{extremes, finite};
use skydash_domain::table::{ColumnType, MISSING, Values};
use skydash_domain::{Error, Result};
use std::collections::HashMap;

/// Different texts of a column that are told apart.
const MOST_TEXTS: usize = 100_000;
/// Bytes of different texts of a column that are told apart.
const MOST_TEXT_BYTES: usize = 32 << 20;

/// The group of each row.
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    /// The column's name, as a legend shows it.
    pub column: String,
    /// The groups that occur, in their order: values, the other values together, and the missing ones.
    pub names: Vec<String>,
    /// Each row's position in `names`.
    pub codes: Vec<u8>,
    /// What a figure should say, when values share a group.
    pub note: Option<String>,
    /// How many of the last groups are no values: the others, the missing ones.
    pub extra: usize,
}

impl Groups {
    /// All rows in one group without a name.
    pub fn one(rows: usize) -> Self {
        Self { column: String::new(), names: vec![String::new()], codes: vec![0; rows], note: None, extra: 0 }
    }

    /// By the values of a column, where it is given.
    pub fn by(scope: &Scope<'_>, name: Option<&str>, most: usize) -> Result<Self> {
        name.map_or_else(|| Ok(Self::one(scope.rows())), |name| Self::of(scope, name, most))
    }

    /// By the values of a column. The most frequent `most - 1` have a group each, where there are more than `most`; numbers
    /// are then divided into `most` intervals.
    pub fn of(scope: &Scope<'_>, name: &str, most: usize) -> Result<Self> {
        let found = match scope.column_type(name)? {
            ColumnType::Categorical { categories, .. } => Distinct::of_codes(scope, name, categories)?,
            ColumnType::Integer { .. } | ColumnType::Float { .. } => {
                let numbers = scope.numbers(name)?;
                match Distinct::of_numbers(&numbers, most) {
                    Some(found) => found,
                    None => return Ok(intervals(name, &numbers, most)),
                }
            }
            _ => Distinct::of_texts(scope, name)?,
        };
        Ok(found.grouped(name, most))
    }

    /// Whether there is only the one group of all rows.
    pub fn is_one(&self) -> bool {
        self.column.is_empty()
    }

    /// The group of this position is one of values, not of other or missing ones.
    pub fn is_value(&self, group: usize) -> bool {
        group + self.extra < self.names.len()
    }

    /// The groups of these rows.
    pub fn take(&self, rows: &[usize]) -> Vec<u8> {
        rows.iter().map(|&row| self.codes[row]).collect()
    }
}

/// The different values of a column: the position of each row's value, [`MISSING`] for none, and each value's text.
struct Distinct {
    codes: Vec<u32>,
    texts: Vec<String>,
}

impl Distinct {
    fn of_codes(scope: &Scope<'_>, name: &str, categories: &[String]) -> Result<Self> {
        let end = categories.len() as u32;
        let mut all = Vec::with_capacity(scope.bounded(name)?);
        scope.runs(name, |run| {
            let Values::Codes(codes) = run.values else { return Err(Error::internal("categories are no codes")) };
            all.extend(codes.into_iter().map(|code| if code < end { code } else { MISSING }));
            Ok(())
        })?;
        Ok(Self { codes: all, texts: categories.to_vec() })
    }

    /// None for more than `most` different numbers.
    fn of_numbers(numbers: &[f64], most: usize) -> Option<Self> {
        let mut values: Vec<f64> = Vec::new();
        for &number in numbers.iter().filter(|number| !number.is_nan()) {
            if let Err(place) = values.binary_search_by(|value| value.total_cmp(&(number + 0.0))) {
                values.insert(place, number + 0.0);
                if values.len() > most {
                    return None;
                }
            }
        }
        let code = |number: &f64| values.binary_search_by(|value| value.total_cmp(&(number + 0.0)));
        let codes = numbers.iter().map(|number| code(number).map_or(MISSING, |code| code as u32)).collect();
        Some(Self { codes, texts: values.iter().map(f64::to_string).collect() })
    }

    /// In the order in which they occur.
    fn of_texts(scope: &Scope<'_>, name: &str) -> Result<Self> {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut codes = Vec::with_capacity(scope.bounded(name)?);
        let mut bytes = 0;
        scope.runs(name, |run| {
            let Values::Texts(texts) = run.values else { return Err(Error::internal("texts are no texts")) };
            for text in texts {
                let Some(text) = text else {
                    codes.push(MISSING);
                    continue;
                };
                let next = known.len() as u32;
                if let Some(code) = known.get(&text) {
                    codes.push(*code);
                    continue;
                }
                bytes += text.len();
                if known.len() == MOST_TEXTS || bytes > MOST_TEXT_BYTES {
                    return Err(too_different(scope, name));
                }
                codes.push(next);
                known.insert(text, next);
            }
            Ok(())
        })?;
        let mut texts: Vec<(String, u32)> = known.into_iter().collect();
        texts.sort_unstable_by_key(|(_, code)| *code);
        Ok(Self { codes, texts: texts.into_iter().map(|(text, _)| text).collect() })
    }

    fn grouped(self, name: &str, most: usize) -> Groups {
        let mut times = vec![0_usize; self.texts.len()];
        self.codes.iter().filter(|code| **code != MISSING).for_each(|&code| times[code as usize] += 1);
        let mut kept: Vec<usize> = (0..times.len()).filter(|&value| times[value] > 0).collect();
        let different = kept.len();
        if different > most {
            kept.sort_by_key(|&value| (usize::MAX - times[value], value));
            kept.truncate(most - 1);
            kept.sort_unstable();
        }
        let mut names = unique(kept.iter().map(|&value| plain(&self.texts[value])));
        let (other, missing) = (different - kept.len(), self.codes.contains(&MISSING));
        let mut places = vec![kept.len() as u8; times.len()];
        kept.iter().enumerate().for_each(|(place, &value)| places[value] = place as u8);
        let note = (other > 0).then(|| {
            names.push(format!("other ({})", count(other)));
            format!("The {} least frequent values of {} are drawn together.", count(other), plain(name))
        });
        let extra = usize::from(other > 0) + usize::from(missing);
        if missing {
            names.push("missing".to_owned());
        }
        let last = (names.len() - usize::from(!names.is_empty())) as u8;
        let place = |code: u32| places.get(code as usize).copied().unwrap_or(last);
        Groups { column: plain(name), codes: self.codes.into_iter().map(place).collect(), names, note, extra }
    }
}

fn too_different(scope: &Scope<'_>, name: &str) -> Error {
    Error::precondition(format!(
        "Column '{}' has more than {} different values or {} MB of them, too many for {} to make groups of. Choose another \
         column.",
        short(name),
        count(MOST_TEXTS),
        MOST_TEXT_BYTES >> 20,
        scope.explorer
    ))
}

/// Numbers in intervals of equal width.
fn intervals(name: &str, numbers: &[f64], most: usize) -> Groups {
    let (low, high) = extremes(&finite(numbers));
    let bins = Bins { first: low, last: high, count: most };
    let finder = bins.finder();
    let place = |number: &f64| if number.is_finite() { finder.find(*number) as u8 } else { most as u8 };
    let codes: Vec<u8> = numbers.iter().map(place).collect();
    let end = |place: usize| drawn(bins.edge(place));
    let mut names: Vec<String> = (0..most).map(|place| format!("{} to {}", end(place), end(place + 1))).collect();
    let missing = codes.contains(&(most as u8));
    if missing {
        names.push("missing".to_owned());
    }
    let note = Some(format!("{} is divided into {most} intervals of equal width.", plain(name)));
    Groups { column: plain(name), names, codes, note, extra: usize::from(missing) }
}
