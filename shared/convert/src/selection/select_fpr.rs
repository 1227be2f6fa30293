//! Selection by a bound on the false positive rate.

use super::rule::Rule;
pub(crate) use crate::columns::column_remover::ColumnRemover;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::selection as parameters;
use skydash_domain::Result;

/// Learns which columns to remove.
pub(crate) fn fit(checked: &Checked<parameters::SelectFpr>, sample: &Sample<'_>) -> Result<ColumnRemover> {
    super::select(Rule::FalsePositives(checked.alpha), sample)
}
