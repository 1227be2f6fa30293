//! A look at the shared texts of an xlsx workbook before they are read.
//!
//! They start with a claim of how many there are. A reader reserves memory for that many, and a process that cannot
//! have it is ended. Then come the texts, which a reader keeps, and even an empty one takes its place.

use super::archive;
use super::sheet::broken;
use crate::store::Source;
use skydash_domain::{Error, Result};
use std::io::{BufRead, BufReader};

/// How the file of the shared texts ends, wherever it lies.
const FILE: &str = "sharedstrings.xml";
/// The attribute with the claim.
const ATTRIBUTE: &[u8] = b"uniqueCount";
/// Texts of one workbook.
const MAX_TEXTS: u64 = 10_000_000;
/// Bytes of the shortest text: `<si/>`.
const LEAST_BYTES: u64 = 5;

/// Refuses a workbook with too many shared texts, or one that claims more than its bytes can hold.
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
        if claims.texts > MAX_TEXTS {
            return Err(Error::too_large(format!(
                "The workbook has more than {MAX_TEXTS} different texts. Upload the sheet as CSV."
            )));
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

/// The texts, and the largest number that follows the attribute's name, wherever it stands.
#[derive(Default)]
struct Claims {
    texts: u64,
    before: [u8; 3],
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
        if matches!(self.before, [b'<' | b':', b's', b'i'])
            && matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n')
        {
            self.texts += 1;
        }
        self.before = [self.before[1], self.before[2], byte];
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

#[cfg(test)]
mod tests {
    use super::Claims;

    #[test]
    fn texts_are_counted_and_claims_found() {
        let read = |text: &str| {
            let mut claims = Claims::default();
            text.bytes().for_each(|byte| claims.read(byte));
            (claims.texts, claims.largest)
        };
        assert_eq!(read("<sst uniqueCount='2'><si><t>sized</t></si><x:si /><si/></sst>"), (3, 2));
        assert_eq!(read("<sst uniqueCount = \n \"0040\" count=\"7\"><size/></sst>"), (0, 40));
        assert_eq!(read("<sst uniqueCount=\"99999999999999999999999\">"), (0, u64::MAX));
    }
}
