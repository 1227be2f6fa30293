//! The declarations at the start of an ARFF file.

use crate::limits::MAX_COLUMNS;
use crate::names::{shortened, too_many};
use skydash_domain::table::{ColumnType, Encoder};
use skydash_domain::{Error, Result};

/// An attribute: a column and its type.
pub(super) struct Attribute {
    /// The column's name.
    pub name: String,
    /// Its type.
    pub column_type: ColumnType,
}

/// Adds the declaration on this line, if it is one; true at the start of the data.
pub(super) fn line(line: &str, attributes: &mut Vec<Attribute>) -> Result<bool> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('%') {
        return Ok(false);
    }
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    match word.to_ascii_lowercase().as_str() {
        "@relation" => Ok(false),
        "@data" => Ok(true),
        "@attribute" => {
            attributes.push(attribute(rest.trim())?);
            if attributes.len() > MAX_COLUMNS { Err(too_many(attributes.len())) } else { Ok(false) }
        }
        _ => Err(Error::invalid(format!(
            "The line '{}' is no ARFF declaration. Declare @relation, then each @attribute, then @data.",
            shortened(line)
        ))),
    }
}

fn attribute(text: &str) -> Result<Attribute> {
    let wrong = || {
        Error::invalid(format!(
            "The declaration '@attribute {}' cannot be read. Write '@attribute name type'.",
            shortened(text)
        ))
    };
    let (name, rest) = match text.chars().next() {
        Some(quote @ ('\'' | '"')) => text[1..].split_once(quote).ok_or_else(wrong)?,
        _ => text
            .split_once(|c: char| c.is_whitespace() || c == '{')
            .map_or((text, ""), |(name, _)| (name, &text[name.len()..])),
    };
    let declared = rest.trim();
    if declared.starts_with('{') {
        return Ok(Attribute { name: name.to_owned(), column_type: nominal() });
    }
    let mut words = declared.splitn(2, char::is_whitespace);
    let column_type = match words.next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "numeric" | "real" => ColumnType::Float { dtype: "float64".to_owned() },
        "integer" => ColumnType::Integer { dtype: "int64".to_owned() },
        "string" => ColumnType::Text { dtype: "string".to_owned() },
        "date" => date(words.next().unwrap_or_default()),
        _ => return Err(wrong()),
    };
    Ok(Attribute { name: name.to_owned(), column_type })
}

fn nominal() -> ColumnType {
    ColumnType::Categorical {
        dtype: "string".to_owned(),
        categories: Vec::new(),
        num_categories: 0,
        converted: false,
        encoder: Encoder::OneHot,
    }
}

/// A date in Java's pattern letters; ISO 8601 when there is no pattern.
fn date(pattern: &str) -> ColumnType {
    let pattern = pattern.trim().trim_matches(['"', '\'']);
    let pattern = if pattern.is_empty() { "yyyy-MM-dd'T'HH:mm:ss" } else { pattern };
    let mut dtype = pattern.replace('\'', "");
    for (java, strptime) in
        [("yyyy", "%Y"), ("yy", "%y"), ("MM", "%m"), ("dd", "%d"), ("HH", "%H"), ("mm", "%M"), ("ss", "%S")]
    {
        dtype = dtype.replace(java, strptime);
    }
    match (dtype.contains("%Y") || dtype.contains("%y"), dtype.contains("%H")) {
        (true, true) => ColumnType::Timestamp { dtype },
        (true, false) => ColumnType::Date { dtype },
        (false, true) => ColumnType::Time { dtype },
        (false, false) => ColumnType::Text { dtype: "string".to_owned() },
    }
}
