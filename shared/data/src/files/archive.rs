//! Files inside of zip archives, and budgets on what archives unpack to.

use super::{in_stream, unreadable};
use crate::limits::{FREE_UNPACKED_BYTES, MAX_UNPACK_RATIO, MAX_UNPACKED_BYTES};
use crate::store::Source;
use skydash_domain::{Error, Result};
use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zip::ZipArchive;
use zip::read::ZipFile;

/// How zip archives start.
const ZIP: &[u8] = b"PK\x03\x04";
/// Bytes read to find out which files are in an archive; what is known of them is kept.
const MAX_LIST_BYTES: u64 = 16 << 20;

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
    work(&mut Unpacked::new(archive.by_index(index).map_err(|error| broken(&error))?))
}

/// The files in a zip archive, by path.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Metered<'a>>,
    positions: HashMap<String, usize>,
}

impl<'a> Parts<'a> {
    /// Looks for the files.
    pub(super) fn open(source: &'a mut dyn Source) -> Result<Self> {
        let archive = open(source)?;
        let names = archive.file_names().enumerate();
        let positions = names.filter_map(|(index, name)| Some((normal(&name.ok()?), index))).collect();
        Ok(Self { archive, positions })
    }

    /// Whether there is a file at this path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.positions.contains_key(&normal(path))
    }

    /// The bytes of the file at this path, if there is one.
    pub(super) fn read(&mut self, path: &str) -> Result<Option<Unpacked<ZipFile<'_, Metered<'a>>>>> {
        let Some(&index) = self.positions.get(&normal(path)) else { return Ok(None) };
        Ok(Some(Unpacked::new(self.archive.by_index(index).map_err(|error| broken(&error))?)))
    }
}

/// A path as programs that do not agree on case and slashes mean it.
fn normal(path: &str) -> String {
    path.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// Opens a zip archive.
fn open(source: &mut dyn Source) -> Result<ZipArchive<Metered<'_>>> {
    let left = Arc::new(AtomicU64::new(MAX_LIST_BYTES));
    let archive = ZipArchive::new(Metered { source, left: left.clone() }).map_err(|error| broken(&error))?;
    left.store(u64::MAX, Ordering::Relaxed);
    Ok(archive)
}

fn broken(error: &zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            Error::invalid(error.to_string())
        }
        other => {
            Error::invalid(format!("The zip archive cannot be opened ({other}). Save the file again and upload it."))
        }
    }
}

/// A source that is read no further than allowed.
pub(super) struct Metered<'a> {
    source: &'a mut dyn Source,
    left: Arc<AtomicU64>,
}

impl Read for Metered<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let got = self.source.read(out)?;
        let left = self.left.load(Ordering::Relaxed);
        let Some(left) = left.checked_sub(got as u64) else {
            return Err(in_stream(Error::too_large(
                "The zip archive holds too many files. Upload an archive of one file, or the file itself.",
            )));
        };
        self.left.store(left, Ordering::Relaxed);
        Ok(got)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, place: SeekFrom) -> std::io::Result<u64> {
        self.source.seek(place)
    }
}

/// A file while it is unpacked, no further than its budget. What an archive says of its own sizes is not believed.
pub(super) struct Unpacked<R> {
    reader: R,
    packed: u64,
    unpacked: u64,
}

impl<R: Read> Unpacked<ZipFile<'_, R>> {
    fn new(reader: ZipFile<'_, R>) -> Unpacked<ZipFile<'_, R>> {
        let packed = reader.compressed_size();
        Unpacked { reader, packed, unpacked: 0 }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let got = self.reader.read(out).map_err(|error| match error.raw_os_error() {
            Some(_) => error,
            None => {
                in_stream(Error::invalid("The file is damaged: it cannot be unpacked. Save it and upload it again."))
            }
        })?;
        self.unpacked += got as u64;
        let allowed = FREE_UNPACKED_BYTES.max(self.packed.saturating_mul(MAX_UNPACK_RATIO)).min(MAX_UNPACKED_BYTES);
        if self.unpacked > allowed {
            return Err(in_stream(Error::too_large(format!(
                "The file unpacks to more than {} MB, far beyond what its size suggests. Upload the data unpacked, as CSV.",
                allowed >> 20
            ))));
        }
        Ok(got)
    }
}
