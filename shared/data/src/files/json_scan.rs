//! Finding the objects of a list in a JSON text without holding more than one of them.

use super::in_stream;
use crate::limits::{MAX_JSON_DEPTH, MAX_ROW_BYTES};
use crate::names::shortened;
use skydash_domain::Error;
use std::io::{BufRead, BufReader, Read};

/// Hands out the objects of a list one by one.
pub(crate) struct Objects<'a> {
    reader: BufReader<&'a mut dyn Read>,
    /// Whether objects follow each other without a list around them.
    lines: bool,
    /// Whether the list is the value of a key.
    keyed: bool,
    first: bool,
    finished: bool,
    /// Number of objects so far.
    pub count: u64,
}

type Scan<T> = std::io::Result<T>;

impl<'a> Objects<'a> {
    /// Finds the list: the text itself where it is one, else the value of `key` in its top object.
    pub(crate) fn open(reader: &'a mut dyn Read, key: Option<&str>) -> Scan<Self> {
        let mut reader = BufReader::with_capacity(256 << 10, reader);
        if reader.fill_buf()?.starts_with(&[0xEF, 0xBB, 0xBF]) {
            reader.consume(3);
        }
        let mut objects = Self { reader, lines: false, keyed: false, first: true, finished: false, count: 0 };
        match (key, objects.peek()?) {
            (_, None) => return Err(wrong("The file is empty. Upload a list of objects, one object a row.")),
            (_, Some(b'[')) => objects.skip_byte(),
            (None, Some(b'{')) => objects.lines = true,
            (Some(key), Some(b'{')) => {
                objects.keyed = true;
                objects.find(key)?;
            }
            _ => return Err(wrong("The file is no JSON list of objects. Check the file and its format.")),
        }
        Ok(objects)
    }

    /// The text of the next object; none at the end of the list.
    pub(crate) fn next(&mut self, text: &mut Vec<u8>) -> Scan<bool> {
        text.clear();
        if self.finished {
            return Ok(false);
        }
        let mut next = self.peek()?;
        if !self.lines {
            if next == Some(b']') {
                self.finished = true;
                self.skip_byte();
                self.end()?;
                return Ok(false);
            }
            if !self.first {
                if next != Some(b',') {
                    return Err(self.broken());
                }
                self.skip_byte();
                next = self.peek()?;
            }
        }
        match next {
            None if self.lines => {
                self.finished = true;
                return Ok(false);
            }
            Some(b'{') => {}
            None => return Err(self.broken()),
            Some(_) => {
                return Err(wrong(format!(
                    "Row {} of the JSON file is not an object. Write every row as an object of column names and values.",
                    self.count + 1
                )));
            }
        }
        self.first = false;
        self.count += 1;
        self.value(Some(text))?;
        Ok(true)
    }

    /// Passes what follows the list: the other keys of its object, if it is in one, and then nothing.
    fn end(&mut self) -> Scan<()> {
        while self.keyed && self.peek()? == Some(b',') {
            self.skip_byte();
            self.key(None)?;
            self.peek()?;
            self.value(None)?;
        }
        if self.keyed {
            if self.peek()? != Some(b'}') {
                return Err(self.broken());
            }
            self.skip_byte();
        }
        match self.peek()? {
            None => Ok(()),
            Some(_) => {
                Err(wrong("There is text after the end of the JSON text. Remove it, or write one list of all objects."))
            }
        }
    }

    /// Goes to the list that is the value of this key of the object that comes next.
    fn find(&mut self, key: &str) -> Scan<()> {
        self.skip_byte();
        let mut name = Vec::new();
        loop {
            match self.peek()? {
                Some(b',') => self.skip_byte(),
                Some(b'"') => {}
                _ => {
                    return Err(wrong(format!(
                        "The file has no key '{}' at its top. Set the loader's 'data_key' to the key that holds the rows.",
                        shortened(key)
                    )));
                }
            }
            name.clear();
            self.key(Some(&mut name))?;
            let found = serde_json::from_slice::<String>(&name).is_ok_and(|name| name == key);
            match (found, self.peek()?) {
                (true, Some(b'[')) => {
                    self.skip_byte();
                    return Ok(());
                }
                (true, _) => {
                    return Err(wrong(format!(
                        "Key '{}' of the file is not a list. Set the loader's 'data_key' to the key that holds the rows.",
                        shortened(key)
                    )));
                }
                (false, _) => self.value(None)?,
            }
        }
    }

    /// Passes a key of an object and the colon after it, keeping its text if wanted.
    fn key(&mut self, keep: Option<&mut Vec<u8>>) -> Scan<()> {
        if self.peek()? != Some(b'"') {
            return Err(self.broken());
        }
        self.value(keep)?;
        if self.peek()? != Some(b':') {
            return Err(self.broken());
        }
        self.skip_byte();
        Ok(())
    }

    /// The next byte that is no white space.
    fn peek(&mut self) -> Scan<Option<u8>> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            match buffer.iter().position(|byte| !byte.is_ascii_whitespace()) {
                Some(blanks) => {
                    let byte = buffer[blanks];
                    self.reader.consume(blanks);
                    return Ok(Some(byte));
                }
                None => {
                    let blanks = buffer.len();
                    self.reader.consume(blanks);
                }
            }
        }
    }

    fn skip_byte(&mut self) {
        self.reader.consume(1);
    }

    /// Passes one value, keeping its text if wanted.
    fn value(&mut self, mut keep: Option<&mut Vec<u8>>) -> Scan<()> {
        let mut state = State::default();
        let mut passed = 0;
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Err(self.broken());
            }
            let end = state.end_of_value(buffer).map_err(wrong)?;
            let taken = end.unwrap_or(buffer.len());
            if let Some(text) = &mut keep {
                text.extend_from_slice(&buffer[..taken]);
            }
            passed += taken;
            self.reader.consume(taken);
            if end.is_some() {
                return Ok(());
            }
            if keep.is_some() && passed > MAX_ROW_BYTES {
                return Err(wrong(format!(
                    "Row {} of the JSON file is longer than {} MB.",
                    self.count,
                    MAX_ROW_BYTES >> 20
                )));
            }
        }
    }

    fn broken(&self) -> std::io::Error {
        wrong(format!("The JSON text is broken after row {}. Check that it is complete.", self.count))
    }
}

pub(super) fn wrong(text: impl Into<String>) -> std::io::Error {
    in_stream(Error::invalid(text))
}

/// Where a scan stands within a value.
#[derive(Default)]
struct State {
    depth: usize,
    in_text: bool,
    escaped: bool,
    started: bool,
}

impl State {
    /// Where the value ends in this buffer, if it does.
    fn end_of_value(&mut self, buffer: &[u8]) -> Result<Option<usize>, String> {
        for (at, &byte) in buffer.iter().enumerate() {
            if self.in_text {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.in_text = false;
                        if self.depth == 0 {
                            return Ok(Some(at + 1));
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth > MAX_JSON_DEPTH {
                        return Err(format!(
                            "The JSON file is nested deeper than {MAX_JSON_DEPTH} levels. Flatten it."
                        ));
                    }
                }
                b'}' | b']' if self.depth == 0 => return Ok(Some(at)),
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return Ok(Some(at + 1));
                    }
                }
                b',' if self.depth == 0 => return Ok(Some(at)),
                byte if self.depth == 0 && self.started && byte.is_ascii_whitespace() => return Ok(Some(at)),
                _ => {}
            }
            self.started = true;
        }
        Ok(None)
    }
}
