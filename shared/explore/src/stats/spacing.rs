//! How far moments of a series are apart, named as pandas names frequencies.

use chrono::{DateTime, Datelike, Days, NaiveDate, Weekday};
use std::collections::HashMap;

pub(crate) const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
pub(crate) const DAY: i64 = 24 * HOUR;

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// What lies between one moment and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// So many microseconds.
    Fixed(i64),
    /// A day, or a weekend.
    Workday,
    /// So many months.
    Months(i64),
}

/// How a series is spaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spacing {
    /// The step that most moments are apart.
    pub step: Step,
    /// Its name: `D`, `W-SUN`, `MS`, `15min`.
    pub name: String,
    /// Whether all are.
    pub regular: bool,
    /// How many moments are missing between the first and the last one.
    pub missing: i64,
}

impl Spacing {
    /// Of different moments in ascending order, in microseconds since 1970. None for fewer than three, and where no step is
    /// that of at least half of them.
    pub fn of(moments: &[i64]) -> Option<Self> {
        if moments.len() < 3 {
            return None;
        }
        let days = days(moments);
        days.as_deref().and_then(by_months).or_else(|| days.as_deref().and_then(by_workdays)).or_else(|| fixed(moments))
    }

    /// How many steps make a season: a year of months or weeks, a week of days, a day of hours or minutes, a minute of
    /// seconds.
    pub fn season(&self) -> Option<usize> {
        let season = match self.step {
            Step::Workday => 5,
            Step::Months(months) => 12 / months,
            Step::Fixed(step) if step % (7 * DAY) == 0 => 52 * 7 * DAY / step,
            Step::Fixed(DAY) => 7,
            Step::Fixed(step) if step < MINUTE => MINUTE / step,
            Step::Fixed(step) => DAY / step,
        };
        usize::try_from(season).ok().filter(|season| *season > 1)
    }
}

/// The days of the moments, where all are at the same time of day.
fn days(moments: &[i64]) -> Option<Vec<NaiveDate>> {
    let time = moments[0].rem_euclid(DAY);
    moments
        .iter()
        .map(|&moment| {
            let is_same = moment.rem_euclid(DAY) == time;
            is_same.then(|| DateTime::from_timestamp_micros(moment).map(|moment| moment.date_naive())).flatten()
        })
        .collect()
}

/// Months apart: all on the same day of the month, or all on its last one.
fn by_months(days: &[NaiveDate]) -> Option<Spacing> {
    let is_last = |day: &NaiveDate| day.checked_add_days(Days::new(1)).is_none_or(|next| next.day() == 1);
    let first = days[0];
    let (all_last, all_same) = (days.iter().all(is_last), days.iter().all(|day| day.day() == first.day()));
    if !all_last && !all_same {
        return None;
    }
    let months: Vec<i64> = days.iter().map(|day| i64::from(day.year()) * 12 + i64::from(day.month0())).collect();
    let (step, regular, missing) = usual(&months)?;
    let place = if first.day() == 1 { "S" } else { "E" };
    let month = first.month0() as usize;
    let name = match step {
        _ if first.day() != 1 && !all_last => format!("{step} month(s), day {}", first.day()),
        _ if step % 12 == 0 => format!("{}Y{place}-{}", times(step / 12), MONTHS[month]),
        _ if step % 3 == 0 && first.day() == 1 => format!("{}QS-{}", times(step / 3), MONTHS[month % 3]),
        _ if step % 3 == 0 => format!("{}QE-{}", times(step / 3), MONTHS[9 + month % 3]),
        _ => format!("{}M{place}", times(step)),
    };
    Some(Spacing { step: Step::Months(step), name, regular, missing })
}

/// A day apart, but for weekends.
fn by_workdays(days: &[NaiveDate]) -> Option<Spacing> {
    let is_workday = |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let over_weekend = |pair: &[NaiveDate]| pair[0].iso_week() != pair[1].iso_week();
    if !days.iter().all(is_workday) || !days.windows(2).any(over_weekend) {
        return None;
    }
    // Monday of the first week is 0; weeks have five days.
    let number = |day: &NaiveDate| {
        let since = i64::from(day.num_days_from_ce()) - 1;
        since.div_euclid(7) * 5 + since.rem_euclid(7)
    };
    let numbers: Vec<i64> = days.iter().map(number).collect();
    let (step, regular, missing) = usual(&numbers)?;
    (step == 1).then(|| Spacing { step: Step::Workday, name: "B".to_owned(), regular, missing })
}

