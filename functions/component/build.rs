//! Packs the English catalog, so that a function need not make it before its first answer.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::error::Error;
use std::io::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(skydash_catalog::published("en").all())?;
    let target = std::env::var("OUT_DIR")?;
    std::fs::write(Path::new(&target).join("catalog.json.gz"), encoder.finish()?)?;
    Ok(())
}
