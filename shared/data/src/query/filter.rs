//! Conditions on rows.

use super::filter_wire;
use crate::cell::{Cell, Kept};
use skydash_domain::Result;
use skydash_domain::summary::Summary;
use std::cmp::Ordering;

/// Conditions that a row has to meet, all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    pub(super) tests: Vec<Test>,
}

/// A condition on a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Test {
    /// Position of the column.
    pub column: usize,
    /// What its value has to be.
    pub operation: Operation,
}

/// What a value has to be. A missing value meets only [`Operation::Empty`].
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operation {
    /// Compared with a value: one of these outcomes.
    Compare(&'static [Ordering], Kept),
    /// Contains this text, in lower case.
    Contains(String),
    /// Does not contain it.
    Lacks(String),
    /// Starts with it.
    Starts(String),
    /// Ends with it.
    Ends(String),
    /// Missing.
    Empty,
    /// Not missing.
    Present,
    /// One of these.
    AnyOf(Vec<Kept>),
    /// Between these, both included; none is open.
    Between(Option<Kept>, Option<Kept>),
}

impl Filter {
    /// Reads a filter model as the data grid sends it:
    /// `{"items": [{"field", "operator", "value"}]}`, older grids say `columnField` and `operatorValue`. Text that is
    /// no such model, conditions whose operator is unknown, and conditions that still lack their value are ignored.
    ///
    /// # Errors
    /// [`skydash_domain::Error::Invalid`] for a column the table does not have, or a value its type does not have.
    pub fn new(summary: &Summary, model: Option<&str>) -> Result<Self> {
        Ok(Self { tests: filter_wire::tests(summary, model)? })
    }

    /// Whether every row passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Positions of the columns it looks at.
    pub(super) fn columns(&self) -> Vec<usize> {
        let mut columns: Vec<usize> = self.tests.iter().map(|test| test.column).collect();
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}

impl Operation {
    /// Whether a value meets it. `text` is space for its text.
    pub(super) fn holds(&self, cell: Cell<'_>, text: &mut String) -> bool {
        if cell == Cell::Null {
            return *self == Self::Empty;
        }
        match self {
            Self::Empty => false,
            Self::Present => true,
            Self::Compare(outcomes, value) => outcomes.contains(&cell.compare(value.cell())),
            Self::AnyOf(values) => values.iter().any(|value| cell.compare(value.cell()) == Ordering::Equal),
            Self::Between(low, high) => {
                low.as_ref().is_none_or(|low| cell.compare(low.cell()) != Ordering::Less)
                    && high.as_ref().is_none_or(|high| cell.compare(high.cell()) != Ordering::Greater)
            }
            Self::Contains(part) => lower(cell, text).contains(part.as_str()),
            Self::Lacks(part) => !lower(cell, text).contains(part.as_str()),
            Self::Starts(part) => lower(cell, text).starts_with(part.as_str()),
            Self::Ends(part) => lower(cell, text).ends_with(part.as_str()),
        }
    }
}

/// The text of a value in lower case.
fn lower<'t>(cell: Cell<'_>, text: &'t mut String) -> &'t str {
    text.clear();
    cell.write(text);
    if text.is_ascii() {
        text.make_ascii_lowercase();
    } else {
        *text = text.to_lowercase();
    }
    text
}
