//! What a model learns to predict, and what it predicts.

use skydash_domain::{Error, Result};

/// The true values of some rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A class a row.
    Classes {
        /// Class numbers, each below `classes`.
        codes: Vec<u32>,
        /// How many classes there are, in these rows or elsewhere.
        classes: usize,
    },
    /// A number a row.
    Numbers(Vec<f64>),
}

impl Target {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Classes { codes, .. } => codes.len(),
            Self::Numbers(values) => values.len(),
        }
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values at these row numbers, in their order.
    ///
    /// # Panics
    /// When a row number is not below [`Target::len`].
    #[must_use]
    pub fn take(&self, rows: &[usize]) -> Self {
        match self {
            Self::Classes { codes, classes } => {
                Self::Classes { codes: rows.iter().map(|&row| codes[row]).collect(), classes: *classes }
            }
            Self::Numbers(values) => Self::Numbers(rows.iter().map(|&row| values[row]).collect()),
        }
    }

    /// The class numbers, when it has classes.
    #[must_use]
    pub fn codes(&self) -> Option<&[u32]> {
        match self {
            Self::Classes { codes, .. } => Some(codes),
            Self::Numbers(_) => None,
        }
    }
}

/// What a model says of some rows.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicted {
    /// A class a row, and how likely each class is.
    Classes {
        /// The predicted class numbers.
        codes: Vec<u32>,
        /// Probabilities, row after row, `classes` numbers each.
        probabilities: Vec<f64>,
        /// How many classes there are.
        classes: usize,
    },
    /// A number a row.
    Numbers(Vec<f64>),
}

impl Predicted {
    /// Adds what is said of more rows.
    ///
    /// # Errors
    /// [`Error::Internal`] for what another model said.
    pub(crate) fn append(&mut self, more: Self) -> Result<()> {
        match (self, more) {
            (Self::Numbers(values), Self::Numbers(more)) => values.extend(more),
            (
                Self::Classes { codes, probabilities, classes },
                Self::Classes { codes: more, probabilities: more_probabilities, classes: same },
            ) if *classes == same => {
                codes.extend(more);
                probabilities.extend(more_probabilities);
            }
            _ => return Err(Error::internal("predictions of different models do not go together")),
        }
        Ok(())
    }
}
