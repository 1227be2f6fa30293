//! Malformed JSON, described in the words of Python's decoder, which clients know.

/// What Python's `json` says of malformed text, and at which byte.
pub(super) fn describe(text: &[u8]) -> (usize, &'static str) {
    let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(text) else {
        return (0, "Expecting value");
    };
    let offset = if error.is_eof() { text.len() } else { offset_of(text, error.line(), error.column()) };
    let message = error.to_string();
    if message.starts_with("expected ident") {
        return (word_start(text, offset), "Expecting value");
    }
    let said = if message.starts_with("key must be a string") {
        "Expecting property name enclosed in double quotes"
    } else if message.starts_with("expected `:`") {
        "Expecting ':' delimiter"
    } else if message.starts_with("expected `,`") {
        "Expecting ',' delimiter"
    } else if message.starts_with("trailing characters") {
        "Extra data"
    } else if message.contains("string") {
        "Unterminated string starting at"
    } else {
        "Expecting value"
    };
    if message.starts_with("EOF while parsing an object") && text.trim_ascii_end().ends_with(b"{") {
        return (offset, "Expecting property name enclosed in double quotes");
    }
    if said == "Expecting value" {
        // Found wrong at its second letter, or not complete: a word is no value from its first letter on.
        let word = text[..offset].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
        return (offset - word, said);
    }
    (offset, said)
}

/// The sentence Python's decoder would end with: `Expecting value: line 1 column 1 (char 0)`.
#[must_use]
pub fn sentence(text: &[u8]) -> String {
    let (offset, said) = describe(text);
    let before = &text[..offset.min(text.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = offset - before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1) + 1;
    format!("{said}: line {line} column {column} (char {offset})")
}

/// Where the word around `offset` starts.
fn word_start(text: &[u8], offset: usize) -> usize {
    let before = &text[..offset.min(text.len())];
    before.iter().rposition(|byte| !byte.is_ascii_alphabetic()).map_or(0, |blank| blank + 1)
}

fn offset_of(text: &[u8], line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_is_python_s() {
        assert_eq!(sentence(b"{bad"), "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)");
        assert_eq!(sentence(b"{"), "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)");
        assert_eq!(sentence(b"nope"), "Expecting value: line 1 column 1 (char 0)");
        assert_eq!(sentence(b"[1, tru"), "Expecting value: line 1 column 5 (char 4)");
    }
}
