//! The declarations at the start of an ARFF file.

use super::arff_dates;
use super::arff_values::Scan;
use crate::limits::{DECLARED_BYTES, MAX_COLUMNS, MAX_DECLARED_BYTES};
use crate::names::{shortened, too_many};
use indexmap::IndexSet;
use skydash_domain::table::{ColumnType, Encoder};
use skydash_domain::{Error, Result};

/// An attribute: a column and its type.
pub(super) struct Attribute {
    /// The column's name.
    pub name: String,
    /// Its type.
    pub column_type: ColumnType,
    /// The values it may have; any when none are declared.
    pub values: Option<IndexSet<String>>,
}

/// The declarations so far.
pub(super) struct Header {
    /// The attributes.
    pub attributes: Vec<Attribute>,
    /// Bytes that names and values may still take.
    room: usize,
}

impl Default for Header {
    fn default() -> Self {
        Self { attributes: Vec::new(), room: MAX_DECLARED_BYTES }
    }
}

impl Header {
    /// Adds the declaration on this line, if it is one; true at the start of the data.
    pub(super) fn line(&mut self, line: &str) -> Result<bool> {
        let line = line.trim();
        if line.is_empty() || line.starts_with('%') {
            return Ok(false);
        }
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match word.to_ascii_lowercase().as_str() {
            "@relation" => Ok(false),
            "@data" => Ok(true),
            "@attribute" => {
                let attribute = attribute(rest.trim(), &mut self.room)?;
                self.attributes.push(attribute);
                let count = self.attributes.len();
                if count > MAX_COLUMNS { Err(too_many(count)) } else { Ok(false) }
            }
            _ => Err(Error::invalid(format!(
                "The line '{}' is no ARFF declaration. Declare @relation, then each @attribute, then @data.",
                shortened(line)
            ))),
        }
    }
}

fn attribute(text: &str, room: &mut usize) -> Result<Attribute> {
    let wrong =
        |why: &str| Error::invalid(format!("The declaration '@attribute {}' cannot be read: {why}", shortened(text)));
    let mut scan = Scan::new(text);
    let name = scan.name().map_err(|fault| wrong(&format!("of its name, {fault}")))?;
    spend(room, &name).map_err(|fault| wrong(&fault))?;
    if scan.take('{') {
        let values = nominal(&mut scan, room).map_err(|fault| {
            Error::invalid(format!("The declaration of attribute '{}' cannot be read: {fault}", shortened(&name)))
        })?;
        return Ok(Attribute { name, column_type: category(), values: Some(values) });
    }
    let word = scan.name().map_err(|fault| wrong(&format!("of its type, {fault}")))?;
    let column_type = match word.to_ascii_lowercase().as_str() {
        "numeric" | "real" => ColumnType::Float { dtype: "float64".to_owned() },
        "integer" => ColumnType::Integer { dtype: "int64".to_owned() },
        "string" => ColumnType::Text { dtype: "string".to_owned() },
        "date" => {
            let pattern = scan.value(None).map_err(|fault| wrong(&format!("of its format, {fault}")))?;
            arff_dates::column_type(&pattern.text).map_err(|fault| wrong(&fault))?
        }
        _ => {
            return Err(wrong(
                "write '@attribute name type', with one of the types numeric, integer, string, date or {values}.",
            ));
        }
    };
    Ok(Attribute { name, column_type, values: None })
}

/// The values of a list whose opening brace is passed.
fn nominal(scan: &mut Scan<'_>, room: &mut usize) -> Result<IndexSet<String>, String> {
    let mut values = IndexSet::new();
    loop {
        let value = scan.value(Some('}')).map_err(|fault| format!("of value {}, {fault}", values.len() + 1))?;
        spend(room, &value.text)?;
        if (value.quoted || !value.text.is_empty()) && !values.insert(value.text.clone()) {
            return Err(format!("it lists the value '{}' twice. Leave one out.", shortened(&value.text)));
        }
        if scan.take('}') {
            break;
        }
        if !scan.separator() {
            return Err("its list of values is not closed. End it with a brace (}) on the same line.".to_owned());
        }
    }
    if scan.at_end() {
        Ok(values)
    } else {
        Err(format!("'{}' follows its list of values. Take it out.", shortened(scan.rest())))
    }
}

/// Takes what a name or value needs from the room that is left.
fn spend(room: &mut usize, text: &str) -> Result<(), String> {
    *room = room.checked_sub(text.len() + DECLARED_BYTES).ok_or_else(|| {
        format!(
            "the values that all attributes declare take more than {} MB. Declare those with many values as string.",
            MAX_DECLARED_BYTES >> 20
        )
    })?;
    Ok(())
}

fn category() -> ColumnType {
    ColumnType::Categorical {
        dtype: "string".to_owned(),
        categories: Vec::new(),
        num_categories: 0,
        converted: false,
        encoder: Encoder::OneHot,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_values_have_an_end() {
        let mut header = Header { room: 3 * (DECLARED_BYTES + 1), ..Header::default() };
        header.line("@attribute a {x, y}").unwrap();
        let error = header.line("@attribute b {x}").unwrap_err().to_string();
        assert!(error.contains("Declare those with many values as string"), "{error}");
    }
}
