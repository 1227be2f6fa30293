//! Numbers in text.

/// The whole number that these bytes spell, if they spell one of 64 bits.
pub(crate) fn integer(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 19 {
        return None;
    }
    let mut value: i128 = 0;
    for &byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i128::from(byte - b'0');
    }
    i64::try_from(if negative { -value } else { value }).ok()
}

/// The number that these bytes spell, which may be infinite; words that mean no number are none.
pub(crate) fn float(text: &[u8]) -> Option<f64> {
    fast_float2::parse::<f64, _>(text).ok().filter(|number| !number.is_nan())
}

/// A whole number of at most 18 digits at the start, and how many bytes it takes.
pub(crate) fn leading_integer(text: &[u8]) -> Option<(i64, usize)> {
    let negative = text.first() == Some(&b'-');
    let start = usize::from(negative);
    let mut value: i64 = 0;
    let mut at = start;
    while let Some(digit) = text.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        if at - start == 18 {
            return None;
        }
        value = value * 10 + i64::from(digit);
        at += 1;
    }
    (at > start).then_some((if negative { -value } else { value }, at))
}

/// A finite number at the start, and how many bytes it takes.
pub(crate) fn leading_float(text: &[u8]) -> Option<(f64, usize)> {
    match text.first() {
        Some(b'0'..=b'9' | b'-' | b'.') => {}
        _ => return None,
    }
    fast_float2::parse_partial::<f64, _>(text).ok().filter(|(number, _)| number.is_finite())
}

/// These bytes without blanks around them.
pub(crate) fn trimmed(text: &[u8]) -> &[u8] {
    text.trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_end_at_64_bits() {
        assert_eq!(integer(b"-9223372036854775808"), Some(i64::MIN));
        assert_eq!(integer(b"9223372036854775808"), None);
        assert_eq!(integer(b"+7"), Some(7));
        assert_eq!(integer(b"1.0"), None);
        assert_eq!(integer(b"-"), None);
        assert_eq!(float(b"9223372036854775808"), Some(9_223_372_036_854_775_808.0));
    }

    #[test]
    fn leading_numbers_stop_at_the_separator() {
        assert_eq!(leading_integer(b"-12,3"), Some((-12, 3)));
        assert_eq!(leading_integer(b",3"), None);
        assert_eq!(leading_float(b"1.5e3\n"), Some((1500.0, 5)));
        assert_eq!(leading_float(b"inf"), None);
    }
}
