//! Choices that several models share.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

/// How much each class weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum ClassWeight {
    /// Inversely to how often the class occurs
    Balanced,
}

/// How much each class weighs in a forest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum ForestClassWeight {
    /// Inversely to how often the class occurs
    Balanced,
    /// Inversely to how often the class occurs in each tree's sample
    BalancedSubsample,
}

/// How good a split of a classification tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum ClassificationCriterion {
    /// Entropy
    Entropy,
    /// Gini impurity
    Gini,
    /// Log loss (the same as entropy)
    LogLoss,
}

/// How many features a tree looks at for each split.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MaxFeatures {
    /// The square root of their number.
    Sqrt,
    /// The base-2 logarithm of their number.
    Log2,
    /// This share of them, above 0 and at most 1.
    Fraction(f64),
}

impl MaxFeatures {
    /// How many of `features` that is: at least one.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a count of columns"
    )]
    pub fn count(self, features: usize) -> usize {
        let total = features as f64;
        let wanted = match self {
            Self::Sqrt => total.sqrt(),
            Self::Log2 => total.log2(),
            Self::Fraction(share) => total * share,
        };
        (wanted as usize).clamp(1, features.max(1))
    }
}

impl Serialize for MaxFeatures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Sqrt => serializer.serialize_str("sqrt"),
            Self::Log2 => serializer.serialize_str("log2"),
            Self::Fraction(share) => serializer.serialize_f64(*share),
        }
    }
}

impl<'de> Deserialize<'de> for MaxFeatures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Rule {
            Sqrt,
            Log2,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Wire {
            Rule(Rule),
            Fraction(f64),
        }
        Ok(match Wire::deserialize(deserializer)? {
            Wire::Rule(Rule::Sqrt) => Self::Sqrt,
            Wire::Rule(Rule::Log2) => Self::Log2,
            Wire::Fraction(share) => Self::Fraction(share),
        })
    }
}

impl JsonSchema for MaxFeatures {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "MaxFeatures".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                {
                    "type": "string",
                    "enum": ["sqrt", "log2"],
                    "enumNames": ["Square root of the number of features", "Base-2 logarithm of the number of features"],
                },
                {"type": "number", "exclusiveMinimum": 0.0, "maximum": 1.0},
            ]
        })
    }
}

/// How much each neighbour counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum NeighborWeights {
    /// All neighbours count the same
    Uniform,
    /// Closer neighbours count more
    Distance,
}

/// How neighbours are found. All of them find the same ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum NeighborAlgorithm {
    /// Chosen for the data
    Auto,
    /// Ball tree
    BallTree,
    /// k-d tree
    KdTree,
    /// Comparing with every row
    Brute,
}
