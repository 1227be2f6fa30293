//! Converters one after the other, as new rows pass through them.

use crate::change::{Change, Layout, Made, Slot};
use crate::fitted::Fitted;
use crate::stored;
use serde::{Deserialize, Serialize};
use skydash_domain::columns::{Columns, Held, unknown};
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, Values};
use skydash_domain::{Error, Result};

/// Fitted converters in the order in which they were applied, for rows that they have not seen.
///
/// Nothing is learnt again. Converters that give a table other rows (they remove, add, resample or order rows) are left
/// out: each new row keeps its place, and gets the columns that the others make.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Chain(Vec<Fitted>);

impl Chain {
    /// These converters, first the one that was applied first.
    #[must_use]
    pub fn new(steps: Vec<Fitted>) -> Self {
        Self(steps)
    }

    /// The converters.
    #[must_use]
    pub fn steps(&self) -> &[Fitted] {
        &self.0
    }

    /// The stored form. The same chain always has the same bytes.
    ///
    /// # Errors
    /// [`Error::Internal`] when it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        stored::to_bytes(self)
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// [`Error::Precondition`] for another version, [`Error::Internal`] for bytes that are no chain.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        stored::from_bytes(bytes, |chain: &Self| chain.0.iter().all(Fitted::is_sound))
    }

    /// The columns of these rows after every step that keeps rows.
    ///
    /// # Errors
    /// [`Error::Invalid`] when a column is missing, [`Error::Precondition`] for values that cannot be converted, each
    /// with the converter's name; [`Error::Cancelled`].
    pub fn apply(&self, rows: Held, progress: &dyn Progress) -> Result<Held> {
        let mut rows = rows;
        for (number, step) in self.0.iter().enumerate().filter(|(_, step)| !step.changes_rows()) {
            progress.report(number as f64 / self.0.len() as f64)?;
            rows = match step.change(&rows, progress)? {
                Change::ByRows(layout) => {
                    let made = made(step, &layout, &rows)?;
                    assemble(layout, rows, made.values)?
                }
                Change::Whole(_) => return Err(Error::internal(format!("{} changes rows", step.converter()))),
            };
        }
        Ok(rows)
    }
}

/// What all rows of a table become.
pub(crate) fn made(step: &Fitted, layout: &Layout, rows: &Held) -> Result<Made> {
    let inputs: Vec<Column> = layout.inputs.iter().map(|name| rows.column(name)).collect::<Result<_>>()?;
    step.apply(&inputs)
}

/// The columns of a layout: those kept are moved out of `rows`.
pub(crate) fn assemble(layout: Layout, rows: Held, made: Vec<Values>) -> Result<Held> {
    let mut old = rows.into_columns();
    let mut made = made.into_iter();
    let column = |slot: Slot| match slot {
        Slot::Kept(name) => old.swap_remove(&name).ok_or_else(|| unknown(&name)),
        Slot::Made { name, column_type } => match made.next() {
            Some(values) => Ok(Column { name, column_type, values }),
            None => Err(Error::internal(format!("no values were made for column '{name}'"))),
        },
    };
    Held::new(layout.slots.into_iter().map(column).collect::<Result<_>>()?)
}
