//! Numbers as artifacts write them. What is no finite number becomes null.

use serde_json::{Number, Value};

/// Whole numbers up to this are written as such.
const WHOLE: f64 = 9e15;

/// A number of a figure: seven significant digits, whole numbers all of theirs.
pub(crate) fn drawn(number: f64) -> Value {
    rounded(number, 6)
}

/// Numbers of a figure.
pub(crate) fn list(numbers: impl IntoIterator<Item = f64>) -> Value {
    numbers.into_iter().map(drawn).collect()
}

/// A number of a table: ten significant digits, whole numbers all of theirs.
pub(crate) fn listed(number: f64) -> Value {
    rounded(number, 9)
}

/// A number in four significant digits, for where there is little room.
pub(crate) fn brief(number: f64) -> String {
    match number.abs() {
        _ if number.is_nan() => String::new(),
        0.0 => "0".to_owned(),
        size if (1e-3..1e7).contains(&size) => rounded(number, 3).to_string(),
        _ => format!("{number:.2e}"),
    }
}

/// A number as it is.
pub(crate) fn exact(number: f64) -> Value {
    if number.fract() == 0.0 && number.abs() < WHOLE {
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn rounded(number: f64, decimals: usize) -> Value {
    if !number.is_finite() || number.fract() == 0.0 && number.abs() < WHOLE {
        return exact(number);
    }
    exact(format!("{number:.decimals$e}").parse().unwrap_or(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_as_many_digits_as_are_seen() {
        let text = |value: Value| value.to_string();
        assert_eq!(text(drawn(0.1 + 0.2)), "0.3");
        assert_eq!(text(drawn(1.0 / 3.0)), "0.3333333");
        assert_eq!(text(listed(2.0 / 3.0)), "0.6666666667");
        assert_eq!(text(drawn(123_456_789.0)), "123456789");
        assert_eq!(text(drawn(123_456_789.5)), "123456800");
        assert_eq!(text(drawn(-0.0)), "0");
        assert_eq!(text(exact(5.0)), "5");
        assert_eq!([brief(29.8123), brief(-643_112.4), brief(2e9), brief(0.0)], ["29.81", "-643100", "2.00e9", "0"]);
        assert_eq!(text(list([f64::NAN, f64::INFINITY, 1e300])), "[null,null,1e+300]");
    }
}
