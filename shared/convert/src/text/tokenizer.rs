//! Taking texts apart as language models do.

use super::vocabularies::Family;
use crate::change::{Change, Made};
use crate::layout::Plan;
use crate::reading::{self, shortened};
use crate::sample::Sample;
use crate::step::Step;
use crate::types;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::text as parameters;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, Values};
use skydash_domain::{Error, Result};
use std::borrow::Cow;
use tokenizers::Tokenizer;

/// Pieces that enclose a text.
const MARKS: usize = 2;
/// Bytes of a text that are taken apart at a time.
const PART_BYTES: usize = 64 << 10;
/// Texts between two reports.
const REPORT_EVERY: usize = 1 << 12;

/// How many pieces the longest text of each column has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pieces {
    family: Family,
    read: Vec<String>,
    widths: Vec<usize>,
    made: Vec<String>,
}

/// Learns how many columns each text column becomes: all its rows are looked at.
pub(crate) fn fit(checked: &Checked<parameters::TokenizerConverter>, sample: &Sample<'_>) -> Result<Pieces> {
    sample.at_least(1)?;
    let (family, most) = (Family::from(checked.model_name), checked.max_length as usize);
    if most < MARKS {
        return Err(Error::invalid("max_length must be 2 or more: every text has a mark before and one behind it."));
    }
    let tokenizer = family.tokenizer()?;
    let names = sample.names().to_vec();
    let mut widths = Vec::with_capacity(names.len());
    for name in &names {
        let mut width = MARKS;
        sample.whole_runs(name, |run| {
            for some in reading::texts(&run)?.chunks(REPORT_EVERY) {
                sample.progress().report(0.0)?;
                let pieces =
                    some.par_iter().map(|text| numbers(tokenizer, text.as_deref(), most, name).map(|it| it.len()));
                width = width.max(pieces.try_reduce(|| 0, |a, b| Ok(a.max(b)))?);
            }
            Ok(())
        })?;
        widths.push(width.min(most));
    }
    let wanted =
        names.iter().zip(&widths).flat_map(|(name, width)| (0..*width).map(move |place| format!("tok_{name}_{place}")));
    let made = sample.fresh(wanted, &names)?;
    Ok(Pieces { family, read: names, widths, made })
}

/// The first `most` pieces of a text, with the marks around it. One that has more ends with its mark all the same.
fn numbers(tokenizer: &Tokenizer, text: Option<&str>, most: usize, column: &str) -> Result<Vec<u32>> {
    let failed =
        |error| Error::precondition(format!("Column '{}' has a text that has no pieces: {error}", shortened(column)));
    let take = |text: &str, marked: bool| tokenizer.encode_fast(text, marked).map_err(failed);
    let text = text.unwrap_or_default();
    if text.len() <= PART_BYTES {
        return take(text, true).map(|encoded| cut(encoded.get_ids().to_vec(), most));
    }
    // What is known of each piece takes many times its bytes: a long text is taken apart only as far as it counts.
    let marks = take("", true)?.get_ids().to_vec();
    let mut pieces: Vec<u32> = marks.first().copied().into_iter().collect();
    for part in parts(text) {
        pieces.extend(take(part, false)?.get_ids());
        if pieces.len() >= most {
            break;
        }
    }
    pieces.extend(marks.last());
    Ok(cut(pieces, most))
}

/// At most so many pieces; the last one stays the last.
fn cut(mut pieces: Vec<u32>, most: usize) -> Vec<u32> {
    if let Some(last) = pieces.last().copied().filter(|_| pieces.len() > most) {
        pieces.truncate(most.saturating_sub(1));
        pieces.push(last);
    }
    pieces
}

/// A text in parts of about [`PART_BYTES`], each of which but the first starts with a blank, where there is one: models take
/// such parts apart as they do the whole.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let near = &rest[..rest.floor_char_boundary(PART_BYTES)];
        let blanks = near.char_indices().rev().filter(|(_, letter)| letter.is_whitespace()).map(|(place, _)| place);
        let is_first = |place: &usize| *place > 0 && !near[..*place].ends_with(char::is_whitespace);
        let end = if near.len() < rest.len() { blanks.into_iter().find(is_first) } else { None };
        let (part, later) = rest.split_at(end.unwrap_or(near.len()));
        rest = later;
        (!part.is_empty()).then_some(part)
    })
}

impl Step for Pieces {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let made = self.made.iter().map(|name| (name.clone(), types::integer()));
        Plan::kept(table).reading(table, &self.read)?.without(&self.read).adding(made)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let mut made = Vec::with_capacity(self.made.len());
        for (column, &width) in inputs.iter().zip(&self.widths) {
            made.extend(self.taken_apart(column, width)?);
        }
        Ok(Made::all(made))
    }

    fn is_sound(&self) -> bool {
        self.read.len() == self.widths.len()
            && self.widths.iter().all(|width| *width >= MARKS)
            && self.widths.iter().sum::<usize>() == self.made.len()
    }
}

impl Pieces {
    /// A column for each place in a text. A text that is too long ends with its mark all the same.
    fn taken_apart(&self, column: &Column, width: usize) -> Result<impl Iterator<Item = Values> + use<>> {
        let tokenizer = self.family.tokenizer()?;
        let texts: Vec<Option<Cow<'_, str>>> = reading::texts(column)?;
        let pieces: Vec<Vec<u32>> = texts
            .par_iter()
            .map(|text| numbers(tokenizer, text.as_deref(), width, &column.name))
            .collect::<Result<_>>()?;
        let padding = self.family.padding();
        let piece = |row: usize, place: usize| f64::from(pieces[row].get(place).copied().unwrap_or(padding));
        let columns: Vec<Values> = (0..width)
            .into_par_iter()
            .map(|place| Values::Numbers((0..texts.len()).map(|row| piece(row, place)).collect()))
            .collect();
        Ok(columns.into_iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_taken_apart_in_parts_as_they_are_as_a_whole() {
        let words = ["Hello", "  world!", "\ttest", "ÜNÏCODE", "你好", " .\n", "<mask>", "it's", "[MASK]"];
        let text: String = (0..40_000).map(|at| words[at * 7 % 9].to_owned() + &" ".repeat(1 + at % 3)).collect();
        assert!(text.len() > 3 * PART_BYTES && parts(&text).count() > 3);
        assert_eq!(parts(&text).collect::<String>(), text);
        for family in [Family::Bert, Family::Roberta, Family::Mpnet] {
            let tokenizer = family.tokenizer().unwrap();
            let whole = tokenizer.encode_fast(text.as_str(), true).unwrap().get_ids().to_vec();
            let most = whole.len();
            assert!(numbers(tokenizer, Some(&text), most, "c").unwrap() == whole, "{family:?}");
            assert_eq!(numbers(tokenizer, Some(&text), 512, "c").unwrap(), cut(whole, 512));
        }
    }

    #[test]
    fn parts_are_short_with_and_without_blanks() {
        for text in ["x".repeat(200_000), " ".repeat(200_000), "é ".repeat(100_000)] {
            assert!(parts(&text).all(|part| part.len() <= PART_BYTES));
            assert_eq!(parts(&text).collect::<String>(), text);
        }
    }
}
