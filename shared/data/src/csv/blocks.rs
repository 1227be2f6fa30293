//! Text in blocks of whole rows.

use crate::limits::MAX_ROW_BYTES;
use skydash_catalog::loaders::Encoding;
use skydash_domain::{Error, Result};
use std::io::Read;

/// Reads text and cuts it at row ends, in UTF-8 whatever the file's encoding is.
pub(crate) struct Blocks<'a> {
    reader: &'a mut dyn Read,
    encoding: Encoding,
    separator: u8,
    pending: Vec<u8>,
    carriage_returns: bool,
    started: bool,
    finished: bool,
    /// Bytes of the file read so far.
    pub read_bytes: u64,
}

/// Whole rows, and where they may be cut further.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// The text.
    pub text: Vec<u8>,
    /// Row ends at which to cut, ascending; the last one is the end of the text.
    pub cuts: Vec<usize>,
}

impl Block {
    /// The runs of rows between the cuts.
    pub(crate) fn runs(&self) -> Vec<&[u8]> {
        let starts = std::iter::once(0).chain(self.cuts.iter().copied());
        starts.zip(&self.cuts).map(|(start, end)| &self.text[start..*end]).collect()
    }
}

impl<'a> Blocks<'a> {
    /// Starts reading. `separator` is needed to know where a value, and so a quote, can start.
    pub(crate) fn new(reader: &'a mut dyn Read, encoding: Encoding, separator: u8) -> Self {
        Self {
            reader,
            encoding,
            separator,
            pending: Vec::new(),
            carriage_returns: false,
            started: false,
            finished: false,
            read_bytes: 0,
        }
    }

    /// The next whole rows, about `size` bytes of them, with cuts about every `step` bytes; none at the end.
    ///
    /// # Errors
    /// [`Error::Invalid`] for text that is none, an open quote at the end, or a row without an end in sight.
    pub(crate) fn next(&mut self, size: usize, step: usize) -> Result<Option<Block>> {
        let mut wanted = size;
        loop {
            self.fill(wanted)?;
            if self.pending.is_empty() {
                return Ok(None);
            }
            let (cuts, open_quote) = row_ends(&self.pending, self.separator, step);
            if self.finished {
                if open_quote {
                    return Err(Error::invalid(
                        "A quoted value is still open at the end of the file. Close the quote (\") or double it.",
                    ));
                }
                return Ok(Some(self.rest(cuts)));
            }
            if let Some(&end) = cuts.last() {
                let rest = self.pending.split_off(end);
                let text = std::mem::replace(&mut self.pending, rest);
                return Ok(Some(Block { text, cuts }));
            }
            if self.pending.len() >= MAX_ROW_BYTES {
                return Err(Error::invalid(format!(
                    "A row is longer than {} MB. Check for a quote (\") that is not closed, and for the separator.",
                    MAX_ROW_BYTES >> 20
                )));
            }
            wanted = self.pending.len() * 2;
        }
    }

    fn rest(&mut self, mut cuts: Vec<usize>) -> Block {
        let text = std::mem::take(&mut self.pending);
        if cuts.last() != Some(&text.len()) {
            cuts.push(text.len());
        }
        Block { text, cuts }
    }

    /// Skips this many lines, quoted or not.
    pub(crate) fn skip_lines(&mut self, lines: u64) -> Result<()> {
        for _ in 0..lines {
            loop {
                if let Some(end) = memchr::memchr(b'\n', &self.pending) {
                    self.pending.drain(..=end);
                    break;
                }
                if self.finished {
                    self.pending.clear();
                    return Ok(());
                }
                if self.pending.len() > MAX_ROW_BYTES {
                    return Err(Error::invalid("A line to skip does not end. Check 'skiprows' and the file."));
                }
                self.fill(self.pending.len() + (64 << 10))?;
            }
        }
        Ok(())
    }

    /// Puts text back in front of what is still to come.
    pub(crate) fn unread(&mut self, text: &[u8]) {
        let rest = std::mem::take(&mut self.pending);
        self.pending = [text, &rest].concat();
    }

    fn fill(&mut self, wanted: usize) -> Result<()> {
        while !self.finished && self.pending.len() < wanted {
            let start = self.pending.len();
            let room = (wanted - start).max(4096) as u64;
            let got = match self.encoding {
                Encoding::Utf8 => (&mut *self.reader).take(room).read_to_end(&mut self.pending).map_err(unreadable)?,
                encoding => self.fill_decoded(room, encoding)?,
            };
            self.finished = got == 0;
            self.read_bytes += got as u64;
            if !self.started && got > 0 {
                self.start()?;
            } else if self.carriage_returns {
                replace_returns(&mut self.pending[start..]);
            }
        }
        Ok(())
    }

