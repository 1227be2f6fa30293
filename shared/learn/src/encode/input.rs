//! Input columns.

use super::category::Categories;
use crate::matrix::Matrix;
use serde::{Deserialize, Serialize};
use skydash_domain::table::{Column, ColumnType, Encoder, MISSING, Values};
use skydash_domain::{Error, Result, categories};

/// The most columns a model sees.
const MAX_COLUMNS: usize = 10_000;
/// The most memory that the numbers a model sees take.
const MAX_BYTES: usize = 2 << 30;

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
    fn new(column: &Column) -> Result<Self> {
        let kind = match &column.column_type {
            ColumnType::Integer { .. } | ColumnType::Float { .. } => Kind::Number,
            ColumnType::Categorical { categories, encoder: Encoder::Label, .. } => {
                Kind::Label(Categories(categories.clone()))
            }
            ColumnType::Categorical { categories, encoder: Encoder::OneHot, .. } => {
                Kind::OneHot(Categories(categories.clone()))
            }
            other => {
                return Err(Error::invalid(format!(
                    "Column '{}' has type {}, which models cannot learn from. Leave it out of the inputs, or change \
                     its type to Categorical, Integer or Float.",
                    column.name,
                    other.name()
                )));
            }
        };
        Ok(Self { name: column.name.clone(), kind })
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
        if columns.is_empty() {
            return Err(Error::invalid("There are no input columns. Choose at least one."));
        }
        for (position, column) in columns.iter().enumerate() {
            if columns[..position].iter().any(|other| other.name == column.name) {
                return Err(Error::invalid(format!("Column '{}' is chosen twice. Choose it once.", column.name)));
            }
        }
        let encoder = Self { columns: columns.iter().map(Input::new).collect::<Result<_>>()? };
        let width = encoder.width();
        if width > MAX_COLUMNS {
            let widest = encoder.columns.iter().max_by_key(|input| input.width());
            return Err(Error::too_large(format!(
                "The inputs make {width} columns for the model; {MAX_COLUMNS} are allowed. Most come from '{}': set \
                 its encoder to label, or leave it out.",
                widest.map_or("", |input| input.name.as_str())
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

    /// The numbers of some rows. Columns are found by name; others are ignored.
    ///
    /// # Errors
    /// [`Error::Invalid`] that names the column, when it is missing or has a value the encoder does not
    /// know; [`Error::TooLarge`] when the numbers would not fit into memory.
    pub fn encode(&self, columns: &[Column]) -> Result<Matrix> {
        let found: Vec<&Column> = self.columns.iter().map(|input| find(&input.name, columns)).collect::<Result<_>>()?;
        let rows = found.first().map_or(0, |column| column.values.len());
        if found.iter().any(|column| column.values.len() != rows) {
            return Err(Error::internal("the columns of a table differ in length"));
        }
        if rows.saturating_mul(self.width()).saturating_mul(size_of::<f64>()) > MAX_BYTES {
            return Err(Error::too_large(format!(
                "{rows} rows of {} columns for the model are too many at once. Use fewer rows or columns, or the \
                 label encoder.",
                self.width()
            )));
        }
        let mut out = Vec::with_capacity(self.width());
        for (input, column) in self.columns.iter().zip(found) {
            input.encode(column, &mut out)?;
        }
        Ok(Matrix::new(rows, out))
    }
}

fn find<'a>(name: &str, columns: &'a [Column]) -> Result<&'a Column> {
    columns
        .iter()
        .find(|column| column.name == name)
        .ok_or_else(|| Error::invalid(format!("Column '{name}' is missing: the model was trained with it.")))
}
