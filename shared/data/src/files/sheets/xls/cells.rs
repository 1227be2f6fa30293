//! Rows of an xls sheet. Cells may be anywhere in it: where they are is looked up first, their values row by row.

use super::super::formats::Format;
use super::super::lines::{Line, Wanted};
use super::super::{broken, moments};
use super::Book;
use super::records::{f64_at, record, records, u16_at, u32_at};
use crate::files::in_stream;
use crate::files::text::Rows;
use skydash_domain::Result;

const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const RKS: u16 = 0x00BD;
const LABEL: u16 = 0x0204;
const RICH_LABEL: u16 = 0x00D6;
const SHARED_LABEL: u16 = 0x00FD;
const TRUTH: u16 = 0x0205;
const FORMULA: u16 = 0x0006;
/// The text that the formula before it gave.
const TEXT: u16 = 0x0207;
/// The start of a sheet, or of something inside of one, and the end of either.
const START: u16 = 0x0809;
const END: u16 = 0x000A;

/// Where the record of a cell is.
#[derive(Debug, Clone, Copy)]
struct Place {
    row: u16,
    column: u16,
    at: u32,
}

/// The rows of a sheet.
pub(in crate::files) struct Cells {
    book: Book,
    places: std::iter::Peekable<std::vec::IntoIter<Place>>,
    line: Line,
}

impl Cells {
    pub(super) fn new(book: Book, start: usize, wanted: Wanted) -> Result<Self> {
        let mut places = places(&book.stream, start)?;
        // Later records of the same cell replace earlier ones.
        places.sort_by_key(|place| (place.row, place.column));
        Ok(Self { book, places: places.into_iter().peekable(), line: Line::new(wanted) })
    }

    fn next(&mut self, out: &mut Vec<u8>) -> Result<bool> {
        let Some(Place { row, .. }) = self.places.peek().copied() else { return Ok(false) };
        while let Some(place) = self.places.next_if(|place| place.row == row) {
            self.cell(place).ok_or_else(|| broken(&"a cell is cut off"))??;
        }
        self.line.count(1)?;
        self.line.write(u64::from(row), out);
        self.line.start();
        Ok(true)
    }

    /// Reads the value of a cell; none when its record is too short.
    fn cell(&mut self, place: Place) -> Option<Result<()>> {
        let (at, column) = (place.at as usize, usize::from(place.column));
        let (kind, data) = record(&self.book.stream, at)?;
        let spelling = self.book.spelling;
        let text = match kind {
            NUMBER => self.number(f64_at(data, 6)?, u16_at(data, 4)?),
            RK => self.number(packed(u32_at(data, 6)?), u16_at(data, 4)?),
            RKS => {
                let cells = data.get(4..data.len().checked_sub(2)?)?.as_chunks::<6>().0;
                let numbers: Option<Vec<String>> =
                    cells.iter().map(|cell| Some(self.number(packed(u32_at(cell, 2)?), u16_at(cell, 0)?))).collect();
                return Some(numbers?.iter().enumerate().try_for_each(|(at, text)| self.line.put(column + at, text)));
            }
            LABEL | RICH_LABEL => spelling.long(&self.book.stream, at, 6)?,
            TEXT => spelling.long(&self.book.stream, at, 0)?,
            SHARED_LABEL => self.book.texts.get(u32_at(data, 6)? as usize)?.to_owned(),
            TRUTH => truth(*data.get(6)?, *data.get(7)?),
            FORMULA => match data.get(6..14)? {
                [1, _, truth, .., 0xFF, 0xFF] => self::truth(*truth, 0),
                [_, _, _, _, _, _, 0xFF, 0xFF] => String::new(),
                _ => self.number(f64_at(data, 6)?, u16_at(data, 4)?),
            },
            _ => String::new(),
        };
        Some(self.line.put(column, &text))
    }

    /// The text of a number in a cell of this style.
    fn number(&self, number: f64, style: u16) -> String {
        let format = self.book.formats.get(usize::from(style)).copied().unwrap_or(Format::Number);
        moments::text(number, format, self.book.from_1904)
    }
}

/// The places of all cells of a sheet that have a value.
fn places(stream: &[u8], start: usize) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    let (mut started, mut depth) = (false, 0usize);
    let mut formula = None;
    for (at, kind, data) in records(stream, start) {
        match kind {
            START if started => depth += 1,
            START => started = true,
            END if depth == 0 => return Ok(places),
            END => depth -= 1,
            _ if depth > 0 => {}
            NUMBER | RK | RKS | LABEL | RICH_LABEL | SHARED_LABEL | TRUTH | FORMULA => {
                let (row, column) = u16_at(data, 0).zip(u16_at(data, 2)).ok_or_else(|| broken(&"a cell is cut off"))?;
                let place = u32::try_from(at).map(|at| Place { row, column, at });
                let place = place.map_err(|error| broken(&error))?;
                formula = (kind == FORMULA).then_some(place);
                places.push(place);
            }
            TEXT => {
                if let Some(place) = formula.take() {
                    places.push(Place { at: u32::try_from(at).map_err(|error| broken(&error))?, ..place });
                }
            }
            _ => {}
        }
    }
    Err(broken(&"a sheet ends too early"))
}

/// A number in 30 bits: those of a whole one, or the highest of a floating point one; maybe to be divided by 100.
fn packed(bits: u32) -> f64 {
    let number =
        if bits & 2 == 2 { f64::from(bits.cast_signed() >> 2) } else { f64::from_bits(u64::from(bits & !3) << 32) };
    if bits & 1 == 1 { number / 100.0 } else { number }
}

fn truth(value: u8, fault: u8) -> String {
    match (value, fault) {
        (_, 1) => String::new(),
        (0, _) => "false".to_owned(),
        _ => "true".to_owned(),
    }
}

impl Rows for Cells {
    fn next_row(&mut self, out: &mut Vec<u8>) -> std::io::Result<bool> {
        self.next(out).map_err(in_stream)
    }
}

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn packed_numbers_are_whole_or_not() {
        assert_eq!(packed(0x3FF0_0000), 1.0);
        assert_eq!(packed(0x3FF0_0001), 0.01);
        assert_eq!(packed(5 << 2 | 2), 5.0);
        assert_eq!(packed((-12_345i32 << 2).cast_unsigned() | 3), -123.45);
    }
}
