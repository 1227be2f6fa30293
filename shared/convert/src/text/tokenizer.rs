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
        let column = sample.whole_column(name)?;
        let texts = reading::texts(&column)?;
        let mut width = MARKS;
        for (place, some) in texts.chunks(REPORT_EVERY).enumerate() {
            sample.progress().report((place * REPORT_EVERY) as f64 / texts.len() as f64)?;
            let pieces = some.par_iter().map(|text| numbers(tokenizer, text.as_deref(), name).map(|it| it.len()));
            width = width.max(pieces.try_reduce(|| 0, |a, b| Ok(a.max(b)))?);
        }
        widths.push(width.min(most));
    }
    let wanted =
        names.iter().zip(&widths).flat_map(|(name, width)| (0..*width).map(move |place| format!("tok_{name}_{place}")));
    let made = sample.fresh(wanted, &names)?;
    Ok(Pieces { family, read: names, widths, made })
}

/// The pieces of a text, with the marks around it.
fn numbers(tokenizer: &Tokenizer, text: Option<&str>, column: &str) -> Result<Vec<u32>> {
    let encoded = tokenizer.encode_fast(text.unwrap_or_default(), true);
    let failed =
        |error| Error::precondition(format!("Column '{}' has a text that has no pieces: {error}", shortened(column)));
    encoded.map(|encoded| encoded.get_ids().to_vec()).map_err(failed)
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
        let pieces: Vec<Vec<u32>> =
            texts.par_iter().map(|text| numbers(tokenizer, text.as_deref(), &column.name)).collect::<Result<_>>()?;
        let padding = self.family.padding();
        let piece = |row: usize, place: usize| {
            let pieces = &pieces[row];
            let place = if pieces.len() > width && place + 1 == width { pieces.len() - 1 } else { place };
            f64::from(pieces.get(place).copied().unwrap_or(padding))
        };
        let columns: Vec<Values> = (0..width)
            .into_par_iter()
            .map(|place| Values::Numbers((0..texts.len()).map(|row| piece(row, place)).collect()))
            .collect();
        Ok(columns.into_iter())
    }
}
