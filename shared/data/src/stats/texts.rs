//! Lengths, words and formats of a column of text.

use super::duplicates::text_hash;
use super::order;
use super::profile::quantile;
use crate::cell::{Cell, View};
use crate::dates::{Format, Recogniser};
use skydash_domain::statistics::TextStats;

/// Texts whose length is looked at when no statistics are wanted.
const FEW_TEXTS: usize = 10_000;

/// What is known of the texts so far: sixteen bytes a text, however long it is.
#[derive(Debug, Default)]
pub(super) struct Texts {
    statistics: bool,
    format: Recogniser,
    hashes: Vec<u64>,
    lengths: Vec<f64>,
    words: usize,
}

impl Texts {
    /// Nothing known yet. Without `statistics` only the format and the mean length are found out.
    pub(super) fn new(statistics: bool) -> Self {
        Self { statistics, ..Self::default() }
    }

    /// Looks at a piece of the column.
    #[expect(clippy::cast_precision_loss, reason = "lengths are below 2^52")]
    pub(super) fn add(&mut self, view: &View<'_>) {
        for row in 0..view.len() {
            let Cell::Text(text) = view.get(row) else { continue };
            self.format.add(text);
            if self.statistics {
                self.hashes.push(text_hash(text));
                self.words +=
                    if text.is_ascii() { ascii_words(text.as_bytes()) } else { text.split_whitespace().count() };
            }
            if self.statistics || self.lengths.len() < FEW_TEXTS {
                self.lengths.push(if text.is_ascii() { text.len() } else { text.chars().count() } as f64);
            }
        }
    }

    /// The format of every text, their mean length and, where wanted, statistics.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lengths and counts are below 2^52 and not negative"
    )]
    pub(super) fn finish(mut self) -> (Option<Format>, f64, Option<TextStats>) {
        let values = self.lengths.len();
        let mean = if values == 0 { 0.0 } else { self.lengths.iter().sum::<f64>() / values as f64 };
        if !self.statistics || values == 0 {
            return (self.format.found(), mean, None);
        }
        self.hashes.sort_unstable();
        self.hashes.dedup();
        let lengths = order::sorted(self.lengths);
        let statistics = TextStats {
            avg_length: mean,
            median_length: quantile(&lengths, 0.5),
            min_length: lengths[0] as u64,
            max_length: lengths[values - 1] as u64,
            unique_count: self.hashes.len() as u64,
            unique_ratio: self.hashes.len() as f64 / values as f64,
            avg_word_count: self.words as f64 / values as f64,
        };
        (self.format.found(), mean, Some(statistics))
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
