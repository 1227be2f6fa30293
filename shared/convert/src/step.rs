//! What every fitted converter can do.

use crate::change::{Change, Made};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};

/// A converter that has learnt. One struct a converter implements it.
pub(crate) trait Step {
    /// How it changes a table.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the table lacks a column, or has one of a name that is to be made.
    fn change(&self, table: &dyn Columns, progress: &dyn Progress) -> Result<Change>;

    /// What a run of rows becomes, for a change by rows. `inputs` are the columns of the layout's `inputs`, in order.
    ///
    /// # Errors
    /// [`Error::Precondition`] for values that cannot be converted.
    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let _ = inputs;
        Err(Error::internal("this converter changes whole tables"))
    }

    /// Whether it gives a table other rows. Such a step is left out where new rows are predicted.
    fn changes_rows(&self) -> bool {
        false
    }

    /// Whether its parts fit together, whatever the stored bytes said.
    fn is_sound(&self) -> bool;
}
