//! Texts that mean no value, true, or false.

use super::number;
use skydash_catalog::loaders::list;
use std::collections::HashSet;

/// The texts that pandas reads as missing values.
const USUAL: &[&str] = &[
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
];

/// The texts that mean a missing value.
#[derive(Debug, Clone)]
pub(crate) struct Missing {
    texts: HashSet<Vec<u8>>,
    first: [bool; 256],
    longest: usize,
    /// Whether one of them reads as a number, so that numbers have to be looked up as well.
    pub numeric: bool,
}

impl Missing {
    /// Nothing but an empty text: for formats that say themselves what is missing.
    pub(crate) fn empty() -> Self {
        Self { texts: HashSet::from([Vec::new()]), first: [false; 256], longest: 0, numeric: false }
    }

    pub(crate) fn new(more: Option<&str>, usual: bool) -> Self {
        let mut texts: HashSet<Vec<u8>> = list(more).into_iter().map(String::into_bytes).collect();
        let numeric = texts.iter().any(|text| number::float(text).is_some());
        if usual {
            texts.extend(USUAL.iter().map(|text| text.as_bytes().to_vec()));
        }
        let mut first = [false; 256];
        for byte in texts.iter().filter_map(|text| text.first()) {
            first[usize::from(*byte)] = true;
        }
        let longest = texts.iter().map(Vec::len).max().unwrap_or(0);
        Self { texts, first, longest, numeric }
    }

    /// Whether this text means a missing value.
    pub(crate) fn has(&self, text: &[u8]) -> bool {
        match text.first() {
            None => self.texts.contains(text),
            Some(byte) => self.first[usize::from(*byte)] && text.len() <= self.longest && self.texts.contains(text),
        }
    }
}

/// The texts that mean true and false.
#[derive(Debug, Clone)]
pub(crate) struct Truths {
    more_true: HashSet<Vec<u8>>,
    more_false: HashSet<Vec<u8>>,
}

impl Truths {
    pub(crate) fn new(more_true: Option<&str>, more_false: Option<&str>) -> Self {
        let set = |text| list(text).into_iter().map(String::into_bytes).collect();
        Self { more_true: set(more_true), more_false: set(more_false) }
    }

    /// The truth value that this text means.
    pub(crate) fn read(&self, text: &[u8]) -> Option<bool> {
        match text {
            b"true" | b"True" | b"TRUE" => Some(true),
            b"false" | b"False" | b"FALSE" => Some(false),
            _ if self.more_true.contains(text) => Some(true),
            _ if self.more_false.contains(text) => Some(false),
            _ => None,
        }
    }
}
