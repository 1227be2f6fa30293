//! Training a model and scoring it: once, or fold by fold.

mod cross_validation;
mod holdout;
mod stage;

pub use stage::Stage;

use crate::encode::{InputEncoder, TargetEncoder};
use crate::metrics;
use crate::model::{Artifact, Model, Task};
use crate::split::{self, Split};
use crate::target::Target;
use serde_json::{Map, Value};
use skydash_catalog::splitters::SplitterConfig;
use skydash_domain::metric::{ScoreMap, Scores};
use skydash_domain::progress::Progress;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};

/// A training, as a session and a run describe it.
pub struct Training<'a> {
    /// The model component's name.
    pub model: &'a str,
    /// Its parameters, as clients write them.
    pub parameters: &'a Map<String, Value>,
    /// How rows are divided: fixed partitions are a holdout, folds a cross-validation.
    pub splitter: &'a SplitterConfig,
    /// Which metrics are computed.
    pub metrics: MetricNames<'a>,
    /// The columns the model sees.
    pub inputs: &'a [Column],
    /// The column it predicts.
    pub output: &'a Column,
    /// The column whose equal values stay together, where the splitter names one.
    pub group: Option<&'a Column>,
}

/// Metric names by partition.
#[derive(Debug, Clone, Copy, Default)]
pub struct MetricNames<'a> {
    /// Scored on the train partition.
    pub train: &'a [String],
    /// Scored on the validation partition.
    pub validation: &'a [String],
    /// Scored on the test partition.
    pub test: &'a [String],
}

/// What a training gives.
pub struct Trained {
    /// The model, ready to be stored and to predict.
    pub artifact: Artifact,
    /// Its scores.
    pub scores: Scores,
    /// The rows of each partition.
    pub split: Split,
}

impl Training<'_> {
    /// Trains and scores. `stage` hears what is being done before it starts.
    ///
    /// # Errors
    /// A sentence for the user when the parameters, the division or the data do not allow it; whatever
    /// `stage` or `progress` returns, such as [`skydash_domain::Error::Cancelled`].
    pub fn run(&self, progress: &dyn Progress, stage: &dyn Fn(Stage) -> Result<()>) -> Result<Trained> {
        if self.inputs.iter().any(|input| input.name == self.output.name) {
            return Err(Error::invalid(format!(
                "Column '{}' is an input and the output: the model would only repeat it. Leave it out of the inputs.",
                self.output.name
            )));
        }
        let (output, target) = match Model::task(self.model)? {
            Task::Classification => TargetEncoder::classes(self.output)?,
            Task::Regression => TargetEncoder::numbers(self.output)?,
        };
        let groups = self.group.map(split::groups).transpose()?;
        let split = split::split(self.splitter, &target, groups.as_deref())?;
        let encoder = InputEncoder::new(self.inputs)?;
        encoder.check_rows(target.len())?;
        let bench = Bench { training: self, encoder: &encoder, target: &target, progress, stage };
        let (model, scores) = match &split {
            Split::Partitions(partitions) => holdout::evaluate(&bench, partitions)?,
            Split::Folds(folds) => cross_validation::evaluate(&bench, folds)?,
        };
        progress.report(1.0)?;
        Ok(Trained { artifact: Artifact { inputs: encoder, output, model }, scores, split })
    }
}

/// A training, and what makes numbers of the rows that are just needed.
struct Bench<'a> {
    training: &'a Training<'a>,
    encoder: &'a InputEncoder,
    target: &'a Target,
    progress: &'a dyn Progress,
    stage: &'a dyn Fn(Stage) -> Result<()>,
}

impl Bench<'_> {
    /// A model trained on these rows, in the table's order.
    fn fit(&self, rows: &[usize], progress: &dyn Progress) -> Result<Model> {
        let rows = in_order(rows);
        let (x, target) = (self.encoder.encode_rows(self.training.inputs, &rows)?, self.target.take(&rows));
        Model::fit(self.training.model, self.training.parameters, &x, &target, progress)
    }

    /// The scores of a model on these rows, if there are any.
    fn score(&self, model: &Model, rows: &[usize], names: &[String]) -> Result<Option<ScoreMap>> {
        if rows.is_empty() {
            return Ok(None);
        }
        if names.is_empty() {
            return Ok(Some(ScoreMap::new()));
        }
        let rows = in_order(rows);
        let predicted = model.predict_rows(self.encoder, self.training.inputs, &rows, true)?;
        Ok(Some(metrics::scores(names, &predicted, &self.target.take(&rows))))
    }
}

fn in_order(rows: &[usize]) -> Vec<usize> {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    rows
}

#[cfg(test)]
mod tests;
