//! Leaving out rows of frequent classes at random.

use super::classes::Classes;
use super::rows::base;
use crate::change::{Change, Rebuilt, RebuiltColumn};
use crate::gathering;
use crate::layout::present;
use crate::sample::Sample;
use crate::seed;
use crate::step::Step;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::sampling as parameters;
use skydash_domain::Result;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;

const CONVERTER: &str = "RandomUnderSamplerConverter";

/// What to draw. Nothing is learnt: rows are drawn from the table that is changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct UnderSampler {
    target: String,
    rows: Vec<usize>,
    share: Option<f64>,
    seed: i64,
}

/// Keeps what is asked for.
pub(crate) fn fit(
    checked: &Checked<parameters::RandomUnderSamplerConverter>,
    sample: &Sample<'_>,
) -> Result<UnderSampler> {
    Ok(UnderSampler {
        target: sample.target_name()?.to_owned(),
        rows: sample.chosen_rows().to_vec(),
        share: checked.sampling_strategy.share(),
        seed: checked.random_state.unwrap_or_default(),
    })
}

impl Step for UnderSampler {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        present(table, std::slice::from_ref(&self.target))?;
        let base = base(&self.rows, table, CONVERTER)?;
        let classes = Classes::new(&gathering::column(table, &self.target, &self.rows, CONVERTER)?, CONVERTER)?;
        let mut random = seed::generator(self.seed);
        let mut kept = Vec::new();
        for (rows, staying) in classes.rows.iter().zip(classes.staying(self.share)?) {
            match staying {
                Some(count) => kept.extend(random.permutation(rows.len()).into_iter().take(count).map(|at| rows[at])),
                None => kept.extend(rows),
            }
        }
        kept.sort_unstable();
        Ok(Change::Whole(Rebuilt {
            columns: table.types().keys().cloned().map(RebuiltColumn::Kept).collect(),
            rows: kept.into_iter().map(|place| Some(base[place] as u64)).collect(),
        }))
    }

    fn changes_rows(&self) -> bool {
        true
    }

    fn is_sound(&self) -> bool {
        true
    }
}
