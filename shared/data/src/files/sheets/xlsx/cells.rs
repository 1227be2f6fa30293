//! Rows of an xlsx sheet while its cells are read.

use super::super::formats::Format;
use super::super::lines::{Line, Wanted, letters};
use super::super::texts::Texts;
use super::super::xml::{Node, Tag, Xml, cut_off};
use super::super::{broken, moments};
use super::texts::{rich, unescaped};
use crate::files::in_stream;
use crate::files::text::Rows;
use skydash_domain::{Error, Result};
use std::io::Read;

/// The rows of a sheet.
pub(in crate::files) struct Cells<R: Read> {
    xml: Xml<R>,
    texts: Texts,
    formats: Vec<Format>,
    from_1904: bool,
    line: Line,
    row: u64,
    column: usize,
    text: String,
    finished: bool,
}

/// What the text of a cell is.
enum Kind {
    /// The number of a shared text.
    Shared,
    /// Text, as it is or with escapes.
    Text,
    /// A truth value.
    Truth,
    /// What went wrong.
    Fault,
    /// A number in this format.
    Number(Format),
}

impl<R: Read> Cells<R> {
    pub(super) fn new(file: R, texts: Texts, formats: Vec<Format>, from_1904: bool, wanted: Wanted) -> Self {
        Self {
            xml: Xml::new(file),
            texts,
            formats,
            from_1904,
            line: Line::new(wanted),
            row: 0,
            column: 0,
            text: String::new(),
            finished: false,
        }
    }

    fn next(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        while !self.finished {
            match self.xml.next()? {
                Node::Open(tag) if tag.name() == "row" => {
                    if let Some(number) = tag.attribute("r")? {
                        self.row = after(self.row, &number)?;
                    }
                    self.column = 0;
                }
                Node::Open(tag) if tag.name() == "c" => {
                    let (row, column, kind) = place(&tag, self.row, self.column, &self.formats)?;
                    if row > self.row && !self.line.is_blank() {
                        return Err(broken(&"a cell is not in its row"));
                    }
                    (self.row, self.column) = (row, column);
                    self.cell(&kind)?;
                    self.column += 1;
                }
                Node::Close(name) if *name == *"row" => {
                    self.line.count(1)?;
                    self.line.write(self.row, out);
                    self.line.start();
                    self.row += 1;
                    return Ok(true);
                }
                Node::Close(name) if *name == *"sheetData" => self.finished = true,
                Node::End => return Err(cut_off()),
                _ => {}
            }
        }
        Ok(false)
    }

    /// Reads the value of a cell whose start is passed.
    fn cell(&mut self, kind: &Kind) -> Result<()> {
        self.text.clear();
        loop {
            match self.xml.next()? {
                Node::Open(tag) if tag.name() == "v" => self.xml.text("v", &mut self.text)?,
                Node::Open(tag) if tag.name() == "is" => rich(&mut self.xml, "is", &mut self.text)?,
                Node::Close(name) if *name == *"c" => break,
                Node::End => return Err(cut_off()),
                _ => {}
            }
        }
        let text = self.text.trim();
        match kind {
            Kind::Text => self.line.put(self.column, &unescaped(&self.text)),
            Kind::Fault => Ok(()),
            _ if text.is_empty() => Ok(()),
            Kind::Truth => self.line.put(self.column, if matches!(text, "1" | "true") { "true" } else { "false" }),
            Kind::Shared => {
                let text = text.parse().ok().and_then(|number| self.texts.get(number));
                self.line.put(self.column, text.ok_or_else(|| broken(&"a cell has a text that is not there"))?)
            }
            // More digits than a floating point number holds are kept.
            Kind::Number(Format::Number) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.line.put(self.column, text)
            }
            Kind::Number(format) => {
                let number = text.parse().map_err(|_| broken(&format!("'{text}' is no number")))?;
                self.line.put(self.column, &moments::text(number, *format, self.from_1904))
            }
        }
    }
}

/// Where a cell is, and what it says of itself.
fn place(tag: &Tag<'_>, row: u64, column: usize, formats: &[Format]) -> Result<(u64, usize, Kind)> {
    let [place, style, word] = tag.attributes(["r", "s", "t"])?;
    let kind = match word.as_deref() {
        Some("s") => Kind::Shared,
        Some("b") => Kind::Truth,
        Some("e") => Kind::Fault,
        Some("str" | "inlineStr" | "d") => Kind::Text,
        _ => {
            let style = style.and_then(|style| style.parse::<usize>().ok());
            Kind::Number(style.and_then(|style| formats.get(style)).copied().unwrap_or(Format::Number))
        }
    };
    let Some(place) = place else { return Ok((row, column, kind)) };
    let digits = place.find(|c: char| c.is_ascii_digit()).unwrap_or(place.len());
    let column = letters(&place[..digits]).ok_or_else(|| broken(&format!("there is no cell '{place}'")))?;
    Ok((after(row, &place[digits..])?, column, kind))
}

/// The position of a row by its number (counted from 1), which is not before this one.
fn after(row: u64, number: &str) -> Result<u64> {
    let found = number.parse::<u32>().ok().and_then(|number| number.checked_sub(1)).map(u64::from);
    let found = found.ok_or_else(|| broken(&format!("there is no row '{number}'")))?;
    if found < row {
        return Err(Error::invalid("The sheet's rows are out of order. Save the file again."));
    }
    Ok(found)
}

impl<R: Read> Rows for Cells<R> {
    fn next_row(&mut self, out: &mut Vec<u8>) -> std::io::Result<bool> {
        self.next(out).map_err(in_stream)
    }
}
