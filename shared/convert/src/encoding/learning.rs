//! Which categories occur, and how often.

use crate::reading::shortened;
use crate::sample::Sample;
use skydash_domain::table::{ColumnType, MISSING};
use skydash_domain::{Error, Result, categories};

/// The categories of a column that encoders tell apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    /// The categories, in the order in which they count.
    pub categories: Vec<String>,
    /// In how many rows each of them is.
    pub counts: Vec<u64>,
    /// In how many rows the value is missing.
    pub missing: u64,
    /// How many rows there are.
    pub rows: u64,
}

impl Known {
    /// The categories that occur in a column, in the order of its type.
    pub fn occurring(name: &str, sample: &Sample<'_>) -> Result<Self> {
        let ColumnType::Categorical { categories, .. } = sample.column_type(name)? else {
            return Err(Error::internal(format!("column '{name}' has no categories")));
        };
        let counted = Self::counted(categories.clone(), name, sample, |_| Ok(MISSING))?;
        let (categories, counts) = counted
            .categories
            .iter()
            .cloned()
            .zip(counted.counts.iter().copied())
            .filter(|(_, count)| *count > 0)
            .unzip();
        Ok(Self { categories, counts, ..counted })
    }

    /// These categories, as often as they occur in a column. `unknown` says what to do about others.
    pub fn counted(
        categories: Vec<String>,
        name: &str,
        sample: &Sample<'_>,
        unknown: impl Fn(&str) -> Result<u32>,
    ) -> Result<Self> {
        let mut counts = vec![0; categories.len()];
        let other = u32::MAX - 1;
        let replaced = |text: &str| unknown(text).map(|_| other);
        let (mut missing, mut rows) = (0, 0);
        sample.runs(name, |run| {
            rows += run.values.len() as u64;
            for position in categories::positions(&categories, &run, replaced)? {
                match counts.get_mut(position as usize) {
                    Some(count) => *count += 1,
                    None if position == MISSING => missing += 1,
                    None => {}
                }
            }
            Ok(())
        })?;
        Ok(Self { categories, counts, missing, rows })
    }
}

/// The categories that the client lists; none for `auto`.
pub(super) fn given(categories: &str, sample: &Sample<'_>) -> Result<Option<Vec<String>>> {
    if categories.trim() == "auto" {
        return Ok(None);
    }
    if sample.names().len() > 1 {
        return Err(Error::invalid(format!(
            "Parameter 'categories' of {} lists the categories of one column. Choose a single column, or 'auto'.",
            sample.converter()
        )));
    }
    listed("categories", categories).map(Some)
}

/// The categories of a column: those given, or those that occur. When `strict`, all that occur must be given.
pub(super) fn known(given: Option<&[String]>, column: &str, strict: bool, sample: &Sample<'_>) -> Result<Known> {
    let Some(given) = given else { return Known::occurring(column, sample) };
    Known::counted(given.to_vec(), column, sample, |category| {
        if !strict {
            return Ok(MISSING);
        }
        const REMEDY: &str = "List it among 'categories', or change 'handle_unknown'.";
        Err(unknown(column, category, sample.converter(), REMEDY))
    })
}

/// The categories that a client lists, as `a, b, c` or `["a", "b", "c"]`.
///
/// # Errors
/// [`Error::Invalid`] that names the parameter, for an empty list or a category listed twice.
pub(super) fn listed(parameter: &str, text: &str) -> Result<Vec<String>> {
    let bare: String = text.chars().filter(|letter| !"[](){}\"'".contains(*letter)).collect();
    let categories: Vec<String> = bare.split(',').map(|part| part.trim().to_owned()).collect();
    if categories.iter().all(String::is_empty) {
        return Err(Error::invalid(format!("'{parameter}' lists no category. Separate categories by commas.")));
    }
    match categories.iter().enumerate().find(|(place, category)| categories[..*place].contains(category)) {
        Some((_, twice)) => {
            Err(Error::invalid(format!("'{parameter}' lists the category '{}' twice. List it once.", shortened(twice))))
        }
        None => Ok(categories),
    }
}

/// The error of a category that was not learnt.
pub(super) fn unknown(column: &str, category: &str, converter: &str, remedy: &str) -> Error {
    Error::precondition(format!(
        "Column '{column}' has the category '{}', which {converter} has not learnt. {remedy}",
        shortened(category)
    ))
}
