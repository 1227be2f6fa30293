//! The formats of an xlsx workbook's cells.

use super::super::broken;
use super::super::formats::Format;
use super::super::xml::{Node, Xml, cut_off};
use skydash_domain::Result;
use std::collections::HashMap;
use std::io::Read;

/// Formats of one workbook; programs write far fewer.
const MAX_FORMATS: usize = 1_000_000;

/// Reads the file of styles: the format of each style that cells refer to.
pub(super) fn read(file: impl Read) -> Result<Vec<Format>> {
    let (mut xml, mut own, mut formats, mut cells) = (Xml::new(file), HashMap::new(), Vec::new(), false);
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "numFmt" => {
                let [id, code] = tag.attributes(["numFmtId", "formatCode"])?;
                if let (Some(Ok(id)), Some(code)) = (id.map(|id| id.parse::<u32>()), code) {
                    own.insert(id, Format::of(&code));
                }
            }
            Node::Open(tag) if tag.name() == "cellXfs" => cells = true,
            Node::Open(tag) if tag.name() == "xf" && cells => {
                let id = tag.attribute("numFmtId")?.and_then(|id| id.parse().ok()).unwrap_or(0);
                formats.push(own.get(&id).copied().unwrap_or_else(|| Format::known(id)));
            }
            Node::Close(name) if *name == *"cellXfs" || *name == *"styleSheet" => return Ok(formats),
            Node::End => return Err(cut_off()),
            _ => {}
        }
        if own.len().max(formats.len()) > MAX_FORMATS {
            return Err(broken(&"it has too many styles"));
        }
    }
}
