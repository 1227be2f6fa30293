//! Dates and times of day as moments.

use crate::label::short;
use crate::scope::Scope;
use crate::stats::spacing::{DAY, SECOND};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use rayon::prelude::*;
use skydash_domain::table::{ColumnType, Values};
use skydash_domain::{Error, Result};

/// The moment of a row without one.
pub(crate) const NEVER: i64 = i64::MIN;

impl Scope<'_> {
    /// A column of dates as microseconds since 1970; [`NEVER`] for a missing date.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a column that holds none.
    pub fn moments(&self, name: &str) -> Result<Vec<i64>> {
        let dtype = match self.column_type(name)? {
            ColumnType::Date { dtype } | ColumnType::Timestamp { dtype } => dtype,
            other => {
                return Err(Error::invalid(format!(
                    "{} needs dates, but column '{}' is of type {}. Choose a column of type Date.",
                    self.explorer,
                    short(name),
                    other.name()
                )));
            }
        };
        let mut moments = Vec::with_capacity(self.bounded(name)?);
        self.runs(name, |run| {
            let Values::Texts(texts) = &run.values else { return Err(Error::internal("dates are no texts")) };
            let moment = |text: &Option<String>| text.as_deref().and_then(|text| parse(text, dtype));
            moments.par_extend(texts.par_iter().map(|text| moment(text).unwrap_or(NEVER)));
            Ok(())
        })?;
        Ok(moments)
    }

    /// Whether a column holds dates.
    pub fn is_dated(&self, name: &str) -> Result<bool> {
        Ok(matches!(self.column_type(name)?, ColumnType::Date { .. } | ColumnType::Timestamp { .. }))
    }
}

/// The moment that a text in this strptime format means.
fn parse(text: &str, format: &str) -> Option<i64> {
    if format == "%Y-%m-%d" {
        return day(text.as_bytes());
    }
    if format == "%Y-%m-%d %H:%M:%S" && text.len() == 19 {
        let (date, time) = text.as_bytes().split_at(10);
        let part = |at: usize, limit: i64| digits(&time[at..at + 2]).filter(|part| *part < limit);
        return Some(day(date)? + ((part(1, 24)? * 60 + part(4, 60)?) * 60 + part(7, 60)?) * SECOND);
    }
    let moment = NaiveDateTime::parse_from_str(text, format)
        .or_else(|_| NaiveDate::parse_from_str(text, format).map(|day| day.and_time(NaiveTime::MIN)));
    moment.ok().map(|moment| moment.and_utc().timestamp_micros())
}

/// The moment at which a day written year-month-day starts.
fn day(text: &[u8]) -> Option<i64> {
    if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let part = |range: std::ops::Range<usize>| digits(&text[range]).and_then(|part| u32::try_from(part).ok());
    let year = i32::try_from(digits(&text[..4])?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, part(5..7)?, part(8..10)?)?;
    let since = date.signed_duration_since(NaiveDate::default()).num_days();
    Some(since * DAY)
}

fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

/// A moment as people and plotly.js read it: without a time of day where it is midnight.
pub(crate) fn written(moment: i64) -> String {
    let Some(time) = DateTime::from_timestamp_micros(moment) else { return String::new() };
    let format = if moment.rem_euclid(DAY) == 0 {
        "%Y-%m-%d"
    } else if moment.rem_euclid(SECOND) == 0 {
        "%Y-%m-%d %H:%M:%S"
    } else {
        "%Y-%m-%d %H:%M:%S%.6f"
    };
    time.format(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_moments_and_texts_again() {
        let there_and_back = |text: &str, format: &str| parse(text, format).map(written);
        assert_eq!(there_and_back("2021-02-28", "%Y-%m-%d").as_deref(), Some("2021-02-28"));
        assert_eq!(there_and_back("1969-12-31", "%Y-%m-%d").as_deref(), Some("1969-12-31"));
        assert_eq!(there_and_back("2021-02-29", "%Y-%m-%d"), None);
        assert_eq!(there_and_back("31.12.2020", "%d.%m.%Y").as_deref(), Some("2020-12-31"));
        let time = "%Y-%m-%d %H:%M:%S";
        assert_eq!(there_and_back("2021-02-28 23:59:58", time).as_deref(), Some("2021-02-28 23:59:58"));
        assert_eq!(there_and_back("2021-02-28 24:00:00", time), None);
        let fraction = there_and_back("2021-02-28T01:02:03.5", "%Y-%m-%dT%H:%M:%S%.f");
        assert_eq!(fraction.as_deref(), Some("2021-02-28 01:02:03.500000"));
        assert_eq!(parse("1970-01-02", "%Y-%m-%d"), Some(DAY));
    }
}
