//! Workbooks: xlsx, xls and ods.

use super::sheet::{Loaded, Streamed, Wanted, broken, too_many_cells};
use super::text::RowText;
use super::{Form, archive, biff, shared_texts};
use crate::csv::Dialect;
use crate::limits::{MAX_SHEET_BYTES, MAX_SHEET_CELLS};
use crate::names::shortened;
use crate::store::Source;
use calamine::{Data, Ods, Range, Reader, Xls, Xlsx};
use skydash_catalog::loaders::{Excel, Sheet};
use skydash_domain::{Error, Result};
use std::io::{Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How old Office files start.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
/// Bytes of an OpenDocument sheet once unpacked; the library holds all of its cells.
const MAX_ODS_BYTES: u64 = 256 << 20;

/// Gives `work` the rows of the wanted sheet as text.
pub(crate) fn with_text<R>(
    source: &mut dyn Source,
    excel: &Excel,
    work: &mut dyn FnMut(&mut dyn Read, &Form) -> Result<R>,
) -> Result<R> {
    let wanted = Wanted { skip: excel.skiprows.unwrap_or(0), columns: Wanted::columns(excel.usecols.as_deref())? };
    let form = Form { dialect: Dialect::of_sheet(excel), types: None };
    let head = archive::head(source)?;
    if head.starts_with(OLE) {
        let file = biff::checked(source)?;
        let range = guarded(|| loaded::<_, Xls<_>, _>(Cursor::new(file), &excel.sheet))?;
        return work(&mut RowText::without_names(Loaded::new(range, wanted)), &form);
    }
    if !head.starts_with(b"PK") {
        return Err(Error::invalid("The file is no workbook. Upload an xlsx, xls or ods file, or choose its loader."));
    }
    let names = archive::check(source, MAX_SHEET_BYTES)?;
    if names.iter().any(|name| name == "content.xml") {
        check_ods(source)?;
        let range = guarded(|| loaded::<_, Ods<_>, _>(&mut *source, &excel.sheet))?;
        return work(&mut RowText::without_names(Loaded::new(range, wanted)), &form);
    }
    if !names.iter().any(|name| name == "xl/workbook.xml") {
        return Err(Error::invalid("The zip archive is no workbook. Upload an xlsx, xls or ods file itself."));
    }
    shared_texts::check(source, &names)?;
    guarded(|| {
        let mut workbook = Xlsx::new(&mut *source).map_err(|error| broken(&error))?;
        let name = sheet(&workbook.sheet_names(), &excel.sheet)?;
        let cells = workbook.worksheet_cells_reader(&name).map_err(|error| broken(&error))?;
        work(&mut RowText::without_names(Streamed::new(cells, wanted)), &form)
    })
}

/// Runs a library over bytes from strangers; should it panic, that is an error of the file.
fn guarded<R>(work: impl FnOnce() -> Result<R>) -> Result<R> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken(&"its structure is damaged")))
}

fn loaded<S, W, E>(source: S, sheet_wanted: &Sheet) -> Result<Range<Data>>
where
    S: Read + Seek,
    W: Reader<S, Error = E>,
    E: std::fmt::Debug + std::fmt::Display + From<std::io::Error>,
{
    let mut workbook = W::new(source).map_err(|error| broken(&error))?;
    let name = sheet(&workbook.sheet_names(), sheet_wanted)?;
    workbook.worksheet_range(&name).map_err(|error| broken(&error))
}

/// The name of the wanted sheet.
fn sheet(names: &[String], wanted: &Sheet) -> Result<String> {
    let (found, said) = match wanted {
        Sheet::Index(index) => (names.get(*index as usize), index.to_string()),
        Sheet::Name(name) => (names.iter().find(|other| *other == name), shortened(name)),
    };
    found.cloned().ok_or_else(|| {
        let list: Vec<String> = names.iter().take(10).map(|name| shortened(name)).collect();
        Error::invalid(format!("The workbook has no sheet '{said}'. Its sheets are: {}.", list.join(", ")))
    })
}

/// Refuses an OpenDocument sheet whose repeated cells make more of it than its text suggests.
fn check_ods(source: &mut dyn Source) -> Result<()> {
    let mut archive = archive::open(source)?;
    let mut text = Vec::new();
    let content = archive.by_name("content.xml").map_err(|error| broken(&error))?;
    content.take(MAX_ODS_BYTES + 1).read_to_end(&mut text).map_err(|error| broken(&error))?;
    if text.len() as u64 > MAX_ODS_BYTES {
        return Err(too_many_cells());
    }
    if repeated(&text).is_none_or(|(cells, bytes)| cells > MAX_SHEET_CELLS || bytes > MAX_ODS_BYTES) {
        return Err(too_many_cells());
    }
    Ok(())
}

/// Cells of an OpenDocument sheet up to the last used one of each row, and their bytes, with all repeats; none when
/// there are too many to count.
fn repeated(text: &[u8]) -> Option<(u64, u64)> {
    let (mut cells, mut bytes) = (0u64, 0u64);
    let (mut row, mut row_repeats) = (0u64, 1u64);
    let (mut start, mut times) = (0usize, 0u64);
    for at in memchr::memchr_iter(b'<', text) {
        let rest = &text[at..];
        let tag = || &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
        let is_row = rest.starts_with(b"<table:table-row");
        if !is_row && !rest.starts_with(b"<table:table-cell") && !rest.starts_with(b"<table:covered-table-cell") {
            continue;
        }
        bytes = bytes.checked_add(times.checked_mul((at - start) as u64)?)?;
        (start, times) = (at, 0);
        let tag = tag();
        if is_row {
            row = 0;
            row_repeats = attribute(tag, b"number-rows-repeated=\"");
            continue;
        }
        let columns = attribute(tag, b"number-columns-repeated=\"");
        row = row.saturating_add(columns);
        if memchr::memmem::find(tag, b"value").is_some() {
            cells = cells.checked_add(row.checked_mul(row_repeats)?)?;
            times = columns.checked_mul(row_repeats)?;
            row = 0;
        }
    }
    Some((cells, bytes.checked_add(times.checked_mul((text.len() - start) as u64)?)?))
}

/// The number that is the value of an attribute; 1 when it is not there.
fn attribute(tag: &[u8], name: &[u8]) -> u64 {
    let Some(start) = memchr::memmem::find(tag, name) else { return 1 };
    let digits = tag[start + name.len()..].iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}