fn fixed(moments: &[i64]) -> Option<Spacing> {
    let (step, regular, missing) = usual(moments)?;
    let units = [(DAY, "D"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s"), (1000, "ms"), (1, "us")];
    let name = if step % (7 * DAY) == 0 {
        let day = DateTime::from_timestamp_micros(moments[0])?.weekday().to_string().to_uppercase();
        format!("{}W-{day}", times(step / (7 * DAY)))
    } else {
        let (unit, word) = units.into_iter().find(|(unit, _)| step % unit == 0)?;
        format!("{}{word}", times(step / unit))
    };
    Some(Spacing { step: Step::Fixed(step), name, regular, missing })
}

/// The step that at least half of ascending numbers are apart, whether all are, and how many are missing.
fn usual(numbers: &[i64]) -> Option<(i64, bool, i64)> {
    let mut counts: HashMap<i64, usize> = HashMap::new();
    for pair in numbers.windows(2) {
        *counts.entry(pair[1] - pair[0]).or_default() += 1;
    }
    let (&step, &count) = counts.iter().max_by_key(|(step, count)| (**count, -**step))?;
    if step <= 0 || count * 2 < numbers.len() - 1 {
        return None;
    }
    let missing = numbers.windows(2).map(|pair| ((pair[1] - pair[0] + step / 2) / step - 1).max(0)).sum();
    Some((step, counts.len() == 1, missing))
}

/// A number before a unit, unless it is one.
fn times(count: i64) -> String {
    if count == 1 { String::new() } else { count.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(texts: &[&str]) -> Vec<i64> {
        let day = |text: &&str| text.parse::<NaiveDate>().unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
        texts.iter().map(|text| day(text).timestamp_micros()).collect()
    }

    fn name(texts: &[&str]) -> String {
        Spacing::of(&moments(texts)).unwrap().name
    }

    #[test]
    fn frequencies_are_named_as_in_pandas() {
        assert_eq!(name(&["2021-01-01", "2021-01-02", "2021-01-03"]), "D");
        assert_eq!(name(&["2021-01-01", "2021-01-03", "2021-01-05"]), "2D");
        assert_eq!(name(&["2021-01-03", "2021-01-10", "2021-01-17"]), "W-SUN");
        assert_eq!(name(&["2021-01-01", "2021-02-01", "2021-03-01"]), "MS");
        assert_eq!(name(&["2021-01-31", "2021-02-28", "2021-03-31"]), "ME");
        assert_eq!(name(&["2021-01-01", "2021-04-01", "2021-07-01"]), "QS-JAN");
        assert_eq!(name(&["2021-03-31", "2021-06-30", "2021-09-30"]), "QE-DEC");
        assert_eq!(name(&["2021-01-01", "2022-01-01", "2023-01-01"]), "YS-JAN");
        assert_eq!(name(&["2021-01-07", "2021-01-08", "2021-01-11", "2021-01-12"]), "B");
        let hours: Vec<i64> = (0..5).map(|n| n * 90 * MINUTE).collect();
        assert_eq!(Spacing::of(&hours).unwrap().name, "90min");
    }

    #[test]
    fn gaps_are_counted_and_chaos_has_no_name() {
        let gap = Spacing::of(&moments(&["2021-01-01", "2021-01-02", "2021-01-05", "2021-01-06"])).unwrap();
        assert_eq!((gap.regular, gap.missing, gap.season()), (false, 2, Some(7)));
        let month = Spacing::of(&moments(&["2021-01-01", "2021-02-01", "2021-04-01", "2021-05-01"])).unwrap();
        assert_eq!((month.name.as_str(), month.missing, month.season()), ("MS", 1, Some(12)));
        assert_eq!(Spacing::of(&moments(&["2021-01-01", "2021-01-02", "2021-01-09", "2021-01-30"])), None);
        assert_eq!(Spacing::of(&moments(&["2021-01-01", "2021-01-02"])), None);
    }
}
