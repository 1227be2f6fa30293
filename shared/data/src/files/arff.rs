//! ARFF files (Weka): declarations, then rows.

use super::arff_header::{self, Attribute};
use super::text::{RowText, Rows, write_row};
use super::{Form, in_stream};
use crate::csv::Dialect;
use crate::limits::MAX_ROW_BYTES;
use crate::names;
use skydash_domain::{Error, Result};
use std::io::{BufRead, BufReader, Read};

/// Gives `work` the rows as text, with the types that the file declares.
pub(crate) fn with_text<R>(raw: &mut dyn Read, work: &mut dyn FnMut(&mut dyn Read, &Form) -> Result<R>) -> Result<R> {
    let mut lines = Lines { reader: BufReader::with_capacity(256 << 10, raw), line: String::new() };
    let mut attributes: Vec<Attribute> = Vec::new();
    loop {
        let more = lines.next().map_err(|error| Error::invalid(error.to_string()))?;
        if !more {
            return Err(Error::invalid("The file has no @data line. Check that it is an ARFF file and complete."));
        }
        if arff_header::line(&lines.line, &mut attributes)? {
            break;
        }
    }
    let names: Vec<String> = attributes.iter().map(|attribute| attribute.name.clone()).collect();
    names::check(&names)?;
    let types = attributes.into_iter().map(|attribute| (attribute.name, attribute.column_type)).collect();
    let form = Form { dialect: Dialect::plain(), types: Some(types) };
    let rows = Data { lines, width: names.len(), row: 0 };
    work(&mut RowText::new(&names, rows), &form)
}

struct Lines<'a> {
    reader: BufReader<&'a mut dyn Read>,
    line: String,
}

impl Lines<'_> {
    fn next(&mut self) -> std::io::Result<bool> {
        let mut bytes = Vec::new();
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
    width: usize,
    row: u64,
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
            let values = self.values(line).map_err(in_stream)?;
            write_row(values.iter().map(String::as_str), out);
            return Ok(true);
        }
    }
}

impl Data<'_> {
    fn values(&self, line: &str) -> Result<Vec<String>> {
        if let Some(sparse) = line.strip_prefix('{') {
            return self.sparse(sparse.trim_end_matches('}'));
        }
        let values: Vec<String> = split(line).into_iter().map(missing).collect();
        if values.len() != self.width {
            return Err(Error::invalid(format!(
                "Row {} of the ARFF file has {} values for {} attributes. Correct the row.",
                self.row,
                values.len(),
                self.width
            )));
        }
        Ok(values)
    }

    /// A row that lists only values that are not zero: `{1 5.0, 3 yes}`.
    fn sparse(&self, text: &str) -> Result<Vec<String>> {
        let mut values = vec!["0".to_owned(); self.width];
        for entry in split(text).into_iter().filter(|entry| !entry.is_empty()) {
            let (index, value) = entry.split_once(char::is_whitespace).unwrap_or((&entry, ""));
            let place = index.parse().ok().and_then(|index: usize| values.get_mut(index));
            let wrong = || {
                Error::invalid(format!(
                    "Row {} of the ARFF file names a value by '{index}', which is no attribute.",
                    self.row
                ))
            };
            *place.ok_or_else(wrong)? = missing(split(value.trim()).concat());
        }
        Ok(values)
    }
}

fn missing(value: String) -> String {
    if value == "?" { String::new() } else { value }
}

/// The values of a line, without their quotes.
fn split(line: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut quote = None;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match (character, quote) {
            ('\\', Some(_)) => value.extend(characters.next()),
            (end, Some(start)) if end == start => quote = None,
            (inside, Some(_)) => value.push(inside),
            ('\'' | '"', None) if value.trim().is_empty() => {
                value.clear();
                quote = Some(character);
            }
            (',' | '\t', None) => values.push(std::mem::take(&mut value).trim().to_owned()),
            (other, None) => value.push(other),
        }
    }
    values.push(value.trim().to_owned());
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_may_be_quoted_either_way() {
        assert_eq!(split("5.1, 'a, b' ,\"it's\",'don\\'t',?"), ["5.1", "a, b", "it's", "don't", "?"]);
    }
}
