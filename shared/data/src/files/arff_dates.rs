//! Date formats of ARFF files, which are Java's, as strptime formats.

use crate::names::shortened;
use skydash_domain::table::ColumnType;

/// The type of a date attribute with this pattern; ISO 8601 when there is none.
pub(super) fn column_type(pattern: &str) -> Result<ColumnType, String> {
    let dtype = strptime(if pattern.is_empty() { "yyyy-MM-dd'T'HH:mm:ss" } else { pattern })?;
    let has = |codes: [&str; 2]| codes.iter().any(|code| dtype.contains(code));
    match (has(["%Y", "%y"]), has(["%H", "%I"])) {
        (true, true) => Ok(ColumnType::Timestamp { dtype }),
        (true, false) => Ok(ColumnType::Date { dtype }),
        (false, true) => Ok(ColumnType::Time { dtype }),
        (false, false) => Err(unknown(pattern)),
    }
}

fn strptime(pattern: &str) -> Result<String, String> {
    let mut format = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|other| other != first).unwrap_or(rest.len());
        let run = &rest[..length];
        if first == '\'' {
            // What is between quotes is meant as it is, and two quotes are one, inside of others or not.
            let (text, after) = rest[1..].split_once('\'').ok_or_else(|| unknown(pattern))?;
            let quote = if text.is_empty() || after.starts_with('\'') { "'" } else { "" };
            format.push_str(&(text.replace('%', "%%") + quote));
            rest = after;
            continue;
        }
        rest = &rest[length..];
        format.push_str(match run {
            "yyyy" => "%Y",
            "yy" => "%y",
            "M" | "MM" => "%m",
            "MMM" => "%b",
            "MMMM" => "%B",
            "d" | "dd" => "%d",
            "E" | "EE" | "EEE" => "%a",
            "EEEE" => "%A",
            "H" | "HH" => "%H",
            "h" | "hh" => "%I",
            "m" | "mm" => "%M",
            "s" | "ss" => "%S",
            "SSS" => "%3f",
            "a" => "%p",
            _ if first.is_ascii_alphabetic() || first == '%' => return Err(unknown(pattern)),
            other => other,
        });
    }
    Ok(format)
}

fn unknown(pattern: &str) -> String {
    format!(
        "its date format '{}' is not one that can be read. Write it with yyyy, MM, dd, HH, mm and ss.",
        shortened(pattern)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_strptime_formats() {
        assert_eq!(strptime("yyyy-MM-dd'T'HH:mm:ss.SSS").unwrap(), "%Y-%m-%dT%H:%M:%S.%3f");
        assert_eq!(strptime("EEE, d. MMM yy h 'o''clock' a").unwrap(), "%a, %d. %b %y %I o'clock %p");
        assert_eq!(strptime("'100%' yyyy").unwrap(), "100%% %Y");
        for pattern in ["QQQ", "yyyyy", "yyyy%", "yyyy 'x"] {
            assert!(strptime(pattern).unwrap_err().contains(pattern), "{pattern}");
        }
    }

    #[test]
    fn patterns_are_of_days_times_or_both() {
        let name = |pattern| column_type(pattern).map(|it| it.name().to_owned());
        assert_eq!(name("").unwrap(), "Timestamp");
        assert_eq!(name("dd/MM/yyyy").unwrap(), "Date");
        assert_eq!(name("HH:mm").unwrap(), "Time");
        assert!(name("mm").is_err());
    }
}
