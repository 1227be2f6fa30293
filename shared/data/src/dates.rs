//! Dates and times in text. They stay text; what is known is the format in which all of them are written.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// A strptime format and what it describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A calendar day.
    Date(&'static str),
    /// A day and a time.
    Timestamp(&'static str),
    /// A time of day.
    Time(&'static str),
}

/// Formats that are recognised without being asked for, each unambiguous.
const RECOGNISED: &[Format] = &[
    Format::Date("%Y-%m-%d"),
    Format::Timestamp("%Y-%m-%d %H:%M:%S"),
    Format::Timestamp("%Y-%m-%dT%H:%M:%S"),
    Format::Timestamp("%Y-%m-%d %H:%M:%S%.f"),
    Format::Timestamp("%Y-%m-%dT%H:%M:%S%.f"),
    Format::Date("%Y/%m/%d"),
    Format::Time("%H:%M:%S"),
];

/// Formats of days that are tried when somebody asks for a date.
const ASKED: &[&str] =
    &["%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y%m%d", "%d/%m/%y"];

/// The first recognised format in which every text is written; none when there is no text.
pub(crate) fn format_of<'a>(mut texts: impl Iterator<Item = &'a str>) -> Option<Format> {
    let mut recogniser = Recogniser::default();
    let _ = texts.all(|text| recogniser.add(text));
    recogniser.found()
}

/// Looks for the first recognised format in which all texts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Recogniser {
    /// No text was seen.
    #[default]
    Waiting,
    /// All texts so far have this one.
    Found(Format),
    /// There is none.
    Failed,
}

impl Recogniser {
    /// Looks at one more text; false once there is no such format.
    pub(crate) fn add(&mut self, text: &str) -> bool {
        *self = match *self {
            Self::Waiting => {
                RECOGNISED.iter().find(|format| format.reads(text)).map_or(Self::Failed, |it| Self::Found(*it))
            }
            Self::Found(format) if format.reads(text) => *self,
            _ => Self::Failed,
        };
        *self != Self::Failed
    }

    /// The format, if there is one.
    pub(crate) fn found(self) -> Option<Format> {
        if let Self::Found(format) = self { Some(format) } else { None }
    }
}

/// The first format of days in which every text is written.
pub(crate) fn asked_format<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Option<&'static str> {
    let mut texts = texts.peekable();
    texts.peek()?;
    ASKED.iter().copied().find(|format| texts.clone().all(|text| reads(text, format)))
}

impl Format {
    /// The strptime format.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Date(format) | Self::Timestamp(format) | Self::Time(format) => format,
        }
    }

    fn reads(self, text: &str) -> bool {
        match self {
            Self::Date(_) | Self::Timestamp(_) | Self::Time(_) if text.len() > 40 => false,
            Self::Date("%Y-%m-%d") => is_iso_day(text),
            Self::Date(format) => NaiveDate::parse_from_str(text, format).is_ok(),
            Self::Timestamp("%Y-%m-%d %H:%M:%S") => is_iso_moment(text, b' '),
            Self::Timestamp("%Y-%m-%dT%H:%M:%S") => is_iso_moment(text, b'T'),
            Self::Timestamp(format) => {
                text.get(..10).is_some_and(is_iso_day) && NaiveDateTime::parse_from_str(text, format).is_ok()
            }
            Self::Time(format) => text.len() == 8 && NaiveTime::parse_from_str(text, format).is_ok(),
        }
    }
}

/// Whether this text is a date, a time or both in this strptime format.
pub(crate) fn reads(text: &str, format: &str) -> bool {
    if format == "%Y-%m-%d" {
        return is_iso_day(text);
    }
    text.len() <= 80
        && (NaiveDate::parse_from_str(text, format).is_ok()
            || NaiveDateTime::parse_from_str(text, format).is_ok()
            || NaiveTime::parse_from_str(text, format).is_ok())
}

/// Whether this text is a day that exists, the separator, and a time of day to the second.
fn is_iso_moment(text: &str, separator: u8) -> bool {
    let bytes = text.as_bytes();
    let pair = |at: usize, limit: u8| {
        let (tens, ones) = (bytes[at].wrapping_sub(b'0'), bytes[at + 1].wrapping_sub(b'0'));
        tens < 10 && ones < 10 && tens * 10 + ones < limit
    };
    bytes.len() == 19
        && bytes[10] == separator
        && bytes[13] == b':'
        && bytes[16] == b':'
        && pair(11, 24)
        && pair(14, 60)
        && pair(17, 60)
        && text.get(..10).is_some_and(is_iso_day)
}

/// Whether this text is a day that exists, written year-month-day with all zeros.
fn is_iso_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    match (number(&bytes[..4]), number(&bytes[5..7]), number(&bytes[8..])) {
        (Some(year), Some(month), Some(day)) => {
            i32::try_from(year).is_ok_and(|year| NaiveDate::from_ymd_opt(year, month, day).is_some())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        let format = |texts: &[&str]| format_of(texts.iter().copied());
        assert_eq!(format(&["2021-01-05", "2024-02-29"]), Some(Format::Date("%Y-%m-%d")));
        assert_eq!(format(&["2021-01-05", "2021-13-40"]), None);
        assert_eq!(format(&["2021-01-05 10:00:00"]), Some(Format::Timestamp("%Y-%m-%d %H:%M:%S")));
        assert_eq!(format(&[]), None);
        assert_eq!(asked_format(["31/12/2020", "01/02/2021"].into_iter()), Some("%d/%m/%Y"));
        assert_eq!(asked_format(["x"].into_iter()), None);
    }
}
