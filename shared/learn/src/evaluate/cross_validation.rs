//! A training a fold, then one on the rows of all folds.

use super::{Bench, Stage};
use crate::model::Model;
use crate::split::Folds;
use skydash_domain::Result;
use skydash_domain::metric::{FoldScores, ScoreMap, Scores};
use skydash_domain::progress::Span;

/// The share of the work that the folds are; the rest is the final model.
const FOLDS: f64 = 0.85;

/// The model of the rows of all folds, with the mean and spread of the folds' scores and its own scores
/// on the rows outside of them.
pub(super) fn evaluate(bench: &Bench<'_>, folds: &Folds) -> Result<(Model, Scores)> {
    let names = &bench.training.metrics;
    let of = folds.folds.len();
    let in_repetition = of / folds.repetitions.max(1);
    let mut scored = Vec::with_capacity(of);
    for (index, fold) in folds.folds.iter().enumerate() {
        (bench.stage)(Stage::Fold { number: index + 1, of })?;
        let share = |index: usize| FOLDS * index as f64 / of as f64;
        let model = bench.fit(&fold.train, &Span::new(bench.progress, share(index), share(index + 1)))?;
        scored.push(FoldScores {
            repetition: u32::try_from(index / in_repetition.max(1)).unwrap_or(u32::MAX),
            train: bench.score(&model, &fold.train, names.train)?.unwrap_or_default(),
            validation: bench.score(&model, &fold.validation, names.validation)?.unwrap_or_default(),
        });
    }
    (bench.stage)(Stage::FinalModel)?;
    bench.progress.report(FOLDS)?;
    let model = bench.fit(&folds.full_train, &Span::new(bench.progress, FOLDS, 1.0))?;
    let (train, train_std) = summarize(names.train, scored.iter().map(|fold| &fold.train));
    let (validation, validation_std) = summarize(names.validation, scored.iter().map(|fold| &fold.validation));
    let test = bench.score(&model, &folds.test, names.test)?;
    let scores = Scores {
        train: Some(train),
        train_std: Some(train_std),
        validation: Some(validation),
        validation_std: Some(validation_std),
        test,
        test_std: None,
        folds: scored,
    };
    Ok((model, scores))
}

/// Mean and population standard deviation of each metric over the folds that have it.
fn summarize<'a>(names: &[String], folds: impl Iterator<Item = &'a ScoreMap> + Clone) -> (ScoreMap, ScoreMap) {
    let (mut means, mut deviations) = (ScoreMap::new(), ScoreMap::new());
    for name in names {
        let values: Vec<f64> = folds.clone().filter_map(|fold| fold.get(name).copied()).collect();
        if values.is_empty() {
            continue;
        }
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count;
        means.insert(name.clone(), mean);
        deviations.insert(name.clone(), variance.sqrt());
    }
    (means, deviations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_are_summed_up_as_the_contract_recorded_them() {
        let fold = |accuracy: f64| ScoreMap::from([("Accuracy".to_owned(), accuracy)]);
        let folds = [fold(43.0 / 45.0), fold(43.0 / 45.0), fold(44.0 / 45.0), ScoreMap::new()];
        let (mean, deviation) = summarize(&["Accuracy".into(), "ROCAUC".into()], folds.iter());
        assert!((mean["Accuracy"] - 0.962_962_962_962_963).abs() < 1e-12);
        assert!((deviation["Accuracy"] - 0.010_475_656_017_578_446).abs() < 1e-12);
        assert_eq!(mean.len(), 1);
    }
}
