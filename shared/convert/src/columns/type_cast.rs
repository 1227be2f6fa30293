//! Columns of another type.

use super::cast;
use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::types::MadeType;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::columns::{self as parameters, OnError};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};

/// The columns that get another type, and that type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TypeCast {
    columns: Vec<String>,
    types: Vec<MadeType>,
}

/// Looks through all rows for values that do not fit, and for categories.
pub(crate) fn fit(checked: &Checked<parameters::TypeCast>, sample: &Sample<'_>) -> Result<TypeCast> {
    let types = sample.each_name(|name| {
        let decided = cast::type_of(name, checked.new_type, sample).and_then(|column_type| match column_type {
            Some(made) => sample.whole_runs(name, |run| cast::values(&run, &made).map(drop)).map(|()| Some(made)),
            None => Ok(None),
        });
        match decided {
            Err(Error::Precondition(_)) if checked.on_error == OnError::Skip => Ok(None),
            decided => decided,
        }
    })?;
    let changed = sample.names().iter().zip(types);
    let (columns, types) = changed.filter_map(|(name, made)| Some((name.clone(), made?))).unzip();
    Ok(TypeCast { columns, types })
}

impl Step for TypeCast {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        Plan::kept(table).remaking(table, &self.columns, |place| self.types[place].column_type())?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        each(&self.columns, inputs, |place, column| cast::values(column, &self.types[place])).map(Made::all)
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.types.len()
    }
}
