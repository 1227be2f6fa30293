//! How a column's values are kept: the four shapes that text can be read into.

use skydash_domain::table::ColumnType;

/// The shape of a column's values, from the narrowest to the one that holds everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No value seen yet.
    Unknown,
    /// true and false.
    Bool,
    /// Whole numbers of 64 bits.
    Int,
    /// Floating point numbers.
    Float,
    /// Text.
    Text,
}

/// The kinds of columns whose values are of these, or blanks.
pub(crate) fn or_blank(kinds: &[Kind], blank: &[bool]) -> Vec<Kind> {
    kinds.iter().zip(blank).map(|(kind, blank)| kind.or_blank(*blank)).collect()
}

impl Kind {
    /// The narrowest kind that holds the values of both.
    pub(crate) fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, kind) | (kind, Self::Unknown) => kind,
            (a, b) if a == b => a,
            (Self::Int | Self::Float, Self::Int | Self::Float) => Self::Float,
            _ => Self::Text,
        }
    }

    /// The kind of a column whose values are of this one, or blanks: where there is nothing else, blanks are text.
    pub(crate) fn or_blank(self, blank: bool) -> Self {
        if self == Self::Unknown && blank { Self::Text } else { self }
    }

    /// The kind in which values of this type are kept.
    pub(crate) fn of(column_type: &ColumnType) -> Self {
        match column_type {
            ColumnType::Integer { .. } => Self::Int,
            ColumnType::Float { .. } => Self::Float,
            ColumnType::Text { .. }
            | ColumnType::Date { .. }
            | ColumnType::Time { .. }
            | ColumnType::Timestamp { .. } => Self::Text,
            ColumnType::Categorical { dtype, .. } => match dtype.as_str() {
                "bool" => Self::Bool,
                "int64" => Self::Int,
                "float64" => Self::Float,
                _ => Self::Text,
            },
        }
    }

    /// The Arrow name of its values.
    pub(crate) fn dtype(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int64",
            Self::Float | Self::Unknown => "float64",
            Self::Text => "string",
        }
    }

    /// Whether values can be added and sorted as numbers.
    pub(crate) fn is_numeric(self) -> bool {
        matches!(self, Self::Int | Self::Float)
    }
}
