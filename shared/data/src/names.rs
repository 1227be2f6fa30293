//! Rules for column names.

use crate::limits::{MAX_COLUMNS, MAX_NAME_CHARS, MAX_NAMES_BYTES};
use indexmap::{IndexMap, IndexSet};
use skydash_domain::{Error, Result};
use std::collections::{HashMap, HashSet};

/// Checks the names of a table's columns.
///
/// # Errors
/// [`Error::Invalid`] for a missing, empty, overlong or repeated name, [`Error::TooLarge`] for too many.
pub(crate) fn check(names: &[String]) -> Result<()> {
    if names.is_empty() {
        return Err(Error::invalid("The file has no columns. Check the separator and that the first row names them."));
    }
    if names.len() > MAX_COLUMNS {
        return Err(too_many(names.len()));
    }
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (index, name) in names.iter().enumerate() {
        let position = index + 1;
        if name.trim().is_empty() {
            return Err(Error::invalid(format!(
                "Column {position} has no name. Name it in the header, or give all names in the loader's 'names' parameter."
            )));
        }
        if name.chars().nth(MAX_NAME_CHARS).is_some() {
            return Err(Error::invalid(format!(
                "The name of column {position} is longer than {MAX_NAME_CHARS} characters. Shorten it, or check the separator."
            )));
        }
        if let Some(first) = seen.insert(name, position) {
            return Err(Error::invalid(format!(
                "Column name '{name}' is used twice (columns {first} and {position}). Give every column its own name."
            )));
        }
    }
    if names.iter().map(String::len).sum::<usize>() > MAX_NAMES_BYTES {
        return Err(Error::too_large(format!(
            "The names of the columns are longer than {} MB together. Shorten them, or check the separator.",
            MAX_NAMES_BYTES >> 20
        )));
    }
    Ok(())
}

/// The error for a table of this many columns.
pub(crate) fn too_many(columns: usize) -> Error {
    Error::too_large(format!(
        "The file has {columns} columns; at most {MAX_COLUMNS} can be read. Check the separator, or split the file."
    ))
}

/// The names after the client's renames; names that the file does not have are left out of account.
///
/// # Errors
/// [`Error::Invalid`] when two columns would have the same name, or one none.
pub(crate) fn renamed(names: &[String], renames: &IndexMap<String, String>) -> Result<Vec<String>> {
    let new: Vec<String> = names.iter().map(|name| renames.get(name).unwrap_or(name).clone()).collect();
    let mut seen = HashSet::new();
    let duplicates: IndexSet<&String> = new.iter().filter(|name| !seen.insert(*name)).collect();
    if !duplicates.is_empty() && !renames.is_empty() {
        let list: Vec<String> = duplicates.iter().map(|name| format!("'{}'", shortened(name))).collect();
        return Err(Error::invalid(format!(
            "Invalid column_renames: resulting column names contain duplicates: [{}]",
            list.join(", ")
        )));
    }
    check(&new)?;
    Ok(new)
}

/// At most sixty characters of what a file or a client said, for an error text.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
