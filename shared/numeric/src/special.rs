//! Special functions of statistics.

use std::f64::consts::PI;

/// The logarithm of the gamma function of a positive number, to about 15 digits (Lanczos, 1964; Godfrey's coefficients).
#[must_use]
pub fn ln_gamma(x: f64) -> f64 {
    const SHIFT: f64 = 7.0;
    const SERIES: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        return (PI / (PI * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let terms = SERIES.iter().zip(1..).map(|(term, place)| term / (x + f64::from(place)));
    let sum = 0.999_999_999_999_809_9 + terms.sum::<f64>();
    let t = x + SHIFT + 0.5;
    0.5 * (2.0 * PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}

/// The regularised incomplete beta function at `x`, where `rest` is `1 - x` (given apart, so that it is exact near 1).
#[must_use]
pub fn incomplete_beta(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if rest <= 0.0 {
        return 1.0;
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * rest.ln()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(a, b, x) / a
    } else {
        1.0 - front * beta_fraction(b, a, rest) / b
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    const MOST: u32 = 100_000;
    const TINY: f64 = 1e-300;
    let safe = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut total = d;
    for step in 1..=MOST {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / safe(1.0 + even * d);
        c = safe(1.0 + even / c);
        total *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / safe(1.0 + odd * d);
        c = safe(1.0 + odd / c);
        let factor = d * c;
        total *= factor;
        if (factor - 1.0).abs() < 1e-15 {
            break;
        }
    }
    total
}

/// How likely a larger value than `f` is under the F distribution with these degrees of freedom.
#[must_use]
pub fn f_above(f: f64, between: f64, within: f64) -> f64 {
    if f.is_nan() || within <= 0.0 || between <= 0.0 {
        return f64::NAN;
    }
    if f == f64::INFINITY {
        return 0.0;
    }
    let f = f.max(0.0);
    let total = within + between * f;
    incomplete_beta(within / 2.0, between / 2.0, within / total, between * f / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 1e-9 * expected.abs(), "{found} is not {expected}");
    }

    #[test]
    fn gamma_is_factorials_and_halves() {
        assert_near(ln_gamma(11.0), 3_628_800.0_f64.ln());
        assert_near(ln_gamma(0.5), PI.sqrt().ln());
        assert_near(ln_gamma(0.1), 2.252_712_651_734_206);
        assert_near(ln_gamma(500_000.5), 6_061_182.607_640_615);
    }

    #[test]
    fn tails_of_f_are_scipys() {
        // scipy.stats.f.sf
        assert_near(f_above(1.0, 2.0, 147.0), 0.370_367_931_214_015_07);
        assert_near(f_above(119.264_502_18, 2.0, 147.0), 1.669_669_193_637_23e-31);
        assert_near(f_above(0.3, 1.0, 999_998.0), 0.583_882_543_018_059);
        assert_near(f_above(40.0, 7.0, 99_992.0), 1.355_991_266_930_053_7e-56);
        assert_near(f_above(0.001, 3.0, 4.0), 0.999_948_731_787_514);
        assert_eq!(f_above(f64::INFINITY, 1.0, 5.0), 0.0);
        assert_eq!(f_above(0.0, 1.0, 5.0), 1.0);
        assert!(f_above(f64::NAN, 1.0, 5.0).is_nan());
    }
}
