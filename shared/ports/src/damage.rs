//! Records that cannot be read any more: named, and passed over where they are one among many.

use crate::meta::Key;
use skydash_domain::Error;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::{Mutex, PoisonError};

/// A record that was found and cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged {
    /// Its name.
    pub key: Key,
    /// What is wrong with it.
    pub why: String,
}

/// Most records that are remembered as having been logged.
const MOST: usize = 10_000;

impl Damaged {
    /// The record of this key, and what is wrong with it.
    pub fn new(key: &Key, why: impl Display) -> Self {
        Self { key: key.clone(), why: why.to_string() }
    }

    /// Writes into the log what is passed over, the first time that it is.
    pub fn pass_over(&self) {
        static KNOWN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST && known.insert(self.key.to_string()) {
            tracing::error!(record = %self.key, why = %self.why, "a damaged record is passed over");
        }
    }

    /// What to tell whoever asked for it and for no other.
    #[must_use]
    pub fn asked_for(self) -> Error {
        tracing::error!(record = %self.key, why = %self.why, "a damaged record was asked for");
        Error::damaged(format!(
            "The stored record {} is damaged and cannot be read. Whoever runs this server can look with `skydash check`, \
             and has to bring the record back from a backup.",
            self.key
        ))
    }
}
