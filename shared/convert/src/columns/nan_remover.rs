//! Takes out rows with missing values.

use crate::change::{Change, Made};
use crate::layout::Plan;
use crate::reading;
use crate::sample::Sample;
use crate::step::Step;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::columns as parameters;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};
use std::sync::{Mutex, PoisonError};

/// The columns in which no value may be missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct NanRemover {
    columns: Vec<String>,
}

/// Learns which columns matter, and that some row is complete in them.
pub(crate) fn fit(_: &Checked<parameters::NanRemover>, sample: &Sample<'_>) -> Result<NanRemover> {
    let incomplete = Mutex::new(vec![false; sample.all_rows()]);
    sample.each_name(|name| {
        let mut start = 0;
        sample.whole_runs(name, |run| {
            let gaps = reading::missing(&run.values);
            let mut incomplete = incomplete.lock().unwrap_or_else(PoisonError::into_inner);
            incomplete[start..].iter_mut().zip(&gaps).for_each(|(incomplete, gap)| *incomplete |= gap);
            start += gaps.len();
            Ok(())
        })
    })?;
    let incomplete = incomplete.into_inner().unwrap_or_else(PoisonError::into_inner);
    if !incomplete.is_empty() && incomplete.iter().all(|incomplete| *incomplete) {
        return Err(Error::precondition(
            "NanRemover would remove every row, because each has a missing value in the chosen columns. Choose fewer \
             columns, or remove empty ones with ColumnRemover first.",
        ));
    }
    Ok(NanRemover { columns: sample.names().to_vec() })
}

fn either(mut a: Vec<bool>, b: &[bool]) -> Vec<bool> {
    a.iter_mut().zip(b).for_each(|(a, b)| *a |= b);
    a
}

impl Step for NanRemover {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        Plan::kept(table).reading(table, &self.columns)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let incomplete = inputs.iter().map(|column| reading::missing(&column.values)).reduce(|a, b| either(a, &b));
        let keep = incomplete.map(|incomplete| incomplete.into_iter().map(|incomplete| !incomplete).collect());
        Ok(Made { values: Vec::new(), keep })
    }

    fn changes_rows(&self) -> bool {
        true
    }

    fn is_sound(&self) -> bool {
        true
    }
}
