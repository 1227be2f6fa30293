//! The converters and their parameters, one file a family.

pub mod columns;
pub mod encoding;
pub mod kernels;
pub mod missing;
pub mod reduction;
pub mod sampling;
pub mod scaling;
pub mod selection;
pub mod text;
pub mod time;

use crate::Entry;

/// The class that all converters descend from.
pub const CLASS: &[&str] = &["BaseConverter"];

/// Every converter, in the order of catalogs.
pub(crate) fn entries() -> Vec<Entry> {
    let parts = [
        columns::entries(),
        time::entries(),
        missing::entries(),
        reduction::entries(),
        scaling::entries(),
        encoding::entries(),
        kernels::entries(),
        text::entries(),
        selection::entries(),
        sampling::entries(),
    ];
    parts.into_iter().flatten().collect()
}
