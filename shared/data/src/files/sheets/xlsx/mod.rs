//! xlsx workbooks: a zip archive of XML files that refer to each other.

mod cells;
mod styles;
mod texts;

use super::texts::Texts;
use super::xml::{Node, Xml, cut_off};
use super::{Wanted, broken};
use crate::files::archive::Parts;
use cells::Cells;
use skydash_domain::{Error, Result};
use std::io::Read;

/// Bytes of the names and paths of all sheets.
const MAX_NAME_BYTES: usize = 4 << 20;

/// A workbook, as far as its sheets are known.
pub(super) struct Book<'p, 'a> {
    parts: &'p mut Parts<'a>,
    relations: Vec<Relation>,
    from_1904: bool,
    /// Names and paths of the sheets.
    sheets: Vec<(String, String)>,
}

/// What a file refers to.
struct Relation {
    id: String,
    kind: &'static str,
    path: String,
}

impl<'p, 'a> Book<'p, 'a> {
    /// Finds the sheets.
    ///
    /// # Errors
    /// [`Error::Invalid`] for an archive that is no workbook.
    pub(super) fn open(parts: &'p mut Parts<'a>) -> Result<Self> {
        let relations = relations(parts, "", "_rels/.rels")?;
        let found = relations.into_iter().find(|relation| relation.kind == "officeDocument");
        let path = found.map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.path);
        if path.ends_with(".bin") {
            return Err(Error::invalid(
                "The workbook is in Excel's binary format (xlsb). Save it as xlsx, or upload the sheet as CSV.",
            ));
        }
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let relations = self::relations(parts, folder, &format!("{folder}/_rels/{file}.rels"))?;
        let (mut sheets, mut from_1904, mut bytes) = (Vec::new(), false, 0);
        let mut xml = Xml::new(parts.read(&path)?.ok_or_else(|| {
            Error::invalid("The zip archive is no workbook. Upload an xlsx, xls or ods file itself.")
        })?);
        loop {
            match xml.next()? {
                Node::Open(tag) if tag.name() == "workbookPr" => {
                    from_1904 |= tag.attribute("date1904")?.is_some_and(|value| value == "1" || value == "true");
                }
                Node::Open(tag) if tag.name() == "sheet" => {
                    let [name, id] = tag.attributes(["name", "id"])?;
                    let sheet = relations.iter().find(|it| it.kind == "worksheet" && Some(&*it.id) == id.as_deref());
                    if let (Some(name), Some(sheet)) = (name, sheet) {
                        bytes += name.len() + sheet.path.len();
                        sheets.push((name.into_owned(), sheet.path.clone()));
                        if bytes > MAX_NAME_BYTES {
                            return Err(too_many_sheets());
                        }
                    }
                }
                Node::Close(name) if *name == *"workbook" => break,
                Node::End => return Err(cut_off()),
                _ => {}
            }
        }
        drop(xml);
        Ok(Self { parts, relations, from_1904, sheets })
    }

    /// The names of the sheets.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The rows of the sheet at this position.
    pub(super) fn rows(&mut self, sheet: usize, wanted: Wanted) -> Result<Cells<impl Read>> {
        let texts = match self.path("sharedStrings") {
            Some(path) => self.parts.read(&path)?.map_or_else(|| Ok(Texts::default()), texts::read)?,
            None => Texts::default(),
        };
        let formats = match self.path("styles") {
            Some(path) => self.parts.read(&path)?.map_or_else(|| Ok(Vec::new()), styles::read)?,
            None => Vec::new(),
        };
        let (name, path) = self.sheets.get(sheet).ok_or_else(|| broken(&"a sheet is missing"))?;
        let file = self.parts.read(path)?.ok_or_else(|| broken(&format!("the sheet '{name}' is missing")))?;
        Ok(Cells::new(file, texts, formats, self.from_1904, wanted))
    }

    fn path(&self, kind: &str) -> Option<String> {
        self.relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.path.clone())
    }
}

/// The relations that matter, of a file in this folder; none when there are none.
fn relations(parts: &mut Parts<'_>, folder: &str, path: &str) -> Result<Vec<Relation>> {
    const KINDS: [&str; 4] = ["officeDocument", "worksheet", "sharedStrings", "styles"];
    let Some(file) = parts.read(path)? else { return Ok(Vec::new()) };
    let (mut xml, mut relations, mut bytes) = (Xml::new(file), Vec::new(), 0);
    loop {
        match xml.next()? {
            Node::Open(tag) if tag.name() == "Relationship" => {
                let [id, kind, target] = tag.attributes(["Id", "Type", "Target"])?;
                let kind = kind.as_deref().and_then(|kind| kind.rsplit('/').next());
                if let (Some(id), Some(target)) = (id, target)
                    && let Some(kind) = KINDS.into_iter().find(|known| Some(*known) == kind)
                {
                    bytes += id.len() + target.len() + folder.len();
                    relations.push(Relation { id: id.into_owned(), kind, path: resolved(folder, &target) });
                    if bytes > MAX_NAME_BYTES {
                        return Err(too_many_sheets());
                    }
                }
            }
            Node::Close(name) if *name == *"Relationships" => return Ok(relations),
            Node::End => return Err(cut_off()),
            _ => {}
        }
    }
}

fn too_many_sheets() -> Error {
    Error::too_large("The workbook has too many sheets. Upload the sheet as CSV.")
}

/// The path of what a file in this folder refers to.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            name => path.push(name),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn paths_are_relative_or_not() {
        assert_eq!(resolved("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl/a", "../b/./c.xml"), "xl/b/c.xml");
        assert_eq!(resolved("", "../../../etc/passwd"), "etc/passwd");
    }
}
