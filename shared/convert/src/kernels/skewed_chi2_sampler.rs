//! Random Fourier features of the skewed chi-squared kernel (Li, Ionescu and Sminchisescu, 2010).

pub(crate) use super::waves::Waves;
use crate::sample::Sample;
use crate::seed;
use skydash_catalog::Checked;
use skydash_catalog::converters::kernels as parameters;
use skydash_catalog::converters::options::Seed;
use skydash_domain::Result;
use std::f64::consts::{FRAC_PI_2, PI};

/// Draws waves of the hyperbolic secant distribution.
pub(crate) fn fit(checked: &Checked<parameters::SkewedChi2Sampler>, sample: &Sample<'_>) -> Result<Waves> {
    let random = seed::generator(Seed::number(checked.random_state));
    let weight = |random: &mut skydash_numeric::random::RandomState| {
        // A draw of exactly 0 would be infinitely far out.
        let unit = random.unit().max(f64::MIN_POSITIVE);
        (FRAC_PI_2 * unit).tan().ln() / PI
    };
    let waves = Waves::draw(sample, "skewedchi2sampler", checked.n_components, random, weight)?;
    Ok(waves.skewed(checked.skewedness))
}
