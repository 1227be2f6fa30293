//! Columns that are chosen in parameters.

use crate::label::short;
use crate::scope::Scope;
use skydash_catalog::explorers::ColumnChoice;
use skydash_domain::{Error, Result};

impl<'a> Scope<'a> {
    /// The column that a parameter chooses, if it chooses one.
    ///
    /// # Errors
    /// [`Error::Invalid`] that names the parameter, when the table does not have the column.
    pub fn chosen(&self, parameter: &str, choice: Option<&ColumnChoice>) -> Result<Option<&'a str>> {
        let types = self.table.types();
        match choice {
            None => Ok(None),
            Some(ColumnChoice::Name(name)) if name.is_empty() => Ok(None),
            Some(ColumnChoice::Name(name)) => match types.get_key_value(name) {
                Some((name, _)) => Ok(Some(name)),
                None => Err(self.not_there(parameter, &format!("'{}'", short(name)))),
            },
            Some(ColumnChoice::Position(position)) => {
                match usize::try_from(*position).ok().and_then(|position| types.get_index(position)) {
                    Some((name, _)) => Ok(Some(name)),
                    None => Err(self.not_there(parameter, &format!("at position {position}, counted from 0"))),
                }
            }
        }
    }

    fn not_there(&self, parameter: &str, which: &str) -> Error {
        Error::invalid(format!(
            "Parameter '{parameter}' of {} chooses a column {which}, which is not one of the table's {} columns. Choose one \
             of them, or none.",
            self.explorer,
            self.table.types().len()
        ))
    }
}
