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
use skydash_domain::table::{Column, Values};
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
    let decide = |name: &String| {
        sample.progress().report(0.0)?;
        replacer.type_of(&sample.whole_column(name)?)
    };
    replacer.types = sample.names().par_iter().map(decide).collect::<Result<_>>()?;
    Ok(replacer)
}

impl CharacterReplacer {
    fn type_of(&self, column: &Column) -> Result<MadeType> {
        match (Categories::of(&column.column_type), &column.values) {
            (Some(Categories { dtype, known, encoder, .. }), _) => {
                if dtype != "string" {
                    return Err(Error::precondition(format!(
                        "The categories of column '{}' are of type {dtype}, which has no characters. Change its type to \
                         Text with TypeCast first.",
                        column.name
                    )));
                }
                let mut known = self.replaced(column, &known)?;
                known.sort_unstable();
                known.dedup();
                Ok(MadeType::Categorical(Categories { dtype, known, converted: true, encoder }))
            }
            (_, Values::Texts(texts)) => {
                let mut present = texts.iter().flatten().peekable();
                let are_whole = present.peek().is_some() && present.all(|text| is_whole(&self.replace(text)));
                Ok(if are_whole { MadeType::Integer } else { MadeType::Text })
            }
            _ => Ok(MadeType::Text),
        }
    }

    fn replace(&self, text: &str) -> String {
        text.replace(&self.old, &self.new)
    }

    /// These texts with the pieces replaced, none too long.
    fn replaced(&self, column: &Column, texts: &[String]) -> Result<Vec<String>> {
        self.check(column, texts.iter().map(String::as_str))?;
        Ok(texts.iter().map(|text| self.replace(text)).collect())
    }

    fn check<'a>(&self, column: &Column, texts: impl Iterator<Item = &'a str>) -> Result<()> {
        if self.new.len() <= self.old.len() {
            return Ok(());
        }
        let growth = self.new.len() - self.old.len();
        let size = |text: &str| text.len().saturating_add(text.matches(&self.old).count().saturating_mul(growth));
        limits::texts(texts.map(size), &column.name, CONVERTER)
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
        self.check(column, texts.iter().flatten().map(AsRef::as_ref))?;
        Ok(texts.into_par_iter().map(|text| text.map(|text| self.replace(&text))).collect())
    }

    /// A column with the pieces replaced: in its categories, where it has some.
    fn as_replaced(&self, column: &Column) -> Result<Column> {
        let (column_type, values) = match &column.values {
            Values::Codes(codes) => {
                let replaced = self.replaced(column, categories::of(column)?)?;
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
        each(&self.columns, inputs, |place, column| self.values(column, &self.types[place])).map(Made::all)
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.types.len() && !self.old.is_empty()
    }
}
