//! The records that an old workbook's stream is made of ([MS-XLS]), and texts that go over several of them.

/// The record that continues the one before it.
const CONTINUE: u16 = 0x003C;

/// The records from a place on: where each is, its kind and its data. They end where one is cut off.
pub(super) fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (usize, u16, &[u8])> {
    let mut at = start;
    std::iter::from_fn(move || {
        let (kind, data) = record(stream, at)?;
        let here = at;
        at += 4 + data.len();
        Some((here, kind, data))
    })
}

/// The record at a place: its kind and its data.
pub(super) fn record(stream: &[u8], at: usize) -> Option<(u16, &[u8])> {
    let length = usize::from(u16_at(stream, at.checked_add(2)?)?);
    Some((u16_at(stream, at)?, stream.get(at + 4..at + 4 + length)?))
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

pub(super) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    bytes.get(at..)?.first_chunk().copied().map(f64::from_le_bytes)
}

/// The data of a record and of those that continue it.
pub(super) struct Chunks<'a> {
    stream: &'a [u8],
    chunk: &'a [u8],
    next: usize,
}

impl<'a> Chunks<'a> {
    /// The data of the record at a place, from `skip` bytes on.
    pub(super) fn new(stream: &'a [u8], at: usize, skip: usize) -> Option<Self> {
        let (_, data) = record(stream, at)?;
        Some(Self { stream, chunk: data.get(skip..)?, next: at + 4 + data.len() })
    }

    /// Goes to the record that continues this one.
    fn advance(&mut self) -> Option<()> {
        let (_, data) = record(self.stream, self.next).filter(|(kind, _)| *kind == CONTINUE)?;
        self.chunk = data;
        self.next += 4 + data.len();
        Some(())
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        while self.chunk.is_empty() {
            self.advance()?;
        }
        let (first, rest) = self.chunk.split_first()?;
        self.chunk = rest;
        Some(*first)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    pub(super) fn skip(&mut self, mut bytes: usize) -> Option<()> {
        while bytes > self.chunk.len() {
            bytes -= self.chunk.len();
            self.advance()?;
        }
        self.chunk = &self.chunk[bytes..];
        Some(())
    }

    /// The next bytes of this record alone, as many as there are of `count`.
    pub(super) fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (bytes, rest) = self.chunk.split_at(count.min(self.chunk.len()));
        self.chunk = rest;
        bytes
    }

    /// A text of this many UTF-16 units, the high bytes of which may be left out; every record says anew if they are.
    pub(super) fn unicode(&mut self, count: usize, flags: u8) -> Option<String> {
        let mut units = Vec::with_capacity(count);
        let mut wide = flags & 1 == 1;
        while units.len() < count {
            if self.chunk.is_empty() {
                self.advance()?;
                wide = self.byte()? & 1 == 1;
            }
            let left = count - units.len();
            if wide {
                let bytes = self.bytes(2 * left);
                units.extend(bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)));
            } else {
                units.extend(self.bytes(left).iter().map(|byte| u16::from(*byte)));
            }
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// A text with its length and flags, and with what is said of its looks and pronunciation passed.
    pub(super) fn rich(&mut self) -> Option<String> {
        let (count, flags) = (self.u16()?, self.byte()?);
        let runs = if flags & 8 == 0 { 0 } else { usize::from(self.u16()?) };
        let extra = if flags & 4 == 0 { 0 } else { self.u32()? as usize };
        let text = self.unicode(usize::from(count), flags)?;
        // What is cut off here does not matter.
        let _ = self.skip(4 * runs + extra);
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
    }

    #[test]
    fn texts_go_over_records() {
        // "ab" in bytes, then "cd" with high bytes in the record that continues.
        let stream = [
            made(0xFC, &[4, 0, 8, 1, 0, b'a', b'b']),
            made(CONTINUE, &[1, b'c', 0, b'd', 0, 1, 2, 3, 4, 1, 0, 0, b'x']),
        ];
        let stream = stream.concat();
        let mut chunks = Chunks::new(&stream, 0, 0).unwrap();
        assert_eq!(chunks.rich().as_deref(), Some("abcd"));
        assert_eq!(chunks.rich().as_deref(), Some("x"));
        assert_eq!(chunks.rich(), None);
    }

    #[test]
    fn records_end_where_one_is_cut_off() {
        let stream = [made(1, b"xy"), made(2, b""), vec![3, 0, 9, 0, 1]].concat();
        let kinds: Vec<u16> = records(&stream, 0).map(|(_, kind, _)| kind).collect();
        assert_eq!(kinds, [1, 2]);
        assert_eq!(record(&stream, usize::MAX), None);
    }
}
