//! Files inside of zip archives, and budgets on what archives unpack to.

use super::{in_stream, unreadable};
use crate::limits::{FREE_UNPACKED_BYTES, MAX_UNPACK_RATIO, MAX_UNPACKED_BYTES};
use crate::store::Source;
use skydash_domain::{Error, Result};
use std::io::{Read, SeekFrom};
use zip::ZipArchive;

/// How zip archives start.
const ZIP: &[u8] = b"PK\x03\x04";

/// The first bytes of a file, which is then at its start again.
pub(crate) fn head(source: &mut dyn Source) -> Result<[u8; 8]> {
    source.seek(SeekFrom::Start(0)).map_err(|error| unreadable(&error))?;
    let mut head = Vec::new();
    (&mut *source).take(8).read_to_end(&mut head).map_err(|error| unreadable(&error))?;
    source.seek(SeekFrom::Start(0)).map_err(|error| unreadable(&error))?;
    let mut bytes = [0; 8];
    bytes[..head.len()].copy_from_slice(&head);
    Ok(bytes)
}

/// Gives `work` the bytes of a file, or those of the only file in it when it is a zip archive.
pub(crate) fn with_raw<R>(source: &mut dyn Source, work: &mut dyn FnMut(&mut dyn Read) -> Result<R>) -> Result<R> {
    if !head(source)?.starts_with(ZIP) {
        let mut reader: &mut dyn Read = &mut *source;
        return work(&mut reader);
    }
    let mut archive = open(source)?;
    let files: Vec<usize> = archive
        .file_names()
        .enumerate()
        .filter(|(_, name)| name.as_ref().is_ok_and(|name| !name.ends_with('/') && !name.starts_with("__MACOSX/")))
        .map(|(index, _)| index)
        .collect();
    let [index] = files[..] else {
        return Err(Error::invalid(format!(
            "The zip archive holds {} files. Upload an archive of exactly one file, or the file itself.",
            files.len()
        )));
    };
    let file = archive.by_index(index).map_err(|error| broken(&error))?;
    let packed = file.compressed_size();
    work(&mut Limited { reader: file, packed, unpacked: 0, limit: MAX_UNPACKED_BYTES })
}

/// Opens a zip archive.
pub(crate) fn open(source: &mut dyn Source) -> Result<ZipArchive<&mut dyn Source>> {
    ZipArchive::new(source).map_err(|error| broken(&error))
}

fn broken(error: &zip::result::ZipError) -> Error {
    Error::invalid(format!("The zip archive cannot be opened ({error}). Save the file again and upload it."))
}

/// Unpacks every file of an archive without keeping anything, and refuses more than `limit` bytes of them or more
/// than the allowed multiple of their packed size. What an archive says of its own sizes is not believed.
pub(crate) fn check(source: &mut dyn Source, limit: u64) -> Result<Vec<String>> {
    let mut archive = open(source)?;
    let mut names = Vec::new();
    let mut total = 0;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| broken(&error))?;
        names.push(file.name().map_err(|error| broken(&error))?.into_owned());
        let packed = file.compressed_size();
        let mut reader = Limited { reader: file, packed, unpacked: 0, limit: limit - total };
        let unpacked = std::io::copy(&mut reader, &mut std::io::sink());
        total += unpacked.map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData => Error::too_large(error.to_string()),
            _ => Error::invalid("The file is damaged: it cannot be unpacked. Save it again and upload it."),
        })?;
    }
    Ok(names)
}

/// A reader of unpacked bytes that stops at its budget.
struct Limited<R> {
    reader: R,
    packed: u64,
    unpacked: u64,
    limit: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let got = self.reader.read(out)?;
        self.unpacked += got as u64;
        let allowed = FREE_UNPACKED_BYTES.max(self.packed.saturating_mul(MAX_UNPACK_RATIO)).min(self.limit);
        if self.unpacked > allowed {
            return Err(in_stream(Error::too_large(format!(
                "The file unpacks to more than {} MB, far beyond what its size suggests. Upload the data unpacked, as CSV.",
                allowed >> 20
            ))));
        }
        Ok(got)
    }
}
