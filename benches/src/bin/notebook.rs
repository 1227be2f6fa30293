//! Carries out one explorer or converter over a stored table, from its parts to the result, and says what it took.
//!
//! `notebook store FILE FOLDER` turns a CSV file into a stored table; `notebook FOLDER WORK` is then one measured piece of
//! work, as a job does it: explorers to the bytes of their artifacts, converters to the parts of the changed table. See
//! `benches/notebook/compare.py` for the other side.

use serde_json::{Map, Value, json};
use skydash_benches::{Folder, Watch, failed, peak_megabytes};
use skydash_catalog::loaders::Csv;
use skydash_data::{Loader, Options, StoredColumns, changed, declared_types, ingest};
use skydash_domain::progress::Silent;
use skydash_domain::summary::Summary;
use skydash_domain::{Error, Result};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// What is measured: its name, the component, whether that is an explorer, its columns (by the first letter of their names)
/// and its parameters.
struct Work {
    name: &'static str,
    component: &'static str,
    explores: bool,
    columns: &'static [&'static str],
    parameters: &'static str,
}

const ALL: [Work; 7] = [
    Work {
        name: "Describe",
        component: "DescribeExplorer",
        explores: true,
        columns: &["f", "g", "i", "c"],
        parameters: "{}",
    },
    Work {
        name: "Histogram",
        component: "HistogramPlotExplorer",
        explores: true,
        columns: &["f0"],
        parameters: r#"{"nbins": 100}"#,
    },
    Work {
        name: "CorrelationMatrix",
        component: "CorrelationMatrixExplorer",
        explores: true,
        columns: &["f", "i"],
        parameters: "{}",
    },
    Work {
        name: "StandardScaler",
        component: "StandardScaler",
        explores: false,
        columns: &["f", "i"],
        parameters: "{}",
    },
    Work { name: "OneHotEncoder", component: "OneHotEncoder", explores: false, columns: &["c"], parameters: "{}" },
    Work { name: "SimpleImputer", component: "SimpleImputer", explores: false, columns: &["g"], parameters: "{}" },
    Work { name: "PCA", component: "PCA", explores: false, columns: &["f", "i"], parameters: r#"{"n_components": 5}"# },
];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["store", file, folder] => store(file, folder),
        [folder, work] => measure(Path::new(folder), work),
        _ => Err(Error::invalid("usage: notebook store FILE FOLDER, or notebook FOLDER WORK")),
    }
}

fn store(file: &str, folder: &str) -> Result<()> {
    let folder = Folder(PathBuf::from(folder));
    let mut source = File::open(file).map_err(failed)?;
    let loader = Loader::Csv(Csv::default());
    let types: Map<String, Value> = header(file)?.into_iter().map(|name| declared(&name)).collect();
    let options = Options { types: Some(declared_types(&types)?), ..Options::default() };
    let summary = ingest(&mut source, &loader, &options, &mut &folder, &folder, &Silent)?;
    fs::write(folder.0.join("summary.json"), json!(summary).to_string()).map_err(failed)
}

fn header(file: &str) -> Result<Vec<String>> {
    let mut line = String::new();
    BufReader::new(File::open(file).map_err(failed)?).read_line(&mut line).map_err(failed)?;
    Ok(line.trim_end().split(',').map(str::to_owned).collect())
}

/// A column's type by the first letter of its name. A hundred different texts are categories because the user says so.
fn declared(name: &str) -> (String, Value) {
    let declared = match name.as_bytes() {
        [b'c', ..] => json!({"type": "Categorical", "dtype": "string"}),
        [b'i', ..] => json!({"type": "Integer", "dtype": "int64"}),
        _ => json!({"type": "Float", "dtype": "float64"}),
    };
    (name.to_owned(), declared)
}

fn measure(folder: &Path, name: &str) -> Result<()> {
    let work = ALL.iter().find(|work| work.name == name);
    let work = work.ok_or_else(|| Error::invalid(format!("nothing is called {name}")))?;
    let watch = Watch::start();
    let summary = fs::read(folder.join("summary.json")).map_err(failed)?;
    let summary: Summary = serde_json::from_slice(&summary).map_err(|error| Error::internal(error.to_string()))?;
    let source = Folder(folder.to_owned());
    let is_wanted = |name: &String| work.columns.iter().any(|start| name.starts_with(start));
    let columns: Vec<String> = summary.columns.iter().map(|column| column.name.clone()).filter(is_wanted).collect();
    let parameters: Map<String, Value> =
        serde_json::from_str(work.parameters).map_err(|error| Error::internal(error.to_string()))?;
    let result_mb = match work.explores {
        true => explore(work.component, &columns, &parameters, &summary, &source),
        false => convert(work.component, &columns, &parameters, &summary, &source),
    }?;
    let (wall_s, cpu_s) = watch.read();
    let took = json!({"bench": name, "side": "skydash", "wall_s": wall_s, "cpu_s": cpu_s, "peak_mb": peak_megabytes(),
        "extra": {"columns": columns.len(), "result_mb": result_mb}});
    println!("{took}");
    Ok(())
}

fn explore(
    explorer: &str,
    columns: &[String],
    parameters: &Map<String, Value>,
    summary: &Summary,
    source: &Folder,
) -> Result<f64> {
    let request = skydash_explore::Request { explorer, columns, parameters, title: None };
    let artifacts = skydash_explore::explore(request, &StoredColumns::new(summary, source)?, &Silent)?;
    Ok(json!(artifacts).to_string().len() as f64 / 1e6)
}

fn convert(
    converter: &str,
    columns: &[String],
    parameters: &Map<String, Value>,
    summary: &Summary,
    source: &Folder,
) -> Result<f64> {
    let request = skydash_convert::Request { converter, parameters, scope: columns, rows: &[], target: None };
    let table = StoredColumns::new(summary, source)?;
    let fitted = skydash_convert::fit(request, &table, &Silent)?;
    let change = fitted.change(&table, &Silent)?;
    let folder = source.0.join("changed");
    fs::create_dir_all(&folder).map_err(failed)?;
    let summary = changed(summary, source, &change, &|inputs| fitted.apply(inputs), &mut &Folder(folder), &Silent)?;
    Ok(summary.parts.iter().map(|part| part.size_bytes).sum::<u64>() as f64 / 1e6)
}
