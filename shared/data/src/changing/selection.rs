//! Tables with fewer columns, or the same in another order: only the summary differs.

use super::check_names;
use crate::columns::Places;
use serde_json::{Map, Value};
use skydash_domain::Result;
use skydash_domain::change::{Layout, Slot};
use skydash_domain::summary::{ColumnInfo, Summary};

/// Whether a layout only says which columns stay.
pub(super) fn is_selection(layout: &Layout) -> bool {
    layout.inputs.is_empty() && layout.slots.iter().all(|slot| matches!(slot, Slot::Kept(_)))
}

/// The same parts, of which only these columns are seen.
pub(super) fn selected(summary: &Summary, layout: &Layout) -> Result<Summary> {
    let names: Vec<String> = layout.slots.iter().map(|slot| slot.name().to_owned()).collect();
    check_names(&names)?;
    let places = Places::new(summary);
    let columns = names.iter().map(|name| Ok(summary.columns[places.of(name)?].clone()));
    let columns: Vec<ColumnInfo> = columns.collect::<Result<_>>()?;
    let value = |row: &Map<String, Value>, name: &String| (name.clone(), row.get(name).cloned().unwrap_or_default());
    Ok(Summary {
        format: summary.format,
        rows: summary.rows,
        columns,
        parts: summary.parts.clone(),
        sample: summary.sample.iter().map(|row| names.iter().map(|name| value(row, name)).collect()).collect(),
        nan: names.iter().map(|name| (name.clone(), summary.nan.get(name).copied().unwrap_or_default())).collect(),
        statistics: None,
    })
}
