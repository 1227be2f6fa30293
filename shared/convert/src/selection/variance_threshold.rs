//! Selection of columns that vary.

pub(crate) use crate::columns::column_remover::ColumnRemover;
use crate::reading;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::selection as parameters;
use skydash_domain::Result;
use skydash_numeric::vector;

/// Learns which columns to remove.
pub(crate) fn fit(checked: &Checked<parameters::VarianceThreshold>, sample: &Sample<'_>) -> Result<ColumnRemover> {
    sample.at_least(1)?;
    let converter = sample.converter();
    let kept = sample.each(|column| {
        let name = column.name.clone();
        let mut numbers = reading::into_numbers(column)?;
        reading::finite(&name, &numbers, converter)?;
        numbers.retain(|number| !number.is_nan());
        Ok(variation(&numbers) > checked.threshold)
    })?;
    super::removing(&kept, sample, "Lower threshold, or choose other columns.")
}

/// The variance, exactly 0 for equal values.
fn variation(numbers: &[f64]) -> f64 {
    if numbers.windows(2).all(|pair| pair[0] == pair[1]) {
        return 0.0;
    }
    let mean = vector::mean(numbers);
    numbers.iter().map(|number| (number - mean) * (number - mean)).sum::<f64>() / numbers.len() as f64
}
