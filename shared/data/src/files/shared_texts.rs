//! A look at the shared texts of an xlsx workbook before they are read.
//!
//! They start with a claim of how many there are. A reader reserves memory for that many, and a process that cannot
//! have it is ended.

use super::archive;
use super::sheet::broken;
use crate::store::Source;
use skydash_domain::{Error, Result};
use std::io::{BufRead, BufReader};

/// How the file of the shared texts ends, wherever it lies.
const FILE: &str = "sharedstrings.xml";
/// The attribute with the claim.
const ATTRIBUTE: &[u8] = b"uniqueCount";
/// Bytes of the shortest text: `<si/>`.
const LEAST_BYTES: u64 = 5;

/// Refuses a workbook that claims more shared texts than its bytes can hold.
pub(super) fn check(source: &mut dyn Source, names: &[String]) -> Result<()> {
    let mut archive = archive::open(source)?;
    for index in (0..names.len()).filter(|&index| names[index].to_ascii_lowercase().ends_with(FILE)) {
        let mut file = BufReader::new(archive.by_index(index).map_err(|error| broken(&error))?);
        let mut claims = Claims::default();
        loop {
            let bytes = file.fill_buf().map_err(|error| broken(&error))?;
            if bytes.is_empty() {
                break;
            }
            bytes.iter().for_each(|&byte| claims.read(byte));
            let length = bytes.len();
            file.consume(length);
        }
        if claims.largest > claims.bytes / LEAST_BYTES {
            return Err(Error::too_large(format!(
                "The workbook claims {} shared texts, more than it holds. Save it again, or upload the sheet as CSV.",
                claims.largest
            )));
        }
    }
    Ok(())
}

/// The largest number that follows the attribute's name, wherever it stands.
#[derive(Default)]
struct Claims {
    largest: u64,
    bytes: u64,
    matched: usize,
    number: u64,
}

impl Claims {
    fn read(&mut self, byte: u8) {
        self.bytes += 1;
        if byte == 0 {
            return; // every other byte of a text in UTF-16
        }
        if self.matched == ATTRIBUTE.len() {
            match byte {
                b'0'..=b'9' => self.number = self.number.saturating_mul(10).saturating_add(u64::from(byte - b'0')),
                b'=' | b'"' | b'\'' | b'+' | b' ' | b'\t' | b'\r' | b'\n' if self.number == 0 => {}
                _ => (self.matched, self.number) = (0, 0),
            }
            self.largest = self.largest.max(self.number);
        }
        if self.matched < ATTRIBUTE.len() {
            // The name follows white space, so that no part of it can begin inside of another match.
            self.matched = if byte == ATTRIBUTE[self.matched] { self.matched + 1 } else { usize::from(byte == b'u') };
        }
    }
}
