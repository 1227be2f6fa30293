//! Converters that remove, combine and retype columns.

mod character_replacer;
mod column_arithmetic;
mod column_concat;
mod column_remover;
mod nan_remover;
mod numeric_expansion;
mod type_cast;

pub use character_replacer::CharacterReplacer;
pub use column_arithmetic::{ColumnArithmetic, Operation};
pub use column_concat::ColumnConcat;
pub use column_remover::ColumnRemover;
pub use nan_remover::NanRemover;
pub use numeric_expansion::{Expansion, NumericExpansion};
pub use type_cast::{NewType, OnError, TypeCast};

use crate::Entry;

/// The entries of this part.
pub(super) fn entries() -> Vec<Entry> {
    vec![
        Entry::of::<ColumnRemover>(),
        Entry::of::<NanRemover>(),
        Entry::of::<CharacterReplacer>(),
        Entry::of::<ColumnArithmetic>(),
        Entry::of::<ColumnConcat>(),
        Entry::of::<NumericExpansion>(),
        Entry::of::<TypeCast>(),
    ]
}
