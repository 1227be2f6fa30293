//! Trains one model on a prepared table and prints what it took as one JSON line.
//!
//! `learn FOLDER BENCH`: the folder holds `shape.json`, `x.f64` and `y.u32` as `learn/compare.py` writes
//! them. Besides training and prediction it measures the stored model: its size, the time to load it,
//! and the time to predict one row.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use skydash_benches::{Watch, peak_megabytes};
use skydash_catalog::Checked;
use skydash_catalog::models::{ClassificationCriterion, MaxFeatures};
use skydash_domain::progress::Silent;
use skydash_learn::estimator::Classifier;
use skydash_learn::linear::fit_logistic_regression;
use skydash_learn::matrix::Matrix;
use skydash_learn::tree::{BoostOptions, ForestOptions, TreeOptions, fit_boost_classifier, fit_forest_classifier};

/// Predictions of a single row that are timed together.
const SINGLE_ROWS: u32 = 1000;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct Table {
    train: (Matrix, Vec<u32>),
    test: (Matrix, Vec<u32>),
    classes: usize,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(bench)) = (arguments.next(), arguments.next()) else {
        return Err("usage: learn FOLDER BENCH".into());
    };
    let table = read(Path::new(&folder))?;
    let (x, y) = (&table.train.0, &table.train.1);
    let gini = ClassificationCriterion::Gini;
    let line = match bench.as_str() {
        "LogisticRegression" => {
            measure(&table, || fit_logistic_regression(&Checked::default(), x, y, table.classes, &Silent))
        }
        "HistGradientBoosting" => {
            let options = BoostOptions { max_depth: Some(8), ..BoostOptions::default() };
            measure(&table, || fit_boost_classifier(&options, x, y, table.classes, &Silent))
        }
        "RandomForest" => {
            let tree = TreeOptions { max_depth: Some(16), features: Some(MaxFeatures::Sqrt), ..TreeOptions::default() };
            let options = ForestOptions { tree, ..ForestOptions::default() };
            measure(&table, || fit_forest_classifier(&options, gini, x, y, table.classes, &Silent))
        }
        "DecisionTree" => {
            let options = ForestOptions::single(TreeOptions::default());
            measure(&table, || fit_forest_classifier(&options, gini, x, y, table.classes, &Silent))
        }
        other => return Err(format!("no bench is called {other}").into()),
    }?;
    let mut named = json!({"bench": bench, "side": "skydash"});
    if let (Some(named), Value::Object(line)) = (named.as_object_mut(), line) {
        named.extend(line);
    }
    println!("{named}");
    Ok(())
}

/// Trains, predicts, stores and loads, and says what each took.
fn measure<M>(table: &Table, fit: impl FnOnce() -> skydash_domain::Result<M>) -> Result<Value>
where
    M: Classifier + Serialize + DeserializeOwned,
{
    let watch = Watch::start();
    let model = fit()?;
    let (wall, cpu) = watch.read();
    let peak = peak_megabytes();
    let watch = Watch::start();
    let classes = model.classify(&table.test.0);
    let (predict_wall, predict_cpu) = watch.read();
    let hits = classes.iter().zip(&table.test.1).filter(|(a, b)| a == b).count();
    let stored = postcard::to_stdvec(&model)?;
    let watch = Watch::start();
    let loaded: M = postcard::from_bytes(&stored)?;
    let load = watch.read().0;
    let row = table.test.0.take(&[0]);
    let watch = Watch::start();
    (0..SINGLE_ROWS).for_each(|_| drop(black_box(loaded.probabilities(black_box(&row)))));
    Ok(json!({
        "wall_s": wall, "cpu_s": cpu, "peak_mb": peak, "score": hits as f64 / classes.len() as f64,
        "predict_wall_s": predict_wall, "predict_cpu_s": predict_cpu, "stored_mb": stored.len() as f64 / 1e6,
        "load_ms": load * 1e3, "row_us": watch.read().0 * 1e6 / f64::from(SINGLE_ROWS),
    }))
}

fn read(folder: &Path) -> Result<Table> {
    let shape: Value = serde_json::from_slice(&fs::read(folder.join("shape.json"))?)?;
    let number = |key: &str| shape[key].as_u64().map(|value| value as usize).ok_or(format!("shape.json has no {key}"));
    let (rows, columns, train) = (number("rows")?, number("columns")?, number("train_rows")?);
    let x: Vec<f64> = words(&fs::read(folder.join("x.f64"))?).map(f64::from_le_bytes).collect();
    let y: Vec<u32> = words(&fs::read(folder.join("y.u32"))?).map(u32::from_le_bytes).collect();
    if x.len() != rows * columns || y.len() != rows || train > rows {
        return Err("the files do not have the shape of shape.json".into());
    }
    let part = |from: usize, to: usize| {
        let column = |index: usize| (format!("x{index}"), x[index * rows + from..index * rows + to].to_vec());
        (Matrix::new(to - from, (0..columns).map(column).collect()), y[from..to].to_vec())
    };
    Ok(Table { train: part(0, train), test: part(train, rows), classes: number("classes")? })
}

fn words<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> {
    bytes.as_chunks::<N>().0.iter().copied()
}
