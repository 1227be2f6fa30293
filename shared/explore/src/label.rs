//! Texts of a table as figures may show them.

use std::collections::HashSet;

/// Characters of a name or a value that a figure shows.
const LONGEST: usize = 60;

/// At most sixty characters of a text.
pub(crate) fn short(text: &str) -> String {
    cut(text, LONGEST)
}

/// At most so many characters of a text.
pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A short text in which plotly.js finds no markup of its own: it reads some tags and, in templates, `%{...}`.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in short(text).chars() {
        match letter {
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '\n' | '\r' | '\t' => plain.push(' '),
            letter => plain.push(letter),
        }
    }
    plain
}

/// Labels that differ from each other: equal ones are numbered.
pub(crate) fn unique(labels: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut taken = HashSet::new();
    labels
        .into_iter()
        .map(|label| {
            let mut fresh = label.clone();
            let mut number = 1;
            while !taken.insert(fresh.clone()) {
                number += 1;
                fresh = format!("{label} ({number})");
            }
            fresh
        })
        .collect()
}

/// A whole number with commas between groups of three digits.
pub(crate) fn count(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 thing` or `7 things`.
pub(crate) fn things(number: usize, thing: &str) -> String {
    format!("{} {thing}{}", count(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_plain() {
        assert_eq!(plain("<b>R&D</b>\n"), "&lt;b&gt;R&amp;D&lt;/b&gt; ");
        assert_eq!(short(&"é".repeat(80)).chars().count(), 61);
        assert_eq!(unique(["a".to_owned(), "a".to_owned()]), ["a", "a (2)"]);
        assert_eq!(
            (count(1_234_567), count(999), things(1, "row")),
            ("1,234,567".into(), "999".into(), "1 row".into())
        );
    }
}
