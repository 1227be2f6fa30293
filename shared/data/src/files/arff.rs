//! ARFF files (Weka): declarations, then rows.

use super::arff_header::{Attribute, Header};
use super::arff_values::{Scan, Token};
use super::text::{RowText, Rows, write_row};
use super::{Form, in_stream};
use crate::csv::Dialect;
use crate::filled::Filled;
use crate::limits::MAX_ROW_BYTES;
use crate::names::{self, shortened};
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result};
use std::io::{BufRead, BufReader, Read};

/// What to do about a file of nearly nothing but usual values.
const REMEDY: &str = "Leave out attributes that few rows list, or write the rows in full, without braces.";

/// Gives `work` the rows as text, with the types that the file declares.
pub(crate) fn with_text<R>(raw: &mut dyn Read, work: &mut dyn FnMut(&mut dyn Read, &Form) -> Result<R>) -> Result<R> {
    let mut lines = Lines { reader: BufReader::with_capacity(256 << 10, raw), line: String::new() };
    let mut header = Header::default();
    loop {
        let more = lines.next().map_err(|error| Error::invalid(error.to_string()))?;
        if !more {
            return Err(Error::invalid("The file has no @data line. Check that it is an ARFF file and complete."));
        }
        if header.line(&lines.line)? {
            break;
        }
    }
    let attributes = header.attributes;
    let names: Vec<String> = attributes.iter().map(|attribute| attribute.name.clone()).collect();
    names::check(&names)?;
    let types = attributes.iter().map(|attribute| (attribute.name.clone(), attribute.column_type.clone())).collect();
    let form = Form { dialect: Dialect::plain(), types: Some(types) };
    work(&mut RowText::new(&names, Data { lines, attributes, row: 0, filled: Filled::new(REMEDY) }), &form)
}

struct Lines<'a> {
    reader: BufReader<&'a mut dyn Read>,
    line: String,
}

impl Lines<'_> {
    fn next(&mut self) -> std::io::Result<bool> {
        let mut bytes = std::mem::take(&mut self.line).into_bytes();
        bytes.clear();
        let limit = MAX_ROW_BYTES as u64;
        self.reader.by_ref().take(limit).read_until(b'\n', &mut bytes)?;
        if bytes.len() as u64 == limit {
            return Err(in_stream(Error::invalid("A line of the ARFF file does not end. Check the file.")));
        }
        self.line = String::from_utf8(bytes)
            .map_err(|_| in_stream(Error::invalid("The ARFF file is not UTF-8 text. Save it as UTF-8.")))?;
        Ok(!self.line.is_empty())
    }
}

struct Data<'a> {
    lines: Lines<'a>,
    attributes: Vec<Attribute>,
    row: u64,
    filled: Filled,
}

impl Rows for Data<'_> {
    fn next_row(&mut self, out: &mut Vec<u8>) -> std::io::Result<bool> {
        loop {
            if !self.lines.next()? {
                return Ok(false);
            }
            let line = self.lines.line.trim();
            if line.is_empty() || line.starts_with('%') {
                continue;
            }
            self.row += 1;
            let mut scan = Scan::new(line);
            if !scan.take('{') {
                let values = self.dense(&mut scan).map_err(in_stream)?;
                write_row(values.iter().map(String::as_str), out);
                return Ok(true);
            }
            let listed = self.sparse(&mut scan).map_err(in_stream)?;
            let written = listed.iter().flatten().count();
            self.filled.add(written as u64, (listed.len() - written) as u64).map_err(in_stream)?;
            let values = listed.iter().zip(&self.attributes);
            write_row(values.map(|(value, attribute)| value.as_deref().unwrap_or_else(|| usual(attribute))), out);
            return Ok(true);
        }
    }
}

impl Data<'_> {
    /// A row that lists all values.
    fn dense(&self, scan: &mut Scan<'_>) -> Result<Vec<String>> {
        let mut values = Vec::with_capacity(self.attributes.len());
        let mut count = 0;
        loop {
            let token = scan.value(None).map_err(|fault| self.wrong(count, &fault))?;
            if count < self.attributes.len() {
                values.push(self.checked(count, token)?);
            }
            count += 1;
            if !scan.separator() {
                break;
            }
        }
        if count == self.attributes.len() {
            return Ok(values);
        }
        Err(Error::invalid(format!(
            "Row {} of the ARFF file has {count} values for {} attributes. Correct the row.",
            self.row,
            self.attributes.len()
        )))
    }

    /// The listed values of a row that lists only those that are not the usual ones: `{1 5.0, 3 yes}`. Its opening brace is
    /// passed.
    fn sparse(&self, scan: &mut Scan<'_>) -> Result<Vec<Option<String>>> {
        let wrong = |what: String| Error::invalid(format!("Row {} of the ARFF file {what}", self.row));
        let mut listed = vec![None; self.attributes.len()];
        let mut last = String::new();
        while !scan.take('}') {
            let index = scan.name().map_err(|fault| wrong(format!("names a value wrongly: {fault}")))?;
            if index.is_empty() {
                return Err(wrong(format!("is not closed{last}. End it with a brace (}}).")));
            }
            let place = index.parse().ok().filter(|place| *place < listed.len());
            let place: usize = place
                .ok_or_else(|| wrong(format!("names a value by '{}', which is no attribute.", shortened(&index))))?;
            let token = scan.value(Some('}')).map_err(|fault| self.wrong(place, &fault))?;
            if listed[place].replace(self.checked(place, token)?).is_some() {
                return Err(self.wrong(place, "it is listed twice. Leave one out."));
            }
            last = format!(" after attribute '{}'", shortened(&self.attributes[place].name));
            scan.separator();
        }
        if !scan.at_end() {
            return Err(wrong(format!("goes on after its closing brace: '{}'. Correct it.", shortened(scan.rest()))));
        }
        Ok(listed)
    }

    /// A value that its attribute may have; empty for a missing one.
    fn checked(&self, place: usize, token: Token) -> Result<String> {
        if !token.quoted && (token.text == "?" || token.text.is_empty()) {
            return Ok(String::new());
        }
        match &self.attributes[place].values {
            Some(values) if !values.contains(&token.text) => {
                let some: Vec<String> = values.iter().take(10).map(|value| shortened(value)).collect();
                let more = if values.len() > some.len() { ", ..." } else { "" };
                Err(self.wrong(
                    place,
                    &format!(
                        "'{}' is not one of its declared values ({}{more}). Correct it, or declare it.",
                        shortened(&token.text),
                        some.join(", ")
                    ),
                ))
            }
            _ => Ok(token.text),
        }
    }

    /// The error of the value of this attribute.
    fn wrong(&self, place: usize, fault: &str) -> Error {
        let name = self.attributes.get(place).map_or_else(|| (place + 1).to_string(), |it| shortened(&it.name));
        Error::invalid(format!("Row {} of the ARFF file, attribute '{name}': {fault}", self.row))
    }
}

/// The value that a sparse row does not list: zero, or the first one declared.
fn usual(attribute: &Attribute) -> &str {
    match (&attribute.values, &attribute.column_type) {
        (Some(values), _) => values.first().map_or("", String::as_str),
        (None, ColumnType::Integer { .. } | ColumnType::Float { .. }) => "0",
        _ => "",
    }
}
