//! Reads a CSV file into a table with full inference and statistics, as an upload does, and says what it took.
//!
//! `ingest FILE FOLDER` writes the parts to FOLDER. See `benches/ingest/compare.py` for the other side.

use serde_json::json;
use skydash_benches::{Watch, peak_megabytes};
use skydash_catalog::loaders::Csv;
use skydash_data::{Loader, Options, ingest};
use skydash_domain::parts::{PartSink, PartSource};
use skydash_domain::progress::Silent;
use skydash_domain::{Error, Result};
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err(Error::invalid("usage: ingest FILE FOLDER"));
    };
    let folder = Folder(PathBuf::from(folder));
    let watch = Watch::start();
    let mut source = File::open(file).map_err(failed)?;
    let options = Options { statistics: true, ..Options::default() };
    let summary = ingest(&mut source, &Loader::Csv(Csv::default()), &options, &mut &folder, &folder, &Silent)?;
    let (wall_s, cpu_s) = watch.read();
    let stored: u64 = summary.parts.iter().map(|part| part.size_bytes).sum();
    let types: Vec<&str> = summary.columns.iter().map(|column| column.column_type.name()).collect();
    println!(
        "{}",
        json!({
            "bench": "ingest", "side": "skydash", "wall_s": wall_s, "cpu_s": cpu_s, "peak_mb": peak_megabytes(),
            "extra": {"rows": summary.rows, "parts": summary.parts.len(), "stored_mb": stored as f64 / 1e6, "types": types},
        })
    );
    Ok(())
}

/// Parts as files of a folder.
struct Folder(PathBuf);

impl PartSink for &Folder {
    fn put(&mut self, number: usize, bytes: Vec<u8>) -> Result<String> {
        let name = format!("{number}.parquet");
        fs::write(self.0.join(&name), bytes).map_err(failed)?;
        Ok(name)
    }
}

impl PartSource for Folder {
    fn read(&self, name: &str, range: Range<u64>) -> Result<Vec<u8>> {
        let mut file = File::open(self.0.join(name)).map_err(failed)?;
        let mut bytes = Vec::new();
        file.seek(SeekFrom::Start(range.start)).map_err(failed)?;
        file.take(range.end - range.start).read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }
}

fn failed(error: std::io::Error) -> Error {
    Error::unavailable(error.to_string())
}
