//! XML from strangers, event by event, in bounded memory.

use super::lines::long_cell;
use super::{broken, in_stream};
use crate::limits::MAX_CELL_BYTES;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, escape};
use skydash_domain::{Error, Result};
use std::borrow::Cow;
use std::io::{BufReader, Read};
use std::ops::Deref;

/// Bytes of one tag, or of the text between two.
const MAX_EVENT_BYTES: u64 = 2 * MAX_CELL_BYTES as u64;

/// Reads a file of XML.
pub(super) struct Xml<R: Read> {
    reader: Reader<BufReader<Metered<R>>>,
    buffer: Vec<u8>,
}

/// What comes next. Names are without their prefixes.
pub(super) enum Node<'a> {
    /// An element starts.
    Open(Tag<'a>),
    /// An element of this name ends; an empty one does, too.
    Close(Name<'a>),
    /// A piece of text; empty in place of what is neither text nor tag.
    Text(Cow<'a, str>),
    /// The file ends.
    End,
}

impl<R: Read> Xml<R> {
    /// Starts reading.
    pub(super) fn new(reader: R) -> Self {
        let mut reader = Reader::from_reader(BufReader::new(Metered { reader, left: 0 }));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self { reader, buffer: Vec::new() }
    }

    /// What comes next.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no XML, for entities that are not XML's own, and for tags and texts without end.
    pub(super) fn next(&mut self) -> Result<Node<'_>> {
        self.reader.get_mut().get_mut().left = MAX_EVENT_BYTES;
        self.buffer.clear();
        Ok(match self.reader.read_event_into(&mut self.buffer).map_err(unreadable)? {
            Event::Start(tag) | Event::Empty(tag) => Node::Open(Tag(tag)),
            Event::End(tag) => Node::Close(Name(tag)),
            Event::Text(text) => Node::Text(text.xml10_content()),
            Event::CData(text) => Node::Text(text.xml10_content()),
            Event::GeneralRef(name) => Node::Text(match name.resolve_char_ref().map_err(unreadable)? {
                Some(character) => Cow::Owned(character.to_string()),
                None => Cow::Borrowed(
                    escape::resolve_predefined_entity(&name)
                        .ok_or_else(|| broken(&format!("it uses the entity '{}'", &*name)))?,
                ),
            }),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => Node::Text(Cow::Borrowed("")),
            Event::Eof => Node::End,
        })
    }

    /// Adds all text up to the end of the element of this name.
    pub(super) fn text(&mut self, name: &str, out: &mut String) -> Result<()> {
        loop {
            match self.next()? {
                Node::Text(text) => out.push_str(&text),
                Node::Close(closed) if *closed == *name => return Ok(()),
                Node::End => return Err(cut_off()),
                Node::Open(_) | Node::Close(_) => {}
            }
            if out.len() > MAX_CELL_BYTES {
                return Err(long_cell());
            }
        }
    }
}

/// The start of an element.
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// Its name.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The values of its attributes of these names, which have prefixes where these tell one from another.
    pub(super) fn attributes<const N: usize>(&self, names: [&str; N]) -> Result<[Option<Cow<'_, str>>; N]> {
        let mut values = [const { None }; N];
        for attribute in self.0.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| broken(&error))?;
            let (name, whole) = (attribute.key.local_name(), attribute.key);
            if let Some(at) = names.iter().position(|wanted| *wanted == name.as_ref() || *wanted == whole.as_ref()) {
                values[at] = Some(match escape::unescape(&attribute.value).map_err(|error| broken(&error))? {
                    Cow::Owned(value) => Cow::Owned(value),
                    Cow::Borrowed(_) => attribute.value,
                });
            }
        }
        Ok(values)
    }

    /// The value of its attribute of this name.
    pub(super) fn attribute(&self, name: &str) -> Result<Option<Cow<'_, str>>> {
        let [value] = self.attributes([name])?;
        Ok(value)
    }
}

/// The name of an element that ends.
pub(super) struct Name<'a>(BytesEnd<'a>);

impl Deref for Name<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

/// The error of a file that ends too early.
pub(super) fn cut_off() -> Error {
    broken(&"it ends too early")
}

fn unreadable(error: quick_xml::Error) -> Error {
    match error {
        // Readers of ours say in whole sentences what is wrong.
        quick_xml::Error::Io(error) => Error::invalid(error.to_string()),
        other => broken(&other),
    }
}

/// Lets no more bytes through than are left.
struct Metered<R> {
    reader: R,
    left: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(in_stream(Error::too_large(format!(
                "The workbook has a tag or text of more than {} MB. Save it again, or upload the sheet as CSV.",
                MAX_EVENT_BYTES >> 20
            ))));
        }
        let got = self.reader.read(out)?;
        self.left = self.left.saturating_sub(got as u64);
        Ok(got)
    }
}
