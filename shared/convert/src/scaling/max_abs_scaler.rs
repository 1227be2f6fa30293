//! The largest absolute value becomes 1.

pub(crate) use super::linear::Linear;
use super::linear::Scale;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::scaling as parameters;
use skydash_domain::Result;
use skydash_numeric::vector;

/// Learns the largest absolute value of each column.
pub(crate) fn fit(_: &Checked<parameters::MaxAbsScaler>, sample: &Sample<'_>) -> Result<Linear> {
    Linear::fit(sample, |values| Scale { center: 0.0, factor: 1.0 / super::or_one(vector::largest(values)) })
}
