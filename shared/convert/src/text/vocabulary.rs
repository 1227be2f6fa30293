//! The words that become columns.

use super::words::each;
use crate::change::{Change, Made};
use crate::layout::Plan;
use crate::limits;
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

/// What a word takes beside its bytes while it is counted.
const WORD_BYTES: usize = 96;
/// Texts between two reports.
const REPORT_EVERY: usize = 1 << 10;

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

/// Words while they are counted, up to a budget.
#[derive(Default)]
struct Counts {
    seen: HashMap<Box<str>, Seen>,
    bytes: usize,
    texts: usize,
}

/// How often a word occurs.
#[derive(Default)]
struct Seen {
    times: u64,
    texts: u32,
    last: u32,
}

impl Vocabulary {
    /// Learns the most frequent words of each column in the scope, `most` of them; columns are named `prefix_word`.
    pub fn learn(words: Words, most: u32, prefix: &str, weighed: bool, sample: &Sample<'_>) -> Result<Self> {
        sample.at_least(1)?;
        // One column after the other: words of all of them together would take too much memory.
        let known = sample.names().iter().map(|name| Known::learn(words, most as usize, name, sample));
        let known = known.collect::<Result<Vec<Known>>>()?;
        let wanted = known.iter().flat_map(|known| known.words.iter().map(|word| format!("{prefix}_{word}")));
        let made = sample.fresh(wanted, &[])?;
        Ok(Self { words, read: sample.names().to_vec(), known, made, weighed })
    }
}

impl Known {
    fn learn(words: Words, most: usize, column: &str, sample: &Sample<'_>) -> Result<Self> {
        let mut counts = Counts::default();
        sample.runs(column, |run| {
            for texts in reading::texts(&run)?.chunks(REPORT_EVERY) {
                sample.progress().report(counts.texts as f64 / sample.rows() as f64)?;
                for text in texts {
                    counts.add(words, text.as_deref(), column, sample)?;
                }
            }
            Ok(())
        })?;
        if counts.seen.is_empty() {
            return Err(Error::precondition(format!(
                "Column '{}' has no words that {} could count. Choose a column of texts, or keep stop words.",
                shortened(column),
                sample.converter()
            )));
        }
        let texts = counts.texts as f64;
        let mut seen: Vec<(Box<str>, Seen)> = counts.seen.into_iter().collect();
        seen.sort_unstable_by(|(a, first), (b, second)| (Reverse(first.times), a).cmp(&(Reverse(second.times), b)));
        seen.truncate(most);
        seen.shrink_to_fit();
        for (word, _) in &seen {
            sample.keep(word, column, "Lower 'max_features', or leave the column out.")?;
        }
        seen.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let weight = |(_, seen): &(Box<str>, Seen)| ((1.0 + texts) / (1.0 + f64::from(seen.texts))).ln() + 1.0;
        Ok(Self {
            weights: seen.iter().map(weight).collect(),
            words: seen.into_iter().map(|(word, _)| word.into()).collect(),
        })
    }
}

impl Counts {
    /// Counts the words of one more text.
    ///
    /// # Errors
    /// [`Error::TooLarge`] that names the column, when the different words take too much memory.
    fn add(&mut self, words: Words, text: Option<&str>, column: &str, sample: &Sample<'_>) -> Result<()> {
        self.texts += 1;
        each(words, text.unwrap_or_default(), |word| self.count(word));
        if self.bytes <= limits::MAX_BYTES {
            return Ok(());
        }
        Err(Error::too_large(format!(
            "Column '{}' has too many different words and sequences of words: {} takes at most {} MB of them. Lower \
             'upper_bound_ngrams', limit the rows it learns from, or leave the column out.",
            shortened(column),
            sample.converter(),
            limits::MAX_BYTES >> 20
        )))
    }

    /// Counts a word in the current text. Beyond the budget new words are left out.
    fn count(&mut self, word: &str) {
        // Most words are known: only a new one is copied.
        if !self.seen.contains_key(word) {
            self.bytes += word.len() + WORD_BYTES;
            if self.bytes > limits::MAX_BYTES {
                return;
            }
            self.seen.insert(word.into(), Seen::default());
        }
        if let Some(seen) = self.seen.get_mut(word) {
            let text = self.texts as u32;
            seen.times += 1;
            seen.texts += u32::from(seen.last != text);
            seen.last = text;
        }
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
