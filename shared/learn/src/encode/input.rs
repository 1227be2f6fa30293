//! Input columns.

use super::category::Categories;
use crate::matrix::Matrix;
use serde::{Deserialize, Serialize};
use skydash_domain::table::{Column, ColumnType, Encoder, MISSING, Values};
use skydash_domain::{Error, Result, categories};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The most columns a model sees.
const MAX_COLUMNS: usize = 10_000;
/// The most memory that the numbers a model learns from take. Training takes about three times as much.
const MAX_BYTES: usize = 160 << 20;
/// Numbers of the rows that are encoded and predicted at once, with what is said of them.
const CELLS_AT_ONCE: usize = 2 << 20;

/// Turns input columns into numbers, always in the way that was fixed when it was made.
///
/// Numbers stay as they are. A categorical column becomes one 0/1 column a category (all 0 where the
/// value is missing) or one column of positions (NaN where it is missing), as its type says. A value
/// that was no category when the encoder was made is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputEncoder {
    columns: Vec<Input>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Input {
    name: String,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    Number,
    Label(Categories),
    OneHot(Categories),
}

impl Input {
    fn new(name: &str, column_type: &ColumnType) -> Result<Self> {
        let kind = match column_type {
            ColumnType::Integer { .. } | ColumnType::Float { .. } => Kind::Number,
            ColumnType::Categorical { categories, encoder: Encoder::Label, .. } => {
                Kind::Label(Categories(categories.clone()))
            }
            ColumnType::Categorical { categories, encoder: Encoder::OneHot, .. } => {
                Kind::OneHot(Categories(categories.clone()))
            }
            other => {
                return Err(Error::invalid(format!(
                    "Column '{name}' has type {}, which models cannot learn from. Leave it out of the inputs, or change \
                     its type to Categorical, Integer or Float.",
                    other.name()
                )));
            }
        };
        Ok(Self { name: name.to_owned(), kind })
    }

    fn width(&self) -> usize {
        match &self.kind {
            Kind::Number | Kind::Label(_) => 1,
            Kind::OneHot(categories) => categories.0.len(),
        }
    }

    fn encode(&self, column: &Column, out: &mut Vec<(String, Vec<f64>)>) -> Result<()> {
        match &self.kind {
            Kind::Number => out.push((self.name.clone(), numbers(column)?)),
            Kind::Label(categories) => {
                let positions = categories.positions(column)?;
                let number = |&code: &u32| if code == MISSING { f64::NAN } else { f64::from(code) };
                out.push((self.name.clone(), positions.iter().map(number).collect()));
            }
            Kind::OneHot(categories) => {
                let positions = categories.positions(column)?;
                for (code, category) in (0_u32..).zip(&categories.0) {
                    let flags = positions.iter().map(|&position| if position == code { 1.0 } else { 0.0 });
                    out.push((format!("{}_{category}", self.name), flags.collect()));
                }
            }
        }
        Ok(())
    }
}

/// A column as numbers; the categories of a categorical one must all be numbers.
fn numbers(column: &Column) -> Result<Vec<f64>> {
    let refused = |what: &str| {
        Error::invalid(format!("Column '{}' has {what}, but the model learnt from numbers there.", column.name))
    };
    match &column.values {
        Values::Numbers(values) => Ok(values.clone()),
        Values::Texts(_) => Err(refused(&format!("type {}", column.column_type.name()))),
        Values::Codes(codes) => {
            let categories = categories::of(column)?;
            let find = |&code: &u32| {
                if code == MISSING {
                    return Ok(f64::NAN);
                }
                let text = categories.get(code as usize).ok_or_else(|| categories::stray(column))?;
                text.parse().map_err(|_| refused(&format!("the value '{text}'")))
            };
            codes.iter().map(find).collect()
        }
    }
}

impl InputEncoder {
    /// The encoder for columns of these types, in this order.
    ///
    /// # Errors
    /// [`Error::Invalid`] that names the column, when there is none, one is named twice or has a type models
    /// cannot read; [`Error::TooLarge`] when the categories would make too many columns.
    pub fn new(columns: &[Column]) -> Result<Self> {
        let types: Vec<(&str, &ColumnType)> =
            columns.iter().map(|column| (column.name.as_str(), &column.column_type)).collect();
        Self::of_types(&types)
    }

