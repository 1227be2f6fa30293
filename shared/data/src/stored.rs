//! A stored table as engines see it: its columns one by one.

use crate::columns::{collected, read};
use crate::parts::Reader;
use crate::store::to_usize;
use indexmap::IndexMap;
use skydash_domain::columns::{Columns, unknown};
use skydash_domain::parts::PartSource;
use skydash_domain::summary::Summary;
use skydash_domain::table::{Column, ColumnType};
use skydash_domain::{Error, Result};

/// The columns of a stored table. Each is read when it is asked for, and not kept.
pub struct StoredColumns<'a> {
    summary: &'a Summary,
    reader: Reader<'a>,
    rows: usize,
    types: IndexMap<String, ColumnType>,
}

impl<'a> StoredColumns<'a> {
    /// The columns of this table.
    ///
    /// # Errors
    /// [`Error::Internal`] for a table with more rows than this machine can count.
    pub fn new(summary: &'a Summary, source: &'a dyn PartSource) -> Result<Self> {
        let types = summary.columns.iter().map(|column| (column.name.clone(), column.column_type.clone()));
        Ok(Self {
            summary,
            reader: Reader::new(summary, source),
            rows: to_usize(summary.rows)?,
            types: types.collect(),
        })
    }
}

impl Columns for StoredColumns<'_> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn types(&self) -> &IndexMap<String, ColumnType> {
        &self.types
    }

    fn column(&self, name: &str) -> Result<Column> {
        if !self.types.contains_key(name) {
            return Err(unknown(name));
        }
        let found = read(self.summary, &self.reader, &[name], None)?;
        found.into_iter().next().ok_or_else(|| Error::internal("a column was asked for and none was read"))
    }

    fn runs(&self, name: &str, take: &mut dyn FnMut(Column) -> Result<()>) -> Result<()> {
        let place = self.types.get_index_of(name).ok_or_else(|| unknown(name))?;
        let info = &self.summary.columns[place];
        for group in self.reader.groups(&[place], 0..self.summary.rows) {
            group?.views()?.iter().try_for_each(|view| take(collected(info, view)))?;
        }
        Ok(())
    }
}
