//! Converters of categories into numbers.

mod label_encoder;
mod one_hot_encoder;
mod options;
mod ordinal_encoder;

pub use label_encoder::LabelEncoder;
pub use one_hot_encoder::{Combiner, OneHotEncoder, OneHotUnknown};
pub use options::{MinFrequency, Whole};
pub use ordinal_encoder::{OrdinalEncoder, OrdinalUnknown, UnknownValue};

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![Entry::of::<LabelEncoder>(), Entry::of::<OneHotEncoder>(), Entry::of::<OrdinalEncoder>()]
}
