//! How wide words are in a sans-serif font, about.

/// The width of a word in multiples of the font's size.
pub(super) fn width(word: &str) -> f64 {
    word.chars().map(letter).sum()
}

fn letter(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '’' | 'í' | 'ì' | 'ï' => 0.28,
        'f' | 't' | 'r' | 'I' => 0.38,
        'm' | 'w' | 'M' | 'W' => 0.88,
        'a'..='z' | '0'..='9' => 0.58,
        'A'..='Z' => 0.72,
        '\u{80}'..='\u{2ff}' => 0.62,
        '\u{300}'..='\u{10ff}' => 0.68,
        _ => 1.0,
    }
}
