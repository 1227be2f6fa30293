//! A parameter value together with where a hyper-parameter search may look for a better one.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// A parameter that an optimizer may search.
///
/// On the wire it is an envelope (`optimize`, `fixed_value`, and either `lower_bound` with
/// `upper_bound` or `choices`); a bare value reads as one that is not searched.
#[derive(Debug, Clone, PartialEq)]
pub struct Search<T> {
    /// Whether a search may change the value.
    pub optimize: bool,
    /// The value used when it is not searched.
    pub fixed_value: T,
    /// Where a search looks.
    pub space: Space<T>,
}

/// The values a search may try.
#[derive(Debug, Clone, PartialEq)]
pub enum Space<T> {
    /// None were given.
    Unspecified,
    /// Every number between two bounds, both included.
    Interval {
        /// The smallest value.
        lower: Bound,
        /// The largest value.
        upper: Bound,
    },
    /// These values.
    Choices(Vec<T>),
}

/// One end of an interval, an integer where the parameter is one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Bound {
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Real(f64),
}

impl Bound {
    /// The bound as a floating point number.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "bounds of searches are small numbers")]
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Real(value) => value,
        }
    }
}

impl From<i32> for Bound {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f64> for Bound {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

impl<T> Search<T> {
    /// A value that is not searched and says nothing about where to search.
    pub fn fixed(value: T) -> Self {
        Self { optimize: false, fixed_value: value, space: Space::Unspecified }
    }

    /// A value that may be searched between two bounds.
    pub fn between<B: Into<Bound>>(value: T, lower: B, upper: B) -> Self {
        Self {
            optimize: false,
            fixed_value: value,
            space: Space::Interval { lower: lower.into(), upper: upper.into() },
        }
    }

    /// A value that may be searched among these.
    pub fn among(value: T, choices: impl Into<Vec<T>>) -> Self {
        Self { optimize: false, fixed_value: value, space: Space::Choices(choices.into()) }
    }

    /// The fixed value, by reference.
    pub fn get(&self) -> &T {
        &self.fixed_value
    }
}

impl<T: Copy> Search<T> {
    /// The fixed value.
    pub fn value(&self) -> T {
        self.fixed_value
    }
}

#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    #[serde(default)]
    optimize: bool,
    fixed_value: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    lower_bound: Option<Bound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upper_bound: Option<Bound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    choices: Option<Vec<T>>,
}

impl<T: Serialize + Clone> Serialize for Search<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut envelope = Envelope {
            optimize: self.optimize,
            fixed_value: self.fixed_value.clone(),
            lower_bound: None,
            upper_bound: None,
            choices: None,
        };
        match &self.space {
            Space::Unspecified => {}
            Space::Interval { lower, upper } => {
                envelope.lower_bound = Some(*lower);
                envelope.upper_bound = Some(*upper);
            }
            Space::Choices(choices) => envelope.choices = Some(choices.clone()),
        }
        envelope.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Search<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire<T> {
            Envelope(Envelope<T>),
            Bare(T),
        }
        Ok(match Wire::deserialize(deserializer)? {
            Wire::Bare(value) => Self::fixed(value),
            Wire::Envelope(envelope) => Self {
                optimize: envelope.optimize,
                fixed_value: envelope.fixed_value,
                space: match (envelope.choices, envelope.lower_bound, envelope.upper_bound) {
                    (Some(choices), _, _) => Space::Choices(choices),
                    (None, Some(lower), Some(upper)) => Space::Interval { lower, upper },
                    _ => Space::Unspecified,
                },
            },
        })
    }
}

/// The schema of a searchable parameter is that of its value; that it is searchable shows in its default.
impl<T: JsonSchema> JsonSchema for Search<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Search_{}", T::schema_name()).into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("Search<{}>", T::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
