//! Random Fourier features of the radial kernel.

pub(crate) use super::waves::Waves;
use crate::replacing::too_large;
use crate::sample::Sample;
use crate::seed;
use skydash_catalog::Checked;
use skydash_catalog::converters::kernels::{self as parameters, RbfGamma};
use skydash_catalog::converters::options::Seed;
use skydash_domain::Result;
use skydash_numeric::vector;

/// Learns how much columns vary, and draws waves.
pub(crate) fn fit(checked: &Checked<parameters::RBFSampler>, sample: &Sample<'_>) -> Result<Waves> {
    sample.at_least(1)?;
    let gamma = match checked.gamma {
        RbfGamma::Number(gamma) => gamma,
        RbfGamma::Rule(_) => scale(sample)?,
    };
    let size = (2.0 * gamma).sqrt();
    let random = seed::generator(Seed::number(checked.random_state));
    Waves::draw(sample, "rbfsampler", checked.n_components, random, |random| size * random.normal())
}

/// One over the number of columns times the variance of all their values.
fn scale(sample: &Sample<'_>) -> Result<f64> {
    let moments = sample.each(|column| {
        let numbers = crate::replacing::complete(&column, sample.converter())?;
        let mean = vector::mean(&numbers);
        Ok((mean, numbers.iter().map(|number| (number - mean) * (number - mean)).sum::<f64>()))
    })?;
    let (columns, rows) = (moments.len() as f64, sample.rows() as f64);
    let mean = moments.iter().map(|(mean, _)| mean).sum::<f64>() / columns;
    let within = moments.iter().map(|(_, squares)| squares).sum::<f64>() / (columns * rows);
    let between = moments.iter().map(|(center, _)| (center - mean) * (center - mean)).sum::<f64>() / columns;
    let variance = within + between;
    if !variance.is_finite() {
        return Err(too_large(sample.converter()));
    }
    Ok(if variance == 0.0 { 1.0 } else { 1.0 / (columns * variance) })
}
