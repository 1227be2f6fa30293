//! What adapters need to keep their records: where a page ended, and kinds read back as text.

use crate::meta::{Kind, Record};
use skydash_domain::{Error, Result};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

/// A record's place among those of its kind: its order, then its id. The text form is a page's cursor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// [`Record::order`].
    pub order: i64,
    /// The id of the record.
    pub id: String,
}

impl Place {
    /// Where this record stands.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        Self { order: record.order, id: record.key.id.clone() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.order, self.id)
    }
}

impl FromStr for Place {
    type Err = Error;

    fn from_str(cursor: &str) -> Result<Self> {
        cursor
            .split_once(':')
            .and_then(|(order, id)| Some(Self { order: order.parse().ok()?, id: id.to_owned() }))
            .ok_or_else(|| Error::invalid("The cursor of a page must be passed back as it was received."))
    }
}

/// The kind of this name, for records read back from text.
///
/// Kinds are words of the program, a few dozen at most; each is kept once for the life of the process.
#[must_use]
pub fn kind(name: &str) -> Kind {
    static KINDS: Mutex<BTreeSet<Kind>> = Mutex::new(BTreeSet::new());
    let mut kinds = KINDS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kinds.get(name) {
        return known;
    }
    let kind: Kind = Box::leak(name.to_owned().into_boxed_str());
    kinds.insert(kind);
    kind
}
