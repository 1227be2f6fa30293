//! Selection of a share of the columns.

use super::rule::Rule;
pub(crate) use crate::columns::column_remover::ColumnRemover;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::selection as parameters;
use skydash_domain::Result;

/// Learns which columns to remove.
pub(crate) fn fit(checked: &Checked<parameters::SelectPercentile>, sample: &Sample<'_>) -> Result<ColumnRemover> {
    super::select(Rule::Percentile(f64::from(checked.percentile)), sample)
}
