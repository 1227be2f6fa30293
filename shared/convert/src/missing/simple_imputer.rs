//! Fills gaps with one value a column.

use super::filling::Filling;
use super::indicator;
use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::reading;
use crate::sample::Sample;
use crate::step::Step;
use crate::types;
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::missing as parameters;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{Error, Result};

/// The columns, what each is filled with, and those whose gaps are marked with the names of the marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SimpleImputer {
    columns: Vec<String>,
    fillings: Vec<Filling>,
    marked: Vec<String>,
    marks: Vec<String>,
}

/// Learns what to fill each column with, and which columns have gaps to mark.
pub(crate) fn fit(checked: &Checked<parameters::SimpleImputer>, sample: &Sample<'_>) -> Result<SimpleImputer> {
    sample.at_least(1)?;
    let learnt = sample.each(|column| {
        let has_gaps = checked.add_indicator && reading::missing(&column.values).contains(&true);
        Ok((Filling::learn(checked, &column)?, has_gaps))
    })?;
    let columns = sample.names().to_vec();
    let with_gaps = columns.iter().zip(&learnt).filter(|(_, (_, has_gaps))| *has_gaps);
    let marked: Vec<String> = with_gaps.map(|(name, _)| name.clone()).collect();
    let fillings: Vec<Filling> = learnt.into_iter().map(|(filling, _)| filling).collect();
    let marks = sample.fresh(marked.iter().map(|name| indicator::name(name)), &[])?;
    Ok(SimpleImputer { columns, fillings, marked, marks })
}

impl Step for SimpleImputer {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let pairs = || self.columns.iter().zip(self.fillings.iter().map(Filling::column_type));
        let (filled, types): (Vec<String>, Vec<ColumnType>) =
            pairs().filter_map(|(name, column_type)| Some((name.clone(), column_type?))).unzip();
        let removed: Vec<String> =
            pairs().filter(|(_, column_type)| column_type.is_none()).map(|(name, _)| name.clone()).collect();
        Plan::kept(table)
            .remaking(table, &filled, |place| types[place].clone())?
            .without(&removed)
            .reading(table, &removed)?
            .adding(self.marks.iter().map(|name| (name.clone(), types::integer())))?
            .by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let filled = each(&self.columns, inputs, |place, column| match &self.fillings[place] {
            Filling::Removed => Ok(None),
            filling => filling.fill(column).map(Some),
        })?;
        let mark = |name: &String| {
            let column = inputs.iter().find(|column| column.name == *name);
            let column = column.ok_or_else(|| Error::internal(format!("column '{name}' was not read")))?;
            Ok(indicator::marks(&column.values))
        };
        let mut values: Vec<Values> = filled.into_iter().flatten().collect();
        values.extend(self.marked.iter().map(mark).collect::<Result<Vec<_>>>()?);
        Ok(Made::all(values))
    }

    fn is_sound(&self) -> bool {
        self.columns.len() == self.fillings.len()
            && self.marked.len() == self.marks.len()
            && self.fillings.iter().all(Filling::is_sound)
    }
}
