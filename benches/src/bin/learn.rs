//! Trains one model on a prepared table and prints what it took as one JSON line.
//!
//! `learn FOLDER BENCH [SAVED]`: the folder holds `shape.json`, `x.f64` and `y.u32` as `learn/compare.py`
//! writes them; with `SAVED`, the trained model's size and the time to load it are printed too.

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use skydash_benches::{Watch, peak_megabytes};
use skydash_catalog::models::{ClassificationCriterion, MaxFeatures};
use skydash_domain::progress::Silent;
use skydash_learn::estimator::Classifier;
use skydash_learn::matrix::Matrix;
use skydash_learn::tree::{BoostOptions, ForestOptions, TreeOptions, fit_boost_classifier, fit_forest_classifier};

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
    let watch = Watch::start();
    let model = fit(&bench, &table)?;
    let (wall, cpu) = watch.read();
    let watch = Watch::start();
    let classes = model.classify(&table.test.0);
    let (predict_wall, predict_cpu) = watch.read();
    let hits = classes.iter().zip(&table.test.1).filter(|(a, b)| a == b).count();
    let line = json!({
        "bench": bench, "side": "skydash", "wall_s": wall, "cpu_s": cpu, "peak_mb": peak_megabytes(),
        "score": hits as f64 / classes.len() as f64, "predict_wall_s": predict_wall, "predict_cpu_s": predict_cpu,
    });
    println!("{line}");
    Ok(())
}

fn fit(bench: &str, table: &Table) -> Result<Box<dyn Classifier>> {
    let (x, y) = &table.train;
    Ok(match bench {
        "HistGradientBoosting" => {
            let options = BoostOptions { max_depth: Some(8), ..BoostOptions::default() };
            Box::new(fit_boost_classifier(&options, x, y, table.classes, &Silent)?)
        }
        "RandomForest" => {
            let tree = TreeOptions { max_depth: Some(16), features: Some(MaxFeatures::Sqrt), ..TreeOptions::default() };
            let options = ForestOptions { tree, ..ForestOptions::default() };
            Box::new(fit_forest_classifier(&options, ClassificationCriterion::Gini, x, y, table.classes, &Silent)?)
        }
        "DecisionTree" => {
            let options = ForestOptions::single(TreeOptions::default());
            Box::new(fit_forest_classifier(&options, ClassificationCriterion::Gini, x, y, table.classes, &Silent)?)
        }
        other => return Err(format!("no bench is called {other}").into()),
    })
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
