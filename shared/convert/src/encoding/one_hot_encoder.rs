//! A column of zeros and ones for each category.

use super::grouping::{Groups, Rarity};
use super::learning::{Known, given, known, listed, unknown};
use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::reading::shortened;
use crate::sample::Sample;
use crate::step::Step;
use crate::types;
use serde::{Deserialize, Serialize};
use skydash_catalog::converters::encoding::{self as parameters, OneHotUnknown, Whole};
use skydash_catalog::{Checked, Component};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, MISSING, Values};
use skydash_domain::{Error, Result, categories};

/// The word for a missing value in the name of its column.
const NAN: &str = "nan";
/// The word for rare categories in the name of their column.
const RARE: &str = "infrequent_sklearn";
/// The position of a category that was not learnt.
const UNKNOWN: u32 = MISSING - 1;

/// The columns and what becomes of their categories.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct OneHotEncoder {
    columns: Vec<String>,
    spreads: Vec<Spread>,
    width: Whole,
    refuses_unknown: bool,
}

/// The columns that are made of one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Spread {
    /// The categories that were learnt.
    categories: Vec<String>,
    /// For each of them, which of the made columns has its ones; none for a dropped category.
    ones: Vec<Option<u32>>,
    /// The same for a missing value; the outer none where that was not learnt.
    missing: Option<Option<u32>>,
    /// The same for a category that was not learnt.
    unknown: Option<u32>,
    /// Names of the made columns.
    made: Vec<String>,
}

/// Learns which categories occur, and names a column for each.
pub(crate) fn fit(checked: &Checked<parameters::OneHotEncoder>, sample: &Sample<'_>) -> Result<OneHotEncoder> {
    sample.at_least(1)?;
    let given = given(&checked.categories, sample)?;
    let refuses_unknown = checked.handle_unknown == OneHotUnknown::Error;
    let mut spreads = sample.each_name(|column| {
        let known = known(given.as_deref(), column, refuses_unknown, sample)?;
        spread(checked, column, known, sample.names().len())
    })?;
    let wanted = spreads.iter().flat_map(|spread| spread.made.iter().cloned()).collect::<Vec<_>>();
    let mut fresh = sample.fresh(wanted, &[])?.into_iter();
    for spread in &mut spreads {
        spread.made = fresh.by_ref().take(spread.made.len()).collect();
    }
    Ok(OneHotEncoder { columns: sample.names().to_vec(), spreads, width: checked.dtype, refuses_unknown })
}

fn spread(checked: &parameters::OneHotEncoder, column: &str, known: Known, columns: usize) -> Result<Spread> {
    let rarity = Rarity { min_frequency: checked.min_frequency, max_categories: checked.max_categories };
    // Where the categories are given, a missing value is none of them.
    let groups = Groups::new(&known, rarity, checked.categories.trim() == "auto");
    let dropped = dropped(checked.drop.as_deref(), column, &known, &groups, columns)?;
    let one = |group: u32| match dropped {
        Some(dropped) if dropped == group => None,
        Some(dropped) if dropped < group => Some(group - 1),
        _ => Some(group),
    };
    let labels = known.categories.iter().map(String::as_str).chain([NAN]);
    let mut words = vec![RARE; groups.count as usize];
    for (label, &group) in labels.zip(&groups.of).filter(|(_, group)| Some(**group) != groups.rare) {
        words[group as usize] = label;
    }
    let kept = words.iter().zip(0..).filter(|(_, group)| dropped != Some(*group));
    let made = kept.map(|(word, _)| format!("ohe_{column}_{word}")).collect();
    let ones: Vec<Option<u32>> = groups.of.iter().map(|&group| one(group)).collect();
    let unknown = match checked.handle_unknown {
        OneHotUnknown::InfrequentIfExist => groups.rare.and_then(one),
        OneHotUnknown::Error | OneHotUnknown::Ignore => None,
    };
    let missing = ones.get(known.categories.len()).copied();
    let ones = ones.into_iter().take(known.categories.len()).collect();
    Ok(Spread { categories: known.categories, ones, missing, unknown, made })
}

/// The group that gets no column.
fn dropped(drop: Option<&str>, column: &str, known: &Known, groups: &Groups, columns: usize) -> Result<Option<u32>> {
    let invalid = |what: String| Err(Error::invalid(format!("Parameter 'drop' of OneHotEncoder {what}")));
    let name = match drop.map(str::trim) {
        None | Some("") => return Ok(None),
        Some("first") => return Ok((groups.count > 0).then_some(0)),
        Some("if_binary") => return Ok((groups.count == 2).then_some(0)),
        Some(name) => name,
    };
    let names = listed("drop", name)?;
    let [name] = names.as_slice() else {
        return invalid(format!("names {} categories. Name one, or choose 'first' or 'if_binary'.", names.len()));
    };
    if columns > 1 {
        return invalid(
            "names the category of one column. Choose a single column, or 'first' or 'if_binary'.".to_owned(),
        );
    }
    let Some(place) = known.categories.iter().position(|category| category == name) else {
        return invalid(format!("names '{}', which is no category of column '{column}'.", shortened(name)));
    };
    if Some(groups.of[place]) == groups.rare {
        return invalid(format!("names '{}', which is merged with other rare categories.", shortened(name)));
    }
    Ok(Some(groups.of[place]))
}

impl Spread {
    /// Which made column has the one of each row; none where all have zeros.
    fn ones(&self, column: &Column, refuses_unknown: bool) -> Result<Vec<Option<u32>>> {
        let refuse = |category: &str| {
            const REMEDY: &str = "Learn from more rows, or set 'handle_unknown' to 'ignore'.";
            Err(unknown(&column.name, category, parameters::OneHotEncoder::NAME, REMEDY))
        };
        let find = |category: &str| if refuses_unknown { refuse(category) } else { Ok(UNKNOWN) };
        let positions = categories::positions(&self.categories, column, find)?;
        let one = |position: u32| match self.ones.get(position as usize) {
            Some(one) => Ok(*one),
            None if position == MISSING => match self.missing {
                Some(one) => Ok(one),
                None => find(NAN).map(|_| self.unknown),
            },
            None => Ok(self.unknown),
        };
        positions.into_iter().map(one).collect()
    }

    /// The made columns of some rows.
    fn made(&self, ones: &[Option<u32>]) -> Vec<Values> {
        let mut made = vec![vec![0.0; ones.len()]; self.made.len()];
        for (row, one) in ones.iter().enumerate() {
            if let Some(one) = one {
                made[*one as usize][row] = 1.0;
            }
        }
        made.into_iter().map(Values::Numbers).collect()
    }

    fn is_sound(&self) -> bool {
        let fits = |one: &Option<u32>| one.is_none_or(|one| (one as usize) < self.made.len());
        self.categories.len() == self.ones.len()
            && self.ones.iter().all(fits)
            && self.missing.iter().all(fits)
            && fits(&self.unknown)
    }
}

impl Step for OneHotEncoder {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let names = self.spreads.iter().flat_map(|spread| &spread.made);
        let made = names.map(|name| (name.clone(), types::whole(self.width)));
        Plan::kept(table).reading(table, &self.columns)?.adding(made)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let made = each(&self.columns, inputs, |place, column| {
            let spread = &self.spreads[place];
            Ok(spread.made(&spread.ones(column, self.refuses_unknown)?))
        })?;
        Ok(Made::all(made.into_iter().flatten().collect()))
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.spreads.len() && self.spreads.iter().all(Spread::is_sound)
    }
}
