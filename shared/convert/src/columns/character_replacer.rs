//! Pieces of text replaced by others.

use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::types::{Categories, MadeType};
use crate::{limits, reading, types};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::columns as parameters;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{Error, Result, categories};

const CONVERTER: &str = "CharacterReplacer";

/// The columns, the types they get, and what is replaced by what: literally, in linear time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct CharacterReplacer {
    columns: Vec<String>,
    types: Vec<MadeType>,
    old: String,
    new: String,
}

/// Looks through all rows for texts that become whole numbers.
pub(crate) fn fit(checked: &Checked<parameters::CharacterReplacer>, sample: &Sample<'_>) -> Result<CharacterReplacer> {
    if checked.char_to_replace.is_empty() {
        return Err(Error::invalid(format!(
            "Parameter 'char_to_replace' of {CONVERTER} is empty. Give the character or text to look for."
        )));
    }
    let mut replacer = CharacterReplacer {
        columns: sample.names().to_vec(),
        types: Vec::new(),
        old: checked.char_to_replace.clone(),
        new: checked.replacement_char.clone().unwrap_or_default(),
    };
    replacer.types = sample.each_name(|name| replacer.type_of(name, sample))?;
    Ok(replacer)
}

impl CharacterReplacer {
    fn type_of(&self, name: &str, sample: &Sample<'_>) -> Result<MadeType> {
        let column_type = sample.column_type(name)?;
        if let Some(Categories { dtype, known, encoder, .. }) = Categories::of(column_type) {
            if dtype != "string" {
                return Err(Error::precondition(format!(
                    "The categories of column '{name}' are of type {dtype}, which has no characters. Change its type to Text \
                     with TypeCast first."
                )));
            }
            let longest = known.iter().map(String::len).max().unwrap_or(0).max(limits::MAX_MADE_CATEGORY_BYTES);
            let mut known = self.replaced(name, &known)?;
            if known.iter().any(|category| category.len() > longest) {
                return Err(Error::too_large(format!(
                    "{CONVERTER} would make categories of column '{}' that are longer than {longest} bytes. Choose a shorter \
                     text to insert.",
                    reading::shortened(name)
                )));
            }
            known.sort_unstable();
            known.dedup();
            return Ok(MadeType::Categorical(Categories { dtype, known, converted: true, encoder }));
        }
        let (mut any, mut all) = (false, true);
        if !matches!(column_type, ColumnType::Integer { .. } | ColumnType::Float { .. }) {
            sample.whole_runs(name, |run| {
                let Values::Texts(texts) = &run.values else { return Ok(()) };
                any |= texts.iter().flatten().next().is_some();
                all = all && texts.iter().flatten().all(|text| is_whole(&self.replace(text)));
                Ok(())
            })?;
        }
        Ok(if any && all { MadeType::Integer } else { MadeType::Text })
    }

    fn replace(&self, text: &str) -> String {
        text.replace(&self.old, &self.new)
    }

    /// These texts with the pieces replaced, none too long.
    fn replaced(&self, column: &str, texts: &[String]) -> Result<Vec<String>> {
        self.check(column, texts.iter().map(String::as_str))?;
        Ok(texts.iter().map(|text| self.replace(text)).collect())
    }

    fn check<'a>(&self, column: &str, texts: impl Iterator<Item = &'a str>) -> Result<()> {
        if self.new.len() <= self.old.len() {
            return Ok(());
        }
        limits::texts(texts.map(|text| self.size(text)), column, CONVERTER)
    }

    /// Checks that the texts of all columns together are not too long.
    fn check_together(&self, inputs: &[Column]) -> Result<()> {
        let size = |column: &Column| match &column.values {
            Values::Texts(texts) => {
                texts.iter().flatten().fold(0, |sum: usize, text| sum.saturating_add(self.size(text)))
            }
            Values::Numbers(_) | Values::Codes(_) => 0,
        };
        let sizes: Vec<usize> = inputs.par_iter().map(size).collect();
        let total = sizes.iter().fold(0, |sum: usize, size| sum.saturating_add(*size));
        match sizes.iter().zip(inputs).max_by_key(|(size, _)| **size) {
            Some((_, longest)) if total > limits::MAX_MADE_TEXT_BYTES => {
                limits::texts(std::iter::once(total), &longest.name, CONVERTER)
            }
            _ => Ok(()),
        }
    }

    /// Bytes of a text with the pieces replaced.
    fn size(&self, text: &str) -> usize {
        let count = text.matches(&self.old).count();
        (text.len() - count * self.old.len()).saturating_add(count.saturating_mul(self.new.len()))
    }

    fn values(&self, column: &Column, made: &MadeType) -> Result<Values> {
        let refuse = |text: &str| {
            Error::precondition(format!(
                "Column '{}' holds '{}' after {CONVERTER}, which it did not when that was learnt.",
                column.name,
                reading::shortened(text)
            ))
        };
        if let MadeType::Categorical(made) = made {
            return categories::positions(&made.known, &self.as_replaced(column)?, |text| Err(refuse(text)))
                .map(Values::Codes);
        }
        let replaced = self.texts(column)?;
        if *made != MadeType::Integer {
            return Ok(Values::Texts(replaced));
        }
        let number = |text: Option<String>| match text {
            Some(text) if is_whole(&text) => text.trim().parse().map_err(|_| refuse(&text)),
            Some(text) => Err(refuse(&text)),
            None => Ok(f64::NAN),
        };
        replaced.into_iter().map(number).collect::<Result<_>>().map(Values::Numbers)
    }

    /// The texts of a column with the pieces replaced.
    fn texts(&self, column: &Column) -> Result<Vec<Option<String>>> {
        let texts = reading::texts(column)?;
        self.check(&column.name, texts.iter().flatten().map(AsRef::as_ref))?;
        Ok(texts.into_par_iter().map(|text| text.map(|text| self.replace(&text))).collect())
    }

    /// A column with the pieces replaced: in its categories, where it has some.
    fn as_replaced(&self, column: &Column) -> Result<Column> {
        let (column_type, values) = match &column.values {
            Values::Codes(codes) => {
                let replaced = self.replaced(&column.name, categories::of(column)?)?;
                (Categories::made("string", replaced).column_type(), Values::Codes(codes.clone()))
            }
            _ => (types::text(), Values::Texts(self.texts(column)?)),
        };
        Ok(Column { name: column.name.clone(), column_type, values })
    }
}

/// Whether a text is a whole number that is the same when written again: no zeros in front, not too large.
fn is_whole(text: &str) -> bool {
    const DIGITS: usize = 15;
    let text = text.trim();
    (1..=DIGITS).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'))
}

impl Step for CharacterReplacer {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        Plan::kept(table).remaking(table, &self.columns, |place| self.types[place].column_type())?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        self.check_together(inputs)?;
        each(&self.columns, inputs, |place, column| self.values(column, &self.types[place])).map(Made::all)
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.types.len() && !self.old.is_empty()
    }
}
