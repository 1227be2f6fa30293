//! The values of a row, one after the other.

use std::borrow::Cow;

/// What follows a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Another value of the row.
    Separator,
    /// The next row, or the end of the text.
    Row,
}

/// The value at `at`: its bytes without quotes, what follows it, and where that starts.
///
/// A quote means something only at the start of a value; inside quotes a doubled one is a quote.
pub(crate) fn field(text: &[u8], at: usize, separator: u8) -> (Cow<'_, [u8]>, End, usize) {
    if text.get(at) == Some(&b'"') {
        return quoted(text, at + 1, separator);
    }
    let (end, next, what) = value_end(text, at, separator);
    (Cow::Borrowed(&text[at..end]), what, next)
}

/// Where the bare value at `at` ends, where the next one starts, and what is between.
pub(crate) fn value_end(text: &[u8], at: usize, separator: u8) -> (usize, usize, End) {
    match text[at..].iter().position(|&byte| byte == separator || byte == b'\n') {
        None => (without_return(text, at, text.len()), text.len(), End::Row),
        Some(length) if text[at + length] == b'\n' => {
            (without_return(text, at, at + length), at + length + 1, End::Row)
        }
        Some(length) => (at + length, at + length + 1, End::Separator),
    }
}

fn without_return(text: &[u8], start: usize, end: usize) -> usize {
    if end > start && text[end - 1] == b'\r' { end - 1 } else { end }
}

fn quoted(text: &[u8], start: usize, separator: u8) -> (Cow<'_, [u8]>, End, usize) {
    let mut owned: Option<Vec<u8>> = None;
    let mut from = start;
    loop {
        let Some(length) = memchr::memchr(b'"', &text[from..]) else {
            let rest = &text[from..];
            return (joined(owned, rest), End::Row, text.len());
        };
        let quote = from + length;
        if text.get(quote + 1) == Some(&b'"') {
            owned.get_or_insert_default().extend_from_slice(&text[from..=quote]);
            from = quote + 2;
            continue;
        }
        let inside = &text[from..quote];
        let (end, next, what) = value_end(text, quote + 1, separator);
        if end == quote + 1 {
            return (joined(owned, inside), what, next);
        }
        let mut value = owned.unwrap_or_default();
        value.extend_from_slice(inside);
        value.extend_from_slice(&text[quote + 1..end]);
        return (Cow::Owned(value), what, next);
    }
}

fn joined(owned: Option<Vec<u8>>, rest: &[u8]) -> Cow<'_, [u8]> {
    match owned {
        None => Cow::Borrowed(rest),
        Some(mut value) => {
            value.extend_from_slice(rest);
            Cow::Owned(value)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &[u8]) -> Vec<String> {
        let (mut at, mut values) = (0, Vec::new());
        loop {
            let (value, end, next) = field(text, at, b',');
            values.push(String::from_utf8_lossy(&value).into_owned());
            at = next;
            if end == End::Row {
                return values;
            }
        }
    }

    #[test]
    fn quotes_hold_separators_lines_and_quotes() {
        assert_eq!(
            row(b"\"a,b\",\"said \"\"hi\"\"\",\"two\nlines\",O\"Brien\r\nnext"),
            ["a,b", "said \"hi\"", "two\nlines", "O\"Brien"]
        );
        assert_eq!(row(b"\"a\"b,,"), ["ab", "", ""]);
    }
}
