//! Laying out changed tables.

use crate::change::{Change, Layout, Slot};
use crate::limits::MAX_COLUMNS;
use skydash_domain::columns::{Columns, unknown};
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result};
use std::collections::{HashMap, HashSet};

/// A layout in the making.
#[derive(Debug)]
pub(crate) struct Plan(Layout);

impl Plan {
    /// The table as it is.
    pub(crate) fn kept(table: &dyn Columns) -> Self {
        Self(Layout { inputs: Vec::new(), slots: table.types().keys().cloned().map(Slot::Kept).collect() })
    }

    /// The same, with these columns read, too.
    pub(crate) fn reading(mut self, table: &dyn Columns, names: &[String]) -> Result<Self> {
        self.0.inputs.extend(present(table, names)?);
        Ok(self)
    }

    /// The same without these columns.
    pub(crate) fn without(mut self, names: &[String]) -> Self {
        let names: HashSet<&str> = names.iter().map(String::as_str).collect();
        self.0.slots.retain(|slot| !names.contains(slot.name()));
        self
    }

    /// The same with these columns read and made anew where they are. `made` gives the type from the position in `names`.
    ///
    /// Inputs and made slots come in the order of the table, which need not be that of `names`: see
    /// [`crate::columnwise::each`].
    pub(crate) fn remaking(
        mut self,
        table: &dyn Columns,
        names: &[String],
        made: impl Fn(usize) -> ColumnType,
    ) -> Result<Self> {
        present(table, names)?;
        let places: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
        for slot in &mut self.0.slots {
            if let Some(&place) = places.get(slot.name()) {
                let name = slot.name().to_owned();
                self.0.inputs.push(name.clone());
                *slot = Slot::Made { name, column_type: made(place) };
            }
        }
        Ok(self)
    }

    /// The same with these columns added at the end.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the table has a column of such a name (names are made fresh for the table that a
    /// converter learns from: [`crate::sample::Sample::fresh`]), [`Error::TooLarge`] for too many.
    pub(crate) fn adding(mut self, columns: impl IntoIterator<Item = (String, ColumnType)>) -> Result<Self> {
        let columns = columns.into_iter().map(|(name, column_type)| Slot::Made { name, column_type });
        self.0.slots.extend(columns);
        let mut seen = HashSet::with_capacity(self.0.slots.len());
        if let Some(twice) = self.0.slots.iter().find(|slot| !seen.insert(slot.name())) {
            return Err(Error::invalid(format!(
                "The table already has a column '{}', which this converter makes. Rename or remove it first.",
                twice.name()
            )));
        }
        if self.0.slots.len() > MAX_COLUMNS {
            return Err(too_wide(self.0.slots.len()));
        }
        Ok(self)
    }

    /// The change row by row that it describes.
    ///
    /// # Errors
    /// [`Error::Invalid`] when no column is left.
    pub(crate) fn by_rows(self) -> Result<Change> {
        if self.0.slots.is_empty() {
            return Err(Error::invalid("Every column of the table would be removed. Leave at least one in it."));
        }
        Ok(Change::ByRows(self.0))
    }
}

/// These names, each of a column that the table has.
pub(crate) fn present(table: &dyn Columns, names: &[String]) -> Result<Vec<String>> {
    match names.iter().find(|name| !table.types().contains_key(name.as_str())) {
        Some(missing) => Err(unknown(missing)),
        None => Ok(names.to_vec()),
    }
}

/// The error for a table that would have this many columns.
pub(crate) fn too_wide(columns: usize) -> Error {
    Error::too_large(format!(
        "The table would have {columns} columns, and at most {MAX_COLUMNS} are possible. Choose fewer columns, or \
         parameters that make fewer."
    ))
}
