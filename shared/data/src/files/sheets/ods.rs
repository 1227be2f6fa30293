//! OpenDocument spreadsheets: a zip archive with one XML file of all sheets.

use super::lines::{Line, Wanted};
use super::xml::{Node, Tag, Xml, cut_off};
use super::{broken, is_wanted, missing};
use crate::files::archive::Parts;
use crate::files::in_stream;
use crate::files::text::Rows;
use skydash_catalog::loaders::Sheet;
use skydash_domain::Result;
use std::borrow::Cow;
use std::io::Read;

/// Bytes of the list of an archive's files, which says whether they are encrypted.
const MAX_LIST_BYTES: u64 = 1 << 20;

/// The rows of a sheet. Repeated cells and rows are made as they are asked for.
pub(super) struct Cells<R: Read> {
    xml: Xml<R>,
    line: Line,
    row: u64,
    column: usize,
    row_repeats: u64,
    left: u64,
    text: String,
    finished: bool,
}

/// The rows of the wanted sheet.
///
/// # Errors
/// [`Error::Invalid`] when there is no such sheet, or the workbook is encrypted.
pub(super) fn rows(parts: &mut Parts<'_>, sheet: &Sheet, wanted: Wanted) -> Result<Cells<impl Read>> {
    refuse_encrypted(parts)?;
    let mut xml = Xml::new(parts.read("content.xml")?.ok_or_else(|| broken(&"content.xml is missing"))?);
    let mut names: Vec<String> = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "table" => {
                let name = tag.attribute("name")?.unwrap_or_default();
                let found = is_wanted(sheet, names.len(), &name);
                names.push(name.chars().take(100).collect());
                if found {
                    break;
                }
                if names.len() > 100_000 {
                    return Err(broken(&"it has too many sheets"));
                }
            }
            Node::End => return Err(missing(sheet, &names)),
            _ => {}
        }
    }
    Ok(Cells {
        xml,
        line: Line::new(wanted),
        row: 0,
        column: 0,
        row_repeats: 1,
        left: 0,
        text: String::new(),
        finished: false,
    })
}

fn refuse_encrypted(parts: &mut Parts<'_>) -> Result<()> {
    let mut list = Vec::new();
    if let Some(file) = parts.read("META-INF/manifest.xml")? {
        file.take(MAX_LIST_BYTES).read_to_end(&mut list).map_err(|error| broken(&error))?;
    }
    if memchr::memmem::find(&list, b"encryption-data").is_some() { Err(super::encrypted()) } else { Ok(()) }
}

impl<R: Read> Cells<R> {
    fn next(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        if self.left > 0 {
            self.write(out);
            return Ok(true);
        }
        while !self.finished {
            match self.xml.next()? {
                Node::Open(tag) if tag.name() == "table-row" => {
                    self.row_repeats = repeats(tag.attribute("number-rows-repeated")?)?;
                    self.column = 0;
                    self.line.start();
                }
                Node::Open(tag) if is_cell(tag.name()) => {
                    let columns = repeats(tag.attribute("number-columns-repeated")?)?;
                    let own = value(&tag)?;
                    self.cell(own, columns)?;
                }
                Node::Close(name) if *name == *"table-row" => {
                    if !self.line.is_blank() {
                        self.line.count(self.row_repeats)?;
                        self.left = self.row_repeats;
                        self.write(out);
                        return Ok(true);
                    }
                    self.row = self.row.saturating_add(self.row_repeats);
                }
                Node::Close(name) if *name == *"table" => self.finished = true,
                Node::End => return Err(cut_off()),
                _ => {}
            }
        }
        Ok(false)
    }

    fn write(&mut self, out: &mut Vec<u8>) {
        self.line.write(self.row, out);
        self.row += 1;
        self.left = self.left.saturating_sub(1);
    }

