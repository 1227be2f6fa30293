//! Days and times as spreadsheets keep them: numbers of days since an epoch.

use super::formats::Format;
use chrono::{DateTime, NaiveDate};

/// The text of a number in a cell of this format. `from_1904` says which of the two epochs a workbook counts from.
pub(super) fn text(number: f64, format: Format, from_1904: bool) -> String {
    moment(number, format, from_1904).unwrap_or_else(|| number.to_string())
}

/// The text of a moment, to the second; none for a number that is none.
#[expect(clippy::cast_possible_truncation, reason = "checked to be far below 2^52")]
fn moment(number: f64, format: Format, from_1904: bool) -> Option<String> {
    // Spreadsheets end with the year 9999.
    if format == Format::Number || !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let seconds = (number * 86_400.0).round() as i64;
    if format == Format::Time {
        return Some(format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
    }
    // 1900 is a leap year to spreadsheets: day 60 never was, and days before it are counted from one day later.
    let (year, month, day) = if from_1904 { (1904, 1, 1) } else { (1899, 12, if number < 60.0 { 31 } else { 30 }) };
    let start = NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(0, 0, 0)?.and_utc().timestamp();
    let time = DateTime::from_timestamp(start + seconds, 0)?;
    let plain = format == Format::Day && seconds % 86_400 == 0;
    Some(time.format(if plain { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M:%S" }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_either_epoch() {
        assert_eq!(text(1.0, Format::Day, false), "1900-01-01");
        assert_eq!(text(59.0, Format::Day, false), "1900-02-28");
        assert_eq!(text(61.0, Format::Day, false), "1900-03-01");
        assert_eq!(text(44_197.0, Format::Day, false), "2021-01-01");
        assert_eq!(text(42_735.0, Format::Day, true), "2021-01-01");
    }

    #[test]
    fn times_are_rounded_to_the_second() {
        assert_eq!(text(44_197.416_666_666_664, Format::Moment, false), "2021-01-01 10:00:00");
        assert_eq!(text(44_197.0, Format::Moment, false), "2021-01-01 00:00:00");
        assert_eq!(text(44_197.5, Format::Day, false), "2021-01-01 12:00:00");
        assert_eq!(text(0.416_666_666_666_666_7, Format::Time, false), "10:00:00");
        assert_eq!(text(1.25, Format::Time, false), "30:00:00");
    }

    #[test]
    fn numbers_that_are_no_moments_stay_numbers() {
        assert_eq!(text(1.5, Format::Number, false), "1.5");
        assert_eq!(text(-1.0, Format::Day, false), "-1");
        assert_eq!(text(1e300, Format::Moment, false), 1e300.to_string());
        assert_eq!(text(f64::NAN, Format::Day, false), "NaN");
    }
}
