//! The two sides of converters that join a column with another one, or with a constant.

use crate::sample::Sample;
use serde::{Deserialize, Serialize};
use skydash_domain::Result;

/// One side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Operand<T> {
    /// The column of this name.
    Column(String),
    /// This value in every row.
    Constant(T),
}

impl<T> Operand<T> {
    /// Both sides: the chosen columns in the order of the table, or the one chosen and a constant.
    ///
    /// # Errors
    /// Those of `constant`.
    pub fn pair(sample: &Sample<'_>, is_swapped: bool, constant: impl FnOnce() -> Result<T>) -> Result<[Self; 2]> {
        let mut sides = sample.names().iter().cloned().map(Self::Column);
        let missing = || skydash_domain::Error::internal("there is no column to start from");
        let left = sides.next().ok_or_else(missing)?;
        let right = sides.next().map_or_else(|| constant().map(Self::Constant), Ok)?;
        Ok(if is_swapped { [right, left] } else { [left, right] })
    }

    /// The name of the column that both make: the one asked for, or `left_word_right`.
    pub fn name(sides: &[Self; 2], word: &str, asked: Option<&str>, written: impl Fn(&T) -> String) -> String {
        if let Some(asked) = asked.map(str::trim).filter(|asked| !asked.is_empty()) {
            return asked.to_owned();
        }
        let [left, right] = sides.each_ref().map(|side| match side {
            Self::Column(name) => name.clone(),
            Self::Constant(constant) => written(constant),
        });
        format!("{left}_{word}_{right}")
    }

    /// The names of the columns among both.
    pub fn columns(sides: &[Self; 2]) -> Vec<String> {
        let names = sides.iter().filter_map(|side| match side {
            Self::Column(name) => Some(name.clone()),
            Self::Constant(_) => None,
        });
        names.collect()
    }
}
