//! The words that become columns.

use super::words::each;
use crate::change::{Change, Made};
use crate::layout::Plan;
use crate::reading::{self, shortened};
use crate::sample::Sample;
use crate::step::Step;
use crate::types;
use serde::{Deserialize, Serialize};
use skydash_catalog::converters::text::Words;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, Values};
use skydash_domain::{Error, Result};
use skydash_numeric::blocks;
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Different words of a column that are counted at once.
const MAX_WORDS: usize = 2_000_000;
/// Texts between two reports.
const REPORT_EVERY: usize = 1 << 14;

/// The words of each column, and the columns they become.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Vocabulary {
    words: Words,
    read: Vec<String>,
    known: Vec<Known>,
    made: Vec<String>,
    /// Whether words are weighed; else they are counted.
    weighed: bool,
}

/// The words of a column, sorted, and how much each of them weighs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Known {
    words: Vec<String>,
    weights: Vec<f64>,
}

/// How often a word occurs.
#[derive(Default)]
struct Seen {
    times: u64,
    texts: u64,
    last: usize,
}

impl Vocabulary {
    /// Learns the most frequent words of each column in the scope, `most` of them; columns are named `prefix_word`.
    pub fn learn(words: Words, most: u32, prefix: &str, weighed: bool, sample: &Sample<'_>) -> Result<Self> {
        sample.at_least(1)?;
        let known = sample.each(|column| Known::learn(words, most as usize, &column, sample))?;
        let wanted = known.iter().flat_map(|known| known.words.iter().map(|word| format!("{prefix}_{word}")));
        let made = sample.fresh(wanted, &[])?;
        Ok(Self { words, read: sample.names().to_vec(), known, made, weighed })
    }
}

impl Known {
    fn learn(words: Words, most: usize, column: &Column, sample: &Sample<'_>) -> Result<Self> {
        let texts = reading::texts(column)?;
        let mut seen: HashMap<String, Seen> = HashMap::new();
        for (row, text) in texts.iter().enumerate() {
            if row % REPORT_EVERY == 0 {
                sample.progress().report(row as f64 / texts.len() as f64)?;
            }
            if let Some(text) = text {
                each(words, text, |word| count(&mut seen, word, row + 1));
            }
            if seen.len() > MAX_WORDS {
                return Err(Error::too_large(format!(
                    "Column '{}' has more than {MAX_WORDS} different words and sequences of words. Lower \
                     'upper_bound_ngrams' of {}, or limit the rows it learns from.",
                    shortened(&column.name),
                    sample.converter()
                )));
            }
        }
        if seen.is_empty() {
            return Err(Error::precondition(format!(
                "Column '{}' has no words that {} could count. Choose a column of texts, or keep stop words.",
                shortened(&column.name),
                sample.converter()
            )));
        }
        let mut seen: Vec<(String, Seen)> = seen.into_iter().collect();
        seen.sort_unstable_by(|(a, first), (b, second)| (Reverse(first.times), a).cmp(&(Reverse(second.times), b)));
        seen.truncate(most);
        seen.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let weight = |(_, seen): &(String, Seen)| ((1.0 + texts.len() as f64) / (1.0 + seen.texts as f64)).ln() + 1.0;
        Ok(Self { weights: seen.iter().map(weight).collect(), words: seen.into_iter().map(|(word, _)| word).collect() })
    }
}

/// Counts a word in the text of this number, which grows.
fn count(seen: &mut HashMap<String, Seen>, word: &str, text: usize) {
    // Most words are known: only a new one is copied.
    if !seen.contains_key(word) {
        seen.insert(word.to_owned(), Seen::default());
    }
    if let Some(seen) = seen.get_mut(word) {
        seen.times += 1;
        seen.texts += u64::from(seen.last != text);
        seen.last = text;
    }
}

impl Step for Vocabulary {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let column_type = || if self.weighed { types::float() } else { types::integer() };
        let made = self.made.iter().map(|name| (name.clone(), column_type()));
        Plan::kept(table).reading(table, &self.read)?.adding(made)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let mut made = Vec::with_capacity(self.made.len());
        for (known, column) in self.known.iter().zip(inputs) {
            let texts = reading::texts(column)?;
            made.extend(known.counted(self.words, self.weighed, &texts));
        }
        Ok(Made::all(made))
    }

    fn is_sound(&self) -> bool {
        self.read.len() == self.known.len()
            && self.known.iter().all(|known| known.words.len() == known.weights.len())
            && self.known.iter().map(|known| known.words.len()).sum::<usize>() == self.made.len()
    }
}

impl Known {
    /// A column for each word: how often it occurs in each text, or how much it stands out.
    fn counted(&self, words: Words, weighed: bool, texts: &[Option<Cow<'_, str>>]) -> impl Iterator<Item = Values> {
        let places: HashMap<&str, usize> = self.words.iter().map(String::as_str).zip(0..).collect();
        let columns = blocks::fill_columns(texts.len(), self.words.len(), |rows, out| {
            let mut touched = Vec::new();
            for (row, text) in texts[rows].iter().enumerate() {
                let Some(text) = text else { continue };
                touched.clear();
                each(words, text, |word| {
                    if let Some(&place) = places.get(word) {
                        if out[place][row] == 0.0 {
                            touched.push(place);
                        }
                        out[place][row] += 1.0;
                    }
                });
                if weighed {
                    self.weigh(&mut touched, row, out);
                }
            }
        });
        columns.into_iter().map(Values::Numbers)
    }

    /// Turns the counts of a text into weights whose squares add up to 1.
    fn weigh(&self, touched: &mut [usize], row: usize, out: &mut [&mut [f64]]) {
        touched.sort_unstable();
        let mut square = 0.0;
        for &place in touched.iter() {
            out[place][row] *= self.weights[place];
            square += out[place][row] * out[place][row];
        }
        let length = f64::sqrt(square);
        touched.iter().for_each(|&place| out[place][row] /= length);
    }
}
