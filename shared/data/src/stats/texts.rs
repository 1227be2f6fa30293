//! Lengths, words and formats of a column of text.

use super::duplicates::text_hash;
use super::order;
use super::profile::quantile;
use crate::cell::{Cell, View};
use crate::dates::{Format, Recogniser};
use skydash_domain::statistics::TextStats;
use std::collections::BTreeMap;

/// Texts whose length is looked at when no statistics are wanted.
const FEW_TEXTS: usize = 10_000;

/// Lengths that are counted by position; longer ones are few, for their texts are in the file.
const SHORT: usize = 256;

/// What is known of the texts so far: eight bytes a text, however long it is.
#[derive(Debug, Default)]
pub(super) struct Texts {
    statistics: bool,
    format: Recogniser,
    hashes: Vec<u64>,
    lengths: Lengths,
    words: usize,
}

impl Texts {
    /// Nothing known yet. Without `statistics` only the format and the mean length are found out.
    pub(super) fn new(statistics: bool) -> Self {
        Self { statistics, ..Self::default() }
    }

    /// Looks at a piece of the column.
    pub(super) fn add(&mut self, view: &View<'_>) {
        for row in 0..view.len() {
            let Cell::Text(text) = view.get(row) else { continue };
            self.format.add(text);
            if self.statistics {
                self.hashes.push(text_hash(text));
                self.words +=
                    if text.is_ascii() { ascii_words(text.as_bytes()) } else { text.split_whitespace().count() };
            }
            if self.statistics || self.lengths.texts < FEW_TEXTS {
                self.lengths.add(if text.is_ascii() { text.len() } else { text.chars().count() });
            }
        }
    }

    /// The format of every text, their mean length and, where wanted, statistics.
    #[expect(clippy::cast_precision_loss, reason = "lengths and counts are below 2^52")]
    pub(super) fn finish(mut self) -> (Option<Format>, f64, Option<TextStats>) {
        let values = self.lengths.texts;
        let mean = if values == 0 { 0.0 } else { self.lengths.sum as f64 / values as f64 };
        if !self.statistics || values == 0 {
            return (self.format.found(), mean, None);
        }
        order::sort(&mut self.hashes);
        self.hashes.dedup();
        let at = |place| self.lengths.at(place) as f64;
        let statistics = TextStats {
            avg_length: mean,
            median_length: quantile(values, 0.5, at),
            min_length: self.lengths.at(0) as u64,
            max_length: self.lengths.at(values - 1) as u64,
            unique_count: self.hashes.len() as u64,
            unique_ratio: self.hashes.len() as f64 / values as f64,
            avg_word_count: self.words as f64 / values as f64,
        };
        (self.format.found(), mean, Some(statistics))
    }
}

/// How many texts there are of each length.
#[derive(Debug, Default)]
struct Lengths {
    texts: usize,
    sum: u64,
    short: Vec<usize>,
    long: BTreeMap<usize, usize>,
}

impl Lengths {
    fn add(&mut self, length: usize) {
        self.texts += 1;
        self.sum += length as u64;
        if length >= SHORT {
            *self.long.entry(length).or_default() += 1;
            return;
        }
        if self.short.len() <= length {
            self.short.resize(length + 1, 0);
        }
        self.short[length] += 1;
    }

    /// The length at this position of all of them in order.
    fn at(&self, place: usize) -> usize {
        let short = self.short.iter().copied().enumerate();
        let all = short.chain(self.long.iter().map(|(length, texts)| (*length, *texts)));
        let mut before = 0;
        let mut last = 0;
        for (length, texts) in all {
            before += texts;
            last = length;
            if before > place {
                break;
            }
        }
        last
    }
}

fn ascii_words(text: &[u8]) -> usize {
    let mut inside = false;
    let mut words = 0;
    for byte in text {
        let blank = byte.is_ascii_whitespace();
        words += usize::from(!blank && !inside);
        inside = !blank;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_in_order() {
        let mut lengths = Lengths::default();
        let mut all = vec![300, 5, 0, 255, 256, 300, 7, 70_000, 5];
        all.iter().for_each(|length| lengths.add(*length));
        all.sort_unstable();
        assert_eq!((0..all.len()).map(|place| lengths.at(place)).collect::<Vec<_>>(), all);
        assert_eq!((lengths.texts, lengths.sum), (9, all.iter().sum::<usize>() as u64));
    }
}
