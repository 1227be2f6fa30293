//! Text in blocks of whole rows.

use crate::limits::{CHUNK_BYTES, CHUNK_CELLS, MAX_ROW_BYTES, rows_of};
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
    pub cuts: Vec<Cut>,
}

/// A row end at which to cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Where it is.
    pub end: usize,
    /// Rows since the cut before it, those that may turn out to be blank included.
    pub rows: usize,
}

/// How far apart cuts are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    /// Bytes, about.
    pub bytes: usize,
    /// Rows, at most.
    pub rows: usize,
}

impl Step {
    /// No cuts but the last one.
    pub(crate) const WHOLE: Self = Self { bytes: usize::MAX, rows: usize::MAX };

    /// Cuts of what a task parses, of a table of so many columns.
    pub(crate) fn chunks(columns: usize) -> Self {
        Self { bytes: CHUNK_BYTES, rows: rows_of(CHUNK_CELLS, columns) }
    }
}

impl Block {
    /// The runs of rows between the cuts.
    pub(crate) fn runs(&self) -> Vec<&[u8]> {
        self.waves(usize::MAX).concat()
    }

    /// The runs of rows between the cuts, in waves of at most so many rows, or of a single run.
    pub(crate) fn waves(&self, rows: usize) -> Vec<Vec<&[u8]>> {
        let mut waves: Vec<Vec<&[u8]>> = Vec::new();
        let (mut start, mut room) = (0, 0);
        for cut in &self.cuts {
            let run = &self.text[start..cut.end];
            start = cut.end;
            match waves.last_mut() {
                Some(wave) if cut.rows <= room => wave.push(run),
                _ => {
                    waves.push(vec![run]);
                    room = rows.max(cut.rows);
                }
            }
            room -= cut.rows;
        }
        waves
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

    /// The next whole rows, about `size` bytes of them, with cuts a `step` apart; none at the end.
    ///
    /// # Errors
    /// [`Error::Invalid`] for text that is none, an open quote at the end, or a row without an end in sight.
    pub(crate) fn next(&mut self, size: usize, step: Step) -> Result<Option<Block>> {
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
            if let Some(&Cut { end, .. }) = cuts.last() {
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

    fn rest(&mut self, mut cuts: Vec<Cut>) -> Block {
        let text = std::mem::take(&mut self.pending);
        if cuts.last().is_none_or(|cut| cut.end != text.len()) {
            cuts.push(Cut { end: text.len(), rows: 1 });
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

/// Ends of rows, a step apart and the last one, and whether a quote is open at the end.
fn row_ends(text: &[u8], separator: u8, step: Step) -> (Vec<Cut>, bool) {
    if memchr::memchr(b'"', text).is_none() {
        return (line_ends(text, step), false);
    }
    let mut cuts = Vec::new();
    let (mut at, mut start, mut last, mut rows) = (0, 0, 0, 0);
    let mut open = false;
    while let Some(found) = memchr::memchr2(b'\n', b'"', &text[at..]) {
        let here = at + found;
        if text[here] == b'\n' {
            at = here + 1;
            last = at;
            rows += 1;
            if last - start >= step.bytes || rows == step.rows {
                cuts.push(Cut { end: last, rows });
                (start, rows) = (last, 0);
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
    if rows > 0 {
        cuts.push(Cut { end: last, rows });
    }
    (cuts, open)
}

/// Ends of lines, a step apart and the last one.
fn line_ends(text: &[u8], step: Step) -> Vec<Cut> {
    let mut cuts = Vec::new();
    // Lines that end between `start` and `counted`: each is counted once, however many cuts there are.
    let (mut start, mut counted, mut count) = (0, 0, 0_usize);
    loop {
        let rest = &text[start..];
        let (near, far) = rest.split_at(step.bytes.saturating_sub(1).min(rest.len()));
        let end = start + near.len();
        count += memchr::memchr_iter(b'\n', &text[counted.max(start)..end]).count();
        counted = end;
        let (length, rows) = if count >= step.rows {
            (memchr::memchr_iter(b'\n', near).nth(step.rows - 1), step.rows)
        } else {
            match memchr::memchr(b'\n', far) {
                Some(end) => (Some(near.len() + end), count + 1),
                None => (memchr::memrchr(b'\n', near), count),
            }
        };
        let Some(length) = length else { return cuts };
        start += length + 1;
        count = count.saturating_sub(rows);
        cuts.push(Cut { end: start, rows });
    }
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

    /// The same as [`line_ends`], with every window counted anew.
    fn plain_line_ends(text: &[u8], step: Step) -> Vec<(usize, usize)> {
        let (mut cuts, mut start) = (Vec::new(), 0);
        loop {
            let ends: Vec<usize> = memchr::memchr_iter(b'\n', &text[start..]).collect();
            let near = ends.iter().filter(|end| **end < step.bytes - 1).count();
            let rows = if near >= step.rows { step.rows } else { (near + 1).min(ends.len()) };
            if rows == 0 {
                return cuts;
            }
            start += ends[rows - 1] + 1;
            cuts.push((start, rows));
        }
    }

    #[test]
    fn lines_are_counted_once_and_cut_as_if_they_were_counted_anew() {
        let mut seed = 7_u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % below
        };
        for _ in 0..500 {
            let text: Vec<u8> = (0..random(200)).map(|_| if random(4) == 0 { b'x' } else { b'\n' }).collect();
            let step = Step { bytes: random(60) as usize + 1, rows: random(9) as usize + 1 };
            let cuts: Vec<(usize, usize)> = line_ends(&text, step).iter().map(|cut| (cut.end, cut.rows)).collect();
            assert_eq!(cuts, plain_line_ends(&text, step), "{step:?} {text:?}");
        }
    }

    #[test]
    fn rows_end_outside_of_quotes() {
        let text = b"a,\"x\ny\"\nb,O\"B\nc";
        let ends = |text: &[u8], bytes, rows| {
            let (cuts, open) = row_ends(text, b',', Step { bytes, rows });
            (cuts.iter().map(|cut| (cut.end, cut.rows)).collect::<Vec<_>>(), open)
        };
        assert_eq!(ends(text, 1, 9), (vec![(8, 1), (14, 1)], false));
        assert_eq!(ends(text, 99, 9), (vec![(14, 2)], false));
        assert!(ends(b"a,\"x\n", 1, 9).1);
        for text in [&b"a\nbb\nc\nd"[..], b"\"\"\nb\nc\nd"] {
            assert_eq!(ends(text, 2, 9).0.iter().map(|cut| cut.1).collect::<Vec<_>>(), [1, 1, 1]);
            assert_eq!(ends(text, 99, 2).0.iter().map(|cut| cut.1).collect::<Vec<_>>(), [2, 1]);
            assert_eq!(ends(text, usize::MAX, usize::MAX).0.iter().map(|cut| cut.1).collect::<Vec<_>>(), [3]);
        }
        assert_eq!(ends(b"a\nbb\nc\n", 2, 9).0, [(2, 1), (5, 1), (7, 1)]);
        assert_eq!(ends(b"abc", 1, 1).0, []);
    }

    #[test]
    fn waves_have_few_rows() {
        let mut reader = &b"a\nb\nc\nd\ne\nf"[..];
        let mut blocks = Blocks::new(&mut reader, Encoding::Utf8, b',');
        let block = blocks.next(99, Step { bytes: 99, rows: 2 }).unwrap().unwrap();
        let sizes = |rows| block.waves(rows).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!((sizes(1), sizes(4), sizes(5), sizes(99)), (vec![1, 1, 1, 1], vec![2, 2], vec![3, 1], vec![4]));
        assert_eq!(block.runs().concat(), block.text);
    }

    #[test]
    fn a_block_is_the_same_however_it_is_read() {
        let text = "a,b\n1,\"x\ny\"\n2,z".repeat(3);
        for size in 1..text.len() {
            let mut reader = text.as_bytes();
            let mut blocks = Blocks::new(&mut reader, Encoding::Utf8, b',');
            let mut all = Vec::new();
            while let Some(block) = blocks.next(size, Step { bytes: 1, rows: 9 }).unwrap() {
                all.extend(block.text);
            }
            assert_eq!(String::from_utf8(all).unwrap(), text);
        }
    }
}
