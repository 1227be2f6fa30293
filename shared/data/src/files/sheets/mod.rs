//! Workbooks: xlsx, ods and xls. All are read cell by cell; what is kept is what cells refer to, within budgets.

mod formats;
mod lines;
mod moments;
mod ods;
mod texts;
mod xls;
mod xlsx;
mod xml;

use super::text::RowText;
use super::{Form, archive, in_stream};
use crate::csv::Dialect;
use crate::names::shortened;
use crate::store::Source;
use lines::Wanted;
use skydash_catalog::loaders::{Excel, Sheet};
use skydash_domain::{Error, Result};
use std::io::Read;

/// How old Office files start.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// Gives `work` the rows of the wanted sheet as text.
pub(crate) fn with_text<R>(
    source: &mut dyn Source,
    excel: &Excel,
    work: &mut dyn FnMut(&mut dyn Read, &Form) -> Result<R>,
) -> Result<R> {
    let wanted = Wanted::new(excel)?;
    let form = Form { dialect: Dialect::of_sheet(excel), types: None };
    let head = archive::head(source)?;
    if head.starts_with(OLE) {
        let book = xls::Book::open(source)?;
        let sheet = chosen(&excel.sheet, &book.sheets())?;
        return work(&mut RowText::without_names(book.rows(sheet, wanted)?), &form);
    }
    if !head.starts_with(b"PK") {
        return Err(Error::invalid("The file is no workbook. Upload an xlsx, xls or ods file, or choose its loader."));
    }
    let mut parts = archive::Parts::open(source)?;
    if parts.has("content.xml") {
        return work(&mut RowText::without_names(ods::rows(&mut parts, &excel.sheet, wanted)?), &form);
    }
    let mut book = xlsx::Book::open(&mut parts)?;
    let sheet = chosen(&excel.sheet, &book.sheets())?;
    work(&mut RowText::without_names(book.rows(sheet, wanted)?), &form)
}

/// The position of the wanted sheet among those of these names.
fn chosen(wanted: &Sheet, names: &[String]) -> Result<usize> {
    let found = names.iter().enumerate().position(|(index, name)| is_wanted(wanted, index, name));
    found.ok_or_else(|| missing(wanted, names))
}

fn is_wanted(wanted: &Sheet, index: usize, name: &str) -> bool {
    match wanted {
        Sheet::Index(position) => *position as usize == index,
        Sheet::Name(other) => other == name,
    }
}

/// The error of a workbook with these sheets only.
fn missing(wanted: &Sheet, names: &[String]) -> Error {
    let said = match wanted {
        Sheet::Index(index) => index.to_string(),
        Sheet::Name(name) => shortened(name),
    };
    let list: Vec<String> = names.iter().take(10).map(|name| shortened(name)).collect();
    Error::invalid(format!("The workbook has no sheet '{said}'. Its sheets are: {}.", list.join(", ")))
}

/// The error of a workbook that makes no sense.
fn broken(why: &dyn std::fmt::Display) -> Error {
    Error::invalid(format!(
        "The workbook cannot be read ({}). Save it again, or upload the sheet as CSV.",
        shortened(&why.to_string())
    ))
}

/// The error of a workbook that cannot be read without its password.
fn encrypted() -> Error {
    Error::invalid("The workbook is protected by a password. Save it without one, or upload the sheet as CSV.")
}
