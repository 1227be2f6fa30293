//! Values of spreadsheet cells as text.

use calamine::{Data, DataRef, ExcelDateTime};
use chrono::Timelike;

/// The text of a cell; empty for empty cells and errors.
pub(super) fn text(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => float(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(moment) => date(moment),
        Data::Error(_) | Data::Empty => String::new(),
        #[expect(unreachable_patterns, reason = "the library may add kinds of cells")]
        _ => String::new(),
    }
}

/// The text of a borrowed cell.
pub(super) fn text_ref(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::SharedString(text) => (*text).to_owned(),
        other => text(&Data::from(other.clone())),
    }
}

/// Spreadsheets keep whole numbers as floating point ones.
fn float(number: f64) -> String {
    number.to_string()
}

fn date(moment: &ExcelDateTime) -> String {
    let Some(time) = moment.as_datetime() else { return float(moment.as_f64()) };
    let midnight = time.num_seconds_from_midnight() == 0 && time.nanosecond() == 0;
    time.format(if midnight { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" }).to_string()
}
