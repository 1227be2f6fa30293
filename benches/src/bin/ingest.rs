//! Reads a CSV file into a table with full inference and statistics, as an upload does, and says what it took.
//!
//! `ingest FILE FOLDER` writes the parts to FOLDER. See `benches/ingest/compare.py` for the other side.

use serde_json::json;
use skydash_benches::{Folder, Watch, failed, peak_megabytes};
use skydash_catalog::loaders::Csv;
use skydash_data::{Loader, Options, ingest};
use skydash_domain::progress::Silent;
use skydash_domain::{Error, Result};
use std::fs::File;
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
