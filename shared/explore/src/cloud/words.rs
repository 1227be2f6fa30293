//! How often words occur.

use super::stopwords::is_stopword;
use rayon::prelude::*;
use skydash_domain::Result;
use std::collections::HashMap;

/// Texts counted by one task, and tasks whose counts are joined at a time.
const TASK: usize = 4096;
const TASKS: usize = 64;
/// Different words that are kept; beyond, those that occurred once are forgotten.
const MOST_WORDS: usize = 500_000;
/// Longest word, in letters.
const LONGEST: usize = 40;

/// How often each word occurs.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    words: HashMap<String, u64>,
}

impl Counts {
    /// Counts the words of some texts. `report` is called now and then.
    pub fn add(&mut self, texts: &[Option<String>], report: impl Fn() -> Result<()>) -> Result<()> {
        for batch in texts.chunks(TASK * TASKS) {
            report()?;
            let found: Vec<HashMap<String, u64>> = batch.par_chunks(TASK).map(count).collect();
            for (word, times) in found.into_iter().flatten() {
                *self.words.entry(word).or_default() += times;
            }
            if self.words.len() > MOST_WORDS {
                self.words.retain(|_, times| *times > 1);
            }
        }
        Ok(())
    }

    /// How many different words there are.
    pub fn different(&self) -> usize {
        self.words.len()
    }

    /// The most frequent words, the most frequent one first.
    pub fn most_frequent(self, most: usize) -> Vec<(String, u64)> {
        let mut words: Vec<(String, u64)> = self.words.into_iter().collect();
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        words.truncate(most);
        words
    }
}

fn count(texts: &[Option<String>]) -> HashMap<String, u64> {
    let mut counts = HashMap::new();
    let mut lower = String::new();
    for run in texts.iter().flatten().flat_map(|text| text.split(|letter| !belongs(letter))) {
        lower.clear();
        lower.extend(run.trim_matches(['\'', '’']).chars().take(LONGEST).flat_map(char::to_lowercase));
        for word in words(&lower) {
            if is_stopword(word) || !word.chars().any(char::is_alphabetic) {
                continue;
            }
            match counts.get_mut(word) {
                Some(times) => *times += 1,
                None => drop(counts.insert(word.to_owned(), 1)),
            }
        }
    }
    counts
}

fn belongs(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\'' | '’')
}

/// The words of a run of letters: itself, or, in writing without spaces, every two letters.
fn words(run: &str) -> Vec<&str> {
    let letters: Vec<(usize, char)> = run.char_indices().collect();
    let dense = letters.iter().any(|(_, letter)| is_dense(*letter));
    match letters.len() {
        0 => Vec::new(),
        1 if !dense => Vec::new(),
        5.. if dense => {
            let end = |at: usize| letters.get(at).map_or(run.len(), |(place, _)| *place);
            (0..letters.len() - 1).map(|at| &run[letters[at].0..end(at + 2)]).collect()
        }
        _ => vec![run],
    }
}

/// Letters of Chinese and Japanese, which are written without spaces.
fn is_dense(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(texts: &[&str]) -> Vec<(String, u64)> {
        let texts: Vec<Option<String>> = texts.iter().map(|text| Some((*text).to_owned())).chain([None]).collect();
        let mut counts = Counts::default();
        counts.add(&texts, || Ok(())).unwrap();
        counts.most_frequent(10)
    }

    #[test]
    fn words_are_counted_without_case_and_punctuation() {
        let found = counted(&["The cat, the Cat and 'the dog'.", "CAT! 2021 b2b", "x"]);
        assert_eq!(found, [("cat".to_owned(), 3), ("b2b".to_owned(), 1), ("dog".to_owned(), 1)]);
    }

    #[test]
    fn writing_without_spaces_is_cut_into_pairs() {
        assert_eq!(counted(&["数据分析平台", "数据"])[0], ("数据".to_owned(), 2));
    }
}
