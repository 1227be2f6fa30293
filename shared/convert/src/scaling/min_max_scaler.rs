//! A range to fill.

pub(crate) use super::linear::Linear;
use super::linear::Scale;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::scaling as parameters;
use skydash_domain::Result;

/// Learns the smallest and largest value of each column.
pub(crate) fn fit(checked: &Checked<parameters::MinMaxScaler>, sample: &Sample<'_>) -> Result<Linear> {
    let (least, most) = (checked.min_range, checked.max_range);
    let linear = Linear::fit(sample, |values| {
        let (low, high) = values
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
        Scale { center: low, factor: (most - least) / super::or_one(high - low) }
    })?
    .shifted(least);
    Ok(if checked.clip { linear.clipped(least, most) } else { linear })
}
