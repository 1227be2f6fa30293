//! A converter that has learnt, as it is stored.

use crate::change::{Change, Made};
use crate::registry::Learnt;
use crate::stored;
use serde::{Deserialize, Serialize};
use skydash_domain::Result;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;

/// A converter that has learnt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fitted(Learnt);

impl From<Learnt> for Fitted {
    fn from(learnt: Learnt) -> Self {
        Self(learnt)
    }
}

impl Fitted {
    /// The names of all converters.
    pub const CONVERTERS: &'static [&'static str] = Learnt::NAMES;

    /// The converter's name.
    #[must_use]
    pub fn converter(&self) -> &'static str {
        self.0.name()
    }

    /// Whether it gives a table other rows: fewer, more, or in another order.
    #[must_use]
    pub fn changes_rows(&self) -> bool {
        self.0.step().changes_rows()
    }

    /// How it changes a table.
    ///
    /// # Errors
    /// [`skydash_domain::Error::Invalid`] when the table lacks a column, or has one of a name that is to be made; for a
    /// change of the whole table those of its values, too.
    pub fn change(&self, table: &dyn Columns, progress: &dyn Progress) -> Result<Change> {
        self.0.step().change(table, progress)
    }

    /// What a run of rows becomes, for a change by rows. `inputs` are the columns of [`crate::Layout::inputs`].
    ///
    /// # Errors
    /// [`skydash_domain::Error::Precondition`] for values that cannot be converted.
    pub fn apply(&self, inputs: &[Column]) -> Result<Made> {
        self.0.step().apply(inputs)
    }

    /// The stored form. The same converter always has the same bytes.
    ///
    /// # Errors
    /// [`skydash_domain::Error::Internal`] when it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        stored::to_bytes(self)
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// [`skydash_domain::Error::Precondition`] for another version, [`skydash_domain::Error::Internal`] for bytes that are
    /// no converter.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        stored::from_bytes(bytes, Self::is_sound)
    }

    /// Whether its parts fit together.
    pub(crate) fn is_sound(&self) -> bool {
        self.0.step().is_sound()
    }
}
