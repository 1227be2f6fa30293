//! What clients know of explorers and converters beside their parameters: how their cards look, and which columns they take.

use serde_json::{Value, json};
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result};

/// How many columns a tool takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cardinality {
    /// This many.
    Exactly(usize),
    /// At least this many.
    AtLeast(usize),
    /// From the first to the second number, both included.
    Between(usize, usize),
}

impl Cardinality {
    fn wire(self) -> Value {
        match self {
            Self::Exactly(count) => json!({"exact": count}),
            Self::AtLeast(count) => json!({"min": count}),
            Self::Between(least, most) => json!({"min": least, "max": most}),
        }
    }

    /// How many that is, in words: `at least 1 column`.
    #[must_use]
    pub fn words(self) -> String {
        let columns = |count: usize| if count == 1 { "1 column".to_owned() } else { format!("{count} columns") };
        match self {
            Self::Exactly(count) => format!("exactly {}", columns(count)),
            Self::AtLeast(count) => format!("at least {}", columns(count)),
            Self::Between(least, most) => format!("{least} to {}", columns(most)),
        }
    }

    /// Whether so many columns are as many as it takes.
    #[must_use]
    pub fn allows(self, columns: usize) -> bool {
        match self {
            Self::Exactly(count) => columns == count,
            Self::AtLeast(least) => columns >= least,
            Self::Between(least, most) => (least..=most).contains(&columns),
        }
    }
}

/// The card of an explorer or a converter.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its English title.
    pub display_name: &'static str,
    /// One English sentence below the title.
    pub short_description: &'static str,
    /// The menu group it is listed in.
    pub category: &'static str,
    /// Name of a Material icon.
    pub icon: &'static str,
    /// Its colour, as CSS writes colours.
    pub color: &'static str,
    /// Type names of the columns it takes; empty for all.
    pub allowed_types: &'static [&'static str],
    /// Arrow names of the values that it takes; empty for all.
    pub allowed_dtypes: &'static [&'static str],
    /// Arrow names of the values that it does not take.
    pub refused_dtypes: &'static [&'static str],
    /// Type name that at least one of its columns has to have.
    pub required_type: Option<&'static str>,
    /// How many columns it takes.
    pub cardinality: Cardinality,
}

impl Card {
    /// Whether `component`, whose card this is, takes these columns.
    ///
    /// # Errors
    /// [`Error::Invalid`] that says how many columns it takes, or names the first that it does not take.
    pub fn check<'a>(
        &self,
        component: &str,
        columns: impl Iterator<Item = (&'a String, &'a ColumnType)>,
    ) -> Result<()> {
        let columns: Vec<_> = columns.collect();
        if !self.cardinality.allows(columns.len()) {
            return Err(Error::invalid(format!(
                "{component} takes {} and is given {}. Choose other columns.",
                self.cardinality.words(),
                columns.len()
            )));
        }
        if let Some(required) = self.required_type
            && columns.iter().all(|(_, column_type)| column_type.name() != required)
        {
            return Err(Error::invalid(format!("{component} needs a column of type {required}. Choose one.")));
        }
        for (name, column_type) in columns {
            let (kind, dtype) = (column_type.name(), column_type.dtype());
            if !self.allowed_types.is_empty() && !self.allowed_types.contains(&kind) {
                return Err(Error::invalid(format!(
                    "{component} takes columns of type {}, but column '{name}' is {kind}. Leave it out, or change its type \
                     with TypeCast or an encoder.",
                    listed(self.allowed_types)
                )));
            }
            let refused = self.refused_dtypes.contains(&dtype);
            if refused || !self.allowed_dtypes.is_empty() && !self.allowed_dtypes.contains(&dtype) {
                return Err(Error::invalid(format!(
                    "{component} does not take values of type {dtype}, which column '{name}' has. Leave it out, or change \
                     its type with TypeCast."
                )));
            }
        }
        Ok(())
    }

    /// The card as metadata of an explorer.
    #[must_use]
    pub fn explorer(&self) -> Value {
        json!({
            "allowed_types": self.allowed_types,
            "allowed_dtypes": self.allowed_dtypes,
            "non_allowed_dtypes": self.refused_dtypes,
            "input_cardinality": self.cardinality.wire(),
            "display_name": self.display_name,
            "short_description": self.short_description,
            "image_preview": "",
            "category": self.category,
            "icon": self.icon,
            "color": self.color,
            "requires_download": false,
            "download_size_bytes": null,
        })
    }

    /// The card as metadata of a converter.
    #[must_use]
    pub fn converter(&self, traits: ConverterTraits) -> Value {
        let mut metadata = self.explorer();
        metadata["supervised"] = traits.supervised.into();
        metadata["changes_row_count"] = traits.changes_row_count.into();
        metadata["n_components_features_bounded"] = traits.components_bounded_by_columns.into();
        metadata
    }
}

/// What a form has to know of a converter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ConverterTraits {
    /// Whether it needs a target column.
    pub supervised: bool,
    /// Whether the table has other rows afterwards.
    pub changes_row_count: bool,
    /// Whether `n_components` cannot be above the number of columns.
    pub components_bounded_by_columns: bool,
}

impl ConverterTraits {
    /// None of these.
    pub const NONE: Self = Self { supervised: false, changes_row_count: false, components_bounded_by_columns: false };
}

/// Words as a list: `a`, `a or b`, `a, b or c`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
