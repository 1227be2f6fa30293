//! Selection by a rule of choice.

use super::rule::Rule;
pub(crate) use crate::columns::column_remover::ColumnRemover;
use crate::sample::Sample;
use skydash_catalog::Checked;
use skydash_catalog::converters::selection::{self as parameters, SelectionMode, SelectionParam};
use skydash_domain::{Error, Result};

/// Learns which columns to remove.
pub(crate) fn fit(
    checked: &Checked<parameters::GenericUnivariateSelect>,
    sample: &Sample<'_>,
) -> Result<ColumnRemover> {
    super::select(rule(checked)?, sample)
}

fn rule(checked: &Checked<parameters::GenericUnivariateSelect>) -> Result<Rule> {
    let number = match checked.param {
        Some(SelectionParam::Number(number)) => Some(number),
        Some(SelectionParam::Integer(number)) => Some(number as f64),
        Some(SelectionParam::Word(_)) => None,
        None => return Err(wrong("a number")),
    };
    let within = |most: f64| number.filter(|number| (0.0..=most).contains(number));
    let rate = || within(1.0).ok_or_else(|| wrong("an error rate between 0 and 1"));
    match checked.mode {
        SelectionMode::KBest => match number {
            None => Ok(Rule::All),
            Some(number) if number >= 1.0 && number.fract() == 0.0 => Ok(Rule::Best(number as usize)),
            Some(_) => Err(wrong("a whole number of columns from 1 on, or 'all'")),
        },
        SelectionMode::Percentile => {
            let share = within(100.0).filter(|share| *share > 0.0);
            share.map(Rule::Percentile).ok_or_else(|| wrong("a percentage above 0 and up to 100"))
        }
        SelectionMode::Fpr => rate().map(Rule::FalsePositives),
        SelectionMode::Fdr => rate().map(Rule::FalseDiscoveries),
        SelectionMode::Fwe => rate().map(Rule::FamilyError),
    }
}

fn wrong(wanted: &str) -> Error {
    Error::invalid(format!("Parameter 'param' of GenericUnivariateSelect must be {wanted} for this mode."))
}
