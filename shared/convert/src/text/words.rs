//! The words of a text, and the sequences of them that count.

use super::stop_words;
use skydash_catalog::converters::text::Words;

/// Calls `take` for every sequence of words in a text that counts.
pub(super) fn each(how: Words, text: &str, mut take: impl FnMut(&str)) {
    let lower = how.lowercase.then(|| text.to_lowercase());
    let text = lower.as_deref().unwrap_or(text);
    let is_kept = |word: &&str| how.stop_words.is_none() || !stop_words::contains(word);
    if how.longest == 1 {
        words(text).filter(is_kept).for_each(take);
        return;
    }
    let mut joined = String::new();
    for length in how.shortest.max(1)..=how.longest {
        // Walked through anew for each length: a list of a long text's words would take more memory than the text.
        let mut start = words(text).filter(is_kept);
        loop {
            joined.clear();
            let mut count = 0;
            for word in start.clone().take(length as usize) {
                if count > 0 {
                    joined.push(' ');
                }
                joined.push_str(word);
                count += 1;
            }
            if count < length {
                break;
            }
            take(&joined);
            start.next();
        }
    }
}

/// The words of a text: two or more letters, digits or underscores beside each other.
fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.split(move |letter| !is_part(letter)).filter(|word| word.chars().nth(1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_catalog::converters::text::StopWords;

    fn taken(words: Words, text: &str) -> Vec<String> {
        let mut taken = Vec::new();
        each(words, text, |word| taken.push(word.to_owned()));
        taken
    }

    #[test]
    fn words_are_found_in_any_script() {
        let all = Words { lowercase: true, stop_words: None, shortest: 1, longest: 1 };
        assert_eq!(
            taken(all, "It's a Test-case: x_1, ÜNÏCODE 你好 a 42 ☃ 7"),
            ["it", "test", "case", "x_1", "ünïcode", "你好", "42"]
        );
        assert_eq!(taken(Words { lowercase: false, ..all }, "Ab AB"), ["Ab", "AB"]);
        assert_eq!(taken(all, ""), [""; 0]);
    }

    #[test]
    fn sequences_run_over_what_is_left() {
        let pairs = Words { lowercase: true, stop_words: Some(StopWords::English), shortest: 1, longest: 2 };
        assert_eq!(taken(pairs, "The cat and the dog"), ["cat", "dog", "cat dog"]);
        assert_eq!(taken(Words { shortest: 2, ..pairs }, "cat"), [""; 0]);
    }
}