    /// The encoder for columns of these names and types, in this order.
    ///
    /// # Errors
    /// As [`InputEncoder::new`].
    pub fn of_types(columns: &[(&str, &ColumnType)]) -> Result<Self> {
        if columns.is_empty() {
            return Err(Error::invalid("There are no input columns. Choose at least one."));
        }
        let mut seen = HashSet::with_capacity(columns.len());
        if let Some((twice, _)) = columns.iter().find(|(name, _)| !seen.insert(*name)) {
            return Err(Error::invalid(format!("Column '{twice}' is chosen twice. Choose it once.")));
        }
        let inputs = columns.iter().map(|(name, column_type)| Input::new(name, column_type));
        let encoder = Self { columns: inputs.collect::<Result<_>>()? };
        let width = encoder.width();
        if width > MAX_COLUMNS {
            return Err(Error::too_large(format!(
                "The inputs make {width} columns for the model; {MAX_COLUMNS} are allowed. Most come from '{}': set \
                 its encoder to label, or leave it out.",
                encoder.widest()
            )));
        }
        Ok(encoder)
    }

    /// The names of the columns it reads.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|input| input.name.as_str())
    }

    /// How many columns a model sees.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.iter().map(Input::width).sum()
    }

    /// The column that most columns come from.
    fn widest(&self) -> &str {
        self.columns.iter().max_by_key(|input| input.width()).map_or("", |input| input.name.as_str())
    }

    /// Checks that the numbers of so many rows can be in memory.
    ///
    /// # Errors
    /// [`Error::TooLarge`] that names the column to do something about.
    pub fn check_rows(&self, rows: usize) -> Result<()> {
        let width = self.width();
        if rows.saturating_mul(width).saturating_mul(size_of::<f64>()) <= MAX_BYTES {
            return Ok(());
        }
        let megabytes = MAX_BYTES >> 20;
        let remedy = if width > self.columns.len() {
            format!("Most come from '{}': set its encoder to label, leave it out, or use fewer rows.", self.widest())
        } else {
            "Use fewer rows, or fewer input columns.".to_owned()
        };
        Err(Error::too_large(format!(
            "The inputs make {rows} rows of {width} columns for the model, which take more than {megabytes} MB. {remedy}"
        )))
    }

    /// How many rows are encoded at once, where something of `classes` numbers is said of each.
    #[must_use]
    pub(crate) fn rows_at_once(&self, classes: usize) -> usize {
        (CELLS_AT_ONCE / (self.width() + classes).max(1)).max(1)
    }

    /// The numbers of all rows. Columns are found by name; others are ignored.
    ///
    /// # Errors
    /// [`Error::Invalid`] that names the column, when it is missing or has a value the encoder does not
    /// know; [`Error::TooLarge`] when the numbers would not fit into memory.
    pub fn encode(&self, columns: &[Column]) -> Result<Matrix> {
        let found = self.found(columns)?;
        self.encoded(&found, rows(&found), Cow::Borrowed)
    }

    /// The numbers of the rows of these numbers, in their order, as [`InputEncoder::encode`] gives them.
    ///
    /// # Errors
    /// As [`InputEncoder::encode`].
    pub fn encode_rows(&self, columns: &[Column], rows: &[usize]) -> Result<Matrix> {
        let found = self.found(columns)?;
        let held = self::rows(&found);
        if rows.iter().any(|row| *row >= held) {
            return Err(Error::internal("a row was wanted that the columns do not have"));
        }
        let taken = |column: &Column| Column {
            name: column.name.clone(),
            column_type: column.column_type.clone(),
            values: column.values.take(rows),
        };
        self.encoded(&found, rows.len(), |column| Cow::Owned(taken(column)))
    }

    /// How many rows the columns that are read have.
    pub(crate) fn rows(&self, columns: &[Column]) -> Result<usize> {
        self.found(columns).map(|found| rows(&found))
    }

    /// The columns that are read, in their order.
    fn found<'a>(&self, columns: &'a [Column]) -> Result<Vec<&'a Column>> {
        let mut named = HashMap::with_capacity(columns.len());
        for column in columns {
            named.entry(column.name.as_str()).or_insert(column);
        }
        let mut found: Vec<&Column> = Vec::with_capacity(self.columns.len());
        for Input { name, .. } in &self.columns {
            let column = *named
                .get(name.as_str())
                .ok_or_else(|| Error::invalid(format!("Column '{name}' is missing: the model was trained with it.")))?;
            if found.first().is_some_and(|first| first.values.len() != column.values.len()) {
                return Err(Error::internal("the columns of a table differ in length"));
            }
            found.push(column);
        }
        Ok(found)
    }

    /// Encodes one column after the other, so that no more than one of them is in memory twice.
    fn encoded<'a>(
        &self,
        found: &[&'a Column],
        rows: usize,
        read: impl Fn(&'a Column) -> Cow<'a, Column>,
    ) -> Result<Matrix> {
        self.check_rows(rows)?;
        let mut out = Vec::with_capacity(self.width());
        for (input, column) in self.columns.iter().zip(found) {
            input.encode(&read(column), &mut out)?;
        }
        Ok(Matrix::new(rows, out))
    }
}

/// How many rows columns of equal length have.
fn rows(columns: &[&Column]) -> usize {
    columns.first().map_or(0, |column| column.values.len())
}
