//! One training on the train rows, scored on each partition.

use super::{Bench, Stage};
use crate::model::Model;
use crate::split::Partitions;
use skydash_domain::Result;
use skydash_domain::metric::Scores;
use skydash_domain::progress::Span;

/// The share of the work that is training.
const TRAINING: f64 = 0.9;

/// The model of the train rows and its scores. A partition without rows has none.
pub(super) fn evaluate(bench: &Bench<'_>, partitions: &Partitions) -> Result<(Model, Scores)> {
    (bench.stage)(Stage::Training)?;
    let model = bench.fit(&partitions.train, &Span::new(bench.progress, 0.0, TRAINING))?;
    (bench.stage)(Stage::ComputingMetrics)?;
    bench.progress.report(TRAINING)?;
    let names = &bench.training.metrics;
    let scores = Scores {
        train: bench.score(&model, &partitions.train, names.train)?,
        validation: bench.score(&model, &partitions.validation, names.validation)?,
        test: bench.score(&model, &partitions.test, names.test)?,
        ..Scores::default()
    };
    Ok((model, scores))
}
