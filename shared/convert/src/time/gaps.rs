//! Gaps in a series.

use skydash_catalog::converters::time::Fill;

/// Fills the gaps between values.
pub(super) fn filled(fill: Fill, mut values: Vec<f64>) -> Vec<f64> {
    match fill {
        Fill::None => {}
        Fill::Zero => values.iter_mut().filter(|value| value.is_nan()).for_each(|value| *value = 0.0),
        Fill::Forward => carry(values.iter_mut()),
        Fill::Backward => carry(values.iter_mut().rev()),
        Fill::Interpolate => {
            interpolate(&mut values);
            carry(values.iter_mut());
        }
    }
    values
}

/// Puts into each gap the value before it.
fn carry<'a>(values: impl Iterator<Item = &'a mut f64>) {
    let mut before = f64::NAN;
    for value in values {
        if value.is_nan() {
            *value = before;
        }
        before = *value;
    }
}

/// Puts straight lines into the gaps between two values.
fn interpolate(values: &mut [f64]) {
    let known: Vec<usize> = (0..values.len()).filter(|&place| !values[place].is_nan()).collect();
    for ends in known.windows(2) {
        let (from, to) = (ends[0], ends[1]);
        let (start, step) = (values[from], (values[to] - values[from]) / (to - from) as f64);
        for (number, value) in values[from + 1..to].iter_mut().enumerate() {
            *value = start + step * (number + 1) as f64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_from_either_side_or_between() {
        let filled = |fill: Fill| {
            let values = filled(fill, vec![f64::NAN, 1.0, f64::NAN, f64::NAN, 4.0, f64::NAN]);
            values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(filled(Fill::None), "NaN 1 NaN NaN 4 NaN");
        assert_eq!(filled(Fill::Forward), "NaN 1 1 1 4 4");
        assert_eq!(filled(Fill::Backward), "1 1 4 4 4 NaN");
        assert_eq!(filled(Fill::Interpolate), "NaN 1 2 3 4 4");
        assert_eq!(filled(Fill::Zero), "0 1 0 0 4 0");
    }
}
