//! The classes of a target, and how many rows each of them gets.

use crate::limits::MAX_CATEGORIES;
use crate::reading::{self, shortened};
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{Error, Result, categories};
use std::collections::BTreeMap;

/// The classes that occur, sorted, with the places of their rows.
#[derive(Debug)]
pub(super) struct Classes {
    pub converter: &'static str,
    pub target: String,
    pub names: Vec<String>,
    pub rows: Vec<Vec<usize>>,
}

impl Classes {
    /// The classes of a target: categories in their order, whole numbers by size, texts in the order of the alphabet.
    ///
    /// # Errors
    /// [`Error::Invalid`] and [`Error::Precondition`] for a target that has no classes, too many or missing ones.
    pub fn new(target: &Column, converter: &'static str) -> Result<Self> {
        let name = shortened(&target.name);
        if matches!(target.column_type, ColumnType::Float { .. }) {
            return Err(Error::invalid(format!(
                "The target '{name}' of {converter} has the type Float, and classes are needed. Choose a column of categories, \
                 or change its type to Categorical with TypeCast."
            )));
        }
        if reading::missing(&target.values).contains(&true) {
            return Err(Error::precondition(format!(
                "The target '{name}' of {converter} has missing values. Remove their rows with NanRemover."
            )));
        }
        let (names, rows): (Vec<String>, Vec<Vec<usize>>) = match &target.values {
            Values::Numbers(numbers) => {
                let groups = groups(numbers.iter().map(|number| *number as i64), &name, converter)?;
                groups.into_iter().map(|(number, rows)| (number.to_string(), rows)).unzip()
            }
            Values::Texts(texts) => groups(texts.iter().flatten().cloned(), &name, converter)?.into_iter().unzip(),
            Values::Codes(codes) => {
                let categories = categories::of(target)?;
                let groups = groups(codes.iter().copied(), &name, converter)?;
                let named = groups.into_iter().map(|(code, rows)| match categories.get(code as usize) {
                    Some(category) => Ok((category.clone(), rows)),
                    None => Err(categories::stray(target)),
                });
                named.collect::<Result<Vec<_>>>()?.into_iter().unzip()
            }
        };
        if names.len() < 2 {
            return Err(Error::precondition(format!(
                "The target '{name}' of {converter} has {} class{}, and there is nothing to balance. Choose another target.",
                names.len(),
                if names.len() == 1 { "" } else { "es" }
            )));
        }
        Ok(Self { converter, target: name, names, rows })
    }

    /// How many rows each class lacks to be as large as the largest, or as this share of it.
    ///
    /// # Errors
    /// [`Error::Precondition`] that names the parameter, for a share that asks for fewer rows than there are.
    pub fn lacking(&self, share: Option<f64>) -> Result<Vec<usize>> {
        let (largest, most) = self.first_by(|count, best| count > best);
        let mut lacking: Vec<usize> = self.counts().map(|count| most - count).collect();
        if let Some(share) = share {
            let other = self.other(largest)?;
            let wanted = (most as f64 * share).floor();
            if wanted <= self.rows[other].len() as f64 {
                return Err(self.impossible(share, other, "more"));
            }
            lacking[other] = (wanted - self.rows[other].len() as f64) as usize;
        }
        Ok(lacking)
    }

    /// How many rows of each class stay, for the smallest to be as large as each other one, or as this share of it; none for
    /// all of them.
    ///
    /// # Errors
    /// [`Error::Precondition`] that names the parameter, for a share that asks for more rows than there are.
    pub fn staying(&self, share: Option<f64>) -> Result<Vec<Option<usize>>> {
        let (smallest, fewest) = self.first_by(|count, best| count < best);
        let mut staying = vec![Some(fewest); self.rows.len()];
        staying[smallest] = None;
        if let Some(share) = share {
            let other = self.other(smallest)?;
            let wanted = (fewest as f64 / share).floor();
            if wanted > self.rows[other].len() as f64 {
                return Err(self.impossible(share, other, "fewer"));
            }
            staying[other] = Some(wanted as usize);
        }
        Ok(staying)
    }

    fn counts(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().map(Vec::len)
    }

    /// The first class whose count is better than all before, and its count.
    fn first_by(&self, is_better: impl Fn(usize, usize) -> bool) -> (usize, usize) {
        let mut best = (0, self.rows[0].len());
        for (class, count) in self.counts().enumerate() {
            if is_better(count, best.1) {
                best = (class, count);
            }
        }
        best
    }

    /// The other one of two classes.
    fn other(&self, class: usize) -> Result<usize> {
        if self.rows.len() == 2 {
            return Ok(1 - class);
        }
        Err(Error::precondition(format!(
            "sampling_strategy of {} is a number, which needs a target of two classes: '{}' has {}. Choose 'auto'.",
            self.converter,
            self.target,
            self.rows.len()
        )))
    }

    fn impossible(&self, share: f64, class: usize, than: &str) -> Error {
        Error::precondition(format!(
            "sampling_strategy of {} is {share}, but class '{}' of '{}' has {than} rows than that already. Raise it, or \
             choose 'auto'.",
            self.converter,
            shortened(&self.names[class]),
            self.target
        ))
    }
}

/// The places of each key's rows.
fn groups<K: Ord>(keys: impl Iterator<Item = K>, target: &str, converter: &str) -> Result<BTreeMap<K, Vec<usize>>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (row, key) in keys.enumerate() {
        groups.entry(key).or_default().push(row);
        if groups.len() > MAX_CATEGORIES {
            return Err(Error::precondition(format!(
                "The target '{target}' of {converter} has more than {MAX_CATEGORIES} classes. Choose a target of fewer."
            )));
        }
    }
    Ok(groups)
}
