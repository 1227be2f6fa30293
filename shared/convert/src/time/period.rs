//! Days, weeks, months, quarters and years, numbered one after the other.

use chrono::{Datelike, Days, NaiveDate};
use skydash_catalog::converters::time::Frequency;

/// The number of the period that a day is in; periods that follow each other have numbers that do.
pub(super) fn number(frequency: Frequency, day: NaiveDate) -> i64 {
    let days = i64::from(day.num_days_from_ce());
    let month = i64::from(day.year()) * 12 + i64::from(day.month0());
    match frequency {
        Frequency::Day => days,
        // Day 1 was a Monday.
        Frequency::Week => (days - 1).div_euclid(7),
        Frequency::Month => month,
        Frequency::Quarter => month.div_euclid(3),
        Frequency::Year => i64::from(day.year()),
    }
}

/// The day that a period is named after: the Sunday of a week, the first day of any other.
pub(super) fn label(frequency: Frequency, number: i64) -> Option<NaiveDate> {
    let first = |months: i64| {
        let year = i32::try_from(months.div_euclid(12)).ok()?;
        NaiveDate::from_ymd_opt(year, u32::try_from(months.rem_euclid(12)).ok()? + 1, 1)
    };
    let day = |days: i64| NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?);
    match frequency {
        Frequency::Day => day(number),
        Frequency::Week => day(number.checked_mul(7)? + 1)?.checked_add_days(Days::new(6)),
        Frequency::Month => first(number),
        Frequency::Quarter => first(number.checked_mul(3)?),
        Frequency::Year => first(number.checked_mul(12)?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_named_after_their_sunday_or_their_first_day() {
        let named = |frequency: Frequency, day: &str| {
            let day: NaiveDate = day.parse().unwrap();
            label(frequency, number(frequency, day)).unwrap().to_string()
        };
        assert_eq!(named(Frequency::Day, "2024-02-29"), "2024-02-29");
        assert_eq!(named(Frequency::Week, "2024-02-29"), "2024-03-03");
        assert_eq!(named(Frequency::Week, "2024-03-03"), "2024-03-03");
        assert_eq!(named(Frequency::Week, "2024-03-04"), "2024-03-10");
        assert_eq!(named(Frequency::Month, "2024-02-29"), "2024-02-01");
        assert_eq!(named(Frequency::Quarter, "2024-12-31"), "2024-10-01");
        assert_eq!(named(Frequency::Year, "2024-12-31"), "2024-01-01");
        assert_eq!(label(Frequency::Week, i64::MAX), None);
    }
}