    /// Reads the paragraphs of a cell whose start is passed; its text is theirs where it has no other value.
    fn cell(&mut self, value: Option<String>, columns: u64) -> Result<()> {
        self.text.clear();
        let (mut depth, mut paragraph, mut note) = (1, false, false);
        while depth > 0 {
            match self.xml.next()? {
                Node::Open(tag) if is_cell(tag.name()) => depth += 1,
                Node::Close(name) if is_cell(&name) => depth -= 1,
                Node::Open(tag) if tag.name() == "annotation" => note = true,
                Node::Close(name) if *name == *"annotation" => note = false,
                Node::End => return Err(cut_off()),
                _ if note || depth > 1 => {}
                Node::Open(tag) => match tag.name() {
                    "p" | "h" => {
                        if !self.text.is_empty() {
                            self.text.push('\n');
                        }
                        paragraph = true;
                    }
                    "s" => {
                        let blanks = repeats(tag.attribute("c")?)?.min(1_000_000);
                        self.text.extend((0..blanks).map(|_| ' '));
                    }
                    "tab" => self.text.push('\t'),
                    "line-break" => self.text.push('\n'),
                    _ => {}
                },
                Node::Close(name) if matches!(&*name, "p" | "h") => paragraph = false,
                Node::Text(text) if paragraph => self.text.push_str(&text),
                Node::Close(_) | Node::Text(_) => {}
            }
            if self.text.len() > crate::limits::MAX_CELL_BYTES {
                return Err(super::lines::long_cell());
            }
        }
        let text = value.as_deref().unwrap_or(&self.text);
        if !text.is_empty() {
            for column in 0..usize::try_from(columns).unwrap_or(usize::MAX) {
                self.line.put(self.column.saturating_add(column), text)?;
            }
        }
        self.column = self.column.saturating_add(usize::try_from(columns).unwrap_or(usize::MAX));
        Ok(())
    }
}

impl<R: Read> Rows for Cells<R> {
    fn next_row(&mut self, out: &mut Vec<u8>) -> std::io::Result<bool> {
        self.next(out).map_err(in_stream)
    }
}

fn is_cell(name: &str) -> bool {
    matches!(name, "table-cell" | "covered-table-cell")
}

/// How many times something is repeated.
fn repeats(number: Option<Cow<'_, str>>) -> Result<u64> {
    match number {
        None => Ok(1),
        Some(text) => text.parse().map_err(|_| broken(&format!("something is repeated '{text}' times"))),
    }
}

/// The value that a cell has beside what it shows; none where that is all.
fn value(tag: &Tag<'_>) -> Result<Option<String>> {
    let [kind, number, day, time, truth, text, fault] = tag.attributes([
        "office:value-type",
        "office:value",
        "office:date-value",
        "office:time-value",
        "office:boolean-value",
        "office:string-value",
        "calcext:value-type",
    ])?;
    if fault.as_deref() == Some("error") {
        return Ok(Some(String::new()));
    }
    let value = match kind.as_deref() {
        Some("float" | "percentage" | "currency") => number.map(|number| plain(&number)).transpose()?,
        Some("date") => day.map(Cow::into_owned),
        Some("time") => time.map(|time| clock(&time).unwrap_or_else(|| time.into_owned())),
        Some("boolean") => truth.map(|truth| truth.to_ascii_lowercase()),
        Some("string") => text.map(Cow::into_owned),
        _ => None,
    };
    Ok(value)
}

fn plain(number: &str) -> Result<String> {
    let number: f64 = number.trim().parse().map_err(|_| broken(&format!("'{number}' is no number")))?;
    Ok(number.to_string())
}

/// A time as clocks show it, from `PT10H30M00S`.
fn clock(text: &str) -> Option<String> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let (minutes, seconds) = rest.strip_suffix('S')?.split_once('M')?;
    let whole = seconds.split(['.', ',']).next()?;
    let (hours, minutes, seconds): (u32, u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?, whole.parse().ok()?);
    Some(format!("{hours:02}:{minutes:02}:{seconds:02}"))
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn times_are_shown_as_clocks_do() {
        assert_eq!(clock("PT10H05M00S").as_deref(), Some("10:05:00"));
        assert_eq!(clock("PT30H00M01.5000S").as_deref(), Some("30:00:01"));
        assert_eq!(clock("P1D"), None);
    }
}