    fn fill_decoded(&mut self, room: u64, encoding: Encoding) -> Result<usize> {
        let mut raw = Vec::new();
        let got = (&mut *self.reader).take(room).read_to_end(&mut raw).map_err(unreadable)?;
        if encoding == Encoding::Cp1252 {
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&raw);
            self.pending.extend_from_slice(text.as_bytes());
        } else {
            self.pending.extend_from_slice(encoding_rs::mem::decode_latin1(&raw).as_bytes());
        }
        Ok(got)
    }

    /// Looks at the first bytes: byte order marks, binary files, line ends of one carriage return.
    fn start(&mut self) -> Result<()> {
        self.started = true;
        let head = &self.pending;
        if head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]) {
            return Err(Error::invalid("The file is written in UTF-16. Save it as UTF-8 and upload it again."));
        }
        if head[..head.len().min(64 << 10)].contains(&0) {
            return Err(Error::invalid(
                "The file holds binary data, not text. Choose the loader of its format, or save it as text.",
            ));
        }
        if head.starts_with(&[0xEF, 0xBB, 0xBF]) {
            self.pending.drain(..3);
        }
        self.carriage_returns = !self.pending.contains(&b'\n') && self.pending.contains(&b'\r');
        if self.carriage_returns {
            replace_returns(&mut self.pending);
        }
        Ok(())
    }
}

fn unreadable(error: std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::InvalidData => Error::invalid(error.to_string()),
        _ => Error::unavailable(format!("the file cannot be read: {error}")),
    }
}

fn replace_returns(text: &mut [u8]) {
    text.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
}

/// Ends of rows, about every `step` bytes and the last one, and whether a quote is open at the end.
fn row_ends(text: &[u8], separator: u8, step: usize) -> (Vec<usize>, bool) {
    let mut cuts = Vec::new();
    let mut last = 0;
    let mut target = step;
    let mut at = 0;
    let mut open = false;
    if memchr::memchr(b'"', text).is_none() {
        while target < text.len() {
            let Some(end) = memchr::memchr(b'\n', &text[target - 1..]) else { break };
            cuts.push(target + end);
            target += end + step;
        }
        last = memchr::memrchr(b'\n', text).map_or(0, |end| end + 1);
    } else {
        while let Some(found) = memchr::memchr2(b'\n', b'"', &text[at..]) {
            let here = at + found;
            if text[here] == b'\n' {
                at = here + 1;
                last = at;
                if last >= target {
                    cuts.push(last);
                    target = last + step;
                }
                continue;
            }
            let opens = here == 0 || text[here - 1] == separator || text[here - 1] == b'\n';
            match opens.then(|| closing_quote(text, here + 1)) {
                None => at = here + 1,
                Some(Some(close)) => at = close + 1,
                Some(None) => {
                    open = true;
                    break;
                }
            }
        }
    }
    if last > cuts.last().copied().unwrap_or(0) {
        cuts.push(last);
    }
    (cuts, open)
}

/// The quote that closes a value that starts at `from`.
fn closing_quote(text: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let quote = from + memchr::memchr(b'"', text.get(from..)?)?;
        if text.get(quote + 1) != Some(&b'"') {
            return Some(quote);
        }
        from = quote + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_end_outside_of_quotes() {
        let text = b"a,\"x\ny\"\nb,O\"B\nc";
        let (cuts, open) = row_ends(text, b',', 1);
        assert_eq!(cuts, [8, 14]);
        assert!(!open);
        assert!(row_ends(b"a,\"x\n", b',', 1).1);
        assert_eq!(row_ends(b"a\nbb\nc\n", b',', 2).0, [2, 5, 7]);
    }

    #[test]
    fn a_block_is_the_same_however_it_is_read() {
        let text = "a,b\n1,\"x\ny\"\n2,z".repeat(3);
        for size in 1..text.len() {
            let mut reader = text.as_bytes();
            let mut blocks = Blocks::new(&mut reader, Encoding::Utf8, b',');
            let mut all = Vec::new();
            while let Some(block) = blocks.next(size, 1).unwrap() {
                all.extend(block.text);
            }
            assert_eq!(String::from_utf8(all).unwrap(), text);
        }
    }
}
