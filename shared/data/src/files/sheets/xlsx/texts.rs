//! The shared texts of an xlsx workbook, and texts as its files write them.

use super::super::texts::Texts;
use super::super::xml::{Node, Xml, cut_off};
use skydash_domain::Result;
use std::borrow::Cow;
use std::io::Read;

/// Reads the file of shared texts. How many it claims to have does not matter.
pub(super) fn read(file: impl Read) -> Result<Texts> {
    let (mut xml, mut texts, mut text) = (Xml::new(file), Texts::default(), String::new());
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "si" => {
                text.clear();
                rich(&mut xml, "si", &mut text)?;
                texts.push(&unescaped(&text))?;
            }
            Node::Close(name) if *name == *"sst" => return Ok(texts),
            Node::End => return Err(cut_off()),
            _ => {}
        }
    }
}

/// Adds the text of an element of this name, which may be in runs of different looks. How it is pronounced is left out.
pub(super) fn rich(xml: &mut Xml<impl Read>, name: &str, out: &mut String) -> Result<()> {
    let mut pronunciation = false;
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "t" && !pronunciation => {
                let keep = tag.attribute("space")?.as_deref() == Some("preserve");
                let start = out.len();
                xml.text("t", out)?;
                if !keep {
                    let text = out[start..].trim_matches([' ', '\t', '\r', '\n']).to_owned();
                    out.truncate(start);
                    out.push_str(&text);
                }
            }
            Node::Open(tag) if tag.name() == "rPh" => pronunciation = true,
            Node::Close(closed) if *closed == *"rPh" => pronunciation = false,
            Node::Close(closed) if *closed == *name => break,
            Node::End => return Err(cut_off()),
            _ => {}
        }
    }
    Ok(())
}

/// A text with the characters that XML cannot hold, which are written as `_x000D_`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    let escape = |at: usize| -> Option<char> {
        let digits = text.get(at + 2..at + 6)?;
        let is_escape = text[at..].starts_with("_x") && text.get(at + 6..at + 7) == Some("_");
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_escape && !digits.starts_with('+'))?;
        char::from_u32(code)
    };
    let mut plain = String::new();
    let mut rest = 0;
    let mut from = 0;
    while let Some(found) = text[from..].find("_x") {
        let at = from + found;
        match escape(at) {
            Some(character) => {
                plain.push_str(&text[rest..at]);
                plain.push(character);
                rest = at + 7;
                from = rest;
            }
            None => from = at + 2,
        }
    }
    if rest == 0 { Cow::Borrowed(text) } else { Cow::Owned(plain + &text[rest..]) }
}

#[cfg(test)]
mod tests {
    use super::{read, unescaped};

    #[test]
    fn escapes_are_one_character() {
        assert_eq!(unescaped("a_x000D__x000a_b"), "a\r\nb");
        assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescaped("_x00_ _xzzzz_ _x +00_ é_x"), "_x00_ _xzzzz_ _x +00_ é_x");
    }

    #[test]
    fn runs_are_joined_and_pronunciation_left_out() {
        let xml = "<sst uniqueCount='4294967295'><si><t> a </t></si><si/><x:si><r><t xml:space='preserve'>b </t></r>\
                   <r><t>c&amp;&#x41;</t></r><rPh><t>no</t></rPh></x:si></sst>";
        let texts = read(xml.as_bytes()).unwrap();
        let all: Vec<&str> = (0..).map_while(|number| texts.get(number)).collect();
        assert_eq!(all, ["a", "", "b c&A"]);
        assert!(read("<sst><si><t>&l9;</t></si></sst>".as_bytes()).is_err());
        assert!(read("<sst><si><t>x".as_bytes()).is_err());
    }
}
