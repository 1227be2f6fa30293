//! Selection of a number of columns.

use super::rule::Rule;
pub(crate) use crate::columns::column_remover::ColumnRemover;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::selection::{self as parameters, Count};
use skydash_domain::Result;

/// Learns which columns to remove.
pub(crate) fn fit(checked: &Checked<parameters::SelectKBest>, sample: &Sample<'_>) -> Result<ColumnRemover> {
    let rule = match checked.k {
        Count::Word(_) => Rule::All,
        Count::Number(count) => Rule::Best(count as usize),
    };
    super::select(rule, sample)
}
