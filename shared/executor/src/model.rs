//! ModelJob: a run is trained and scored.

use crate::stage::Stage;
use crate::threads::on_threads;
use crate::work::context;
use serde_json::Value;
use skydash_catalog::registry::{self, related};
use skydash_catalog::splitters::{self, SplitterConfig};
use skydash_catalog::{Entry, Kind, find};
use skydash_domain::dataset::Dataset;
use skydash_domain::metric::Scores;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::summary::Summary;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result, RunId};
use skydash_jobs::Claim;
use skydash_learn::encode::InputEncoder;
use skydash_learn::evaluate::{self, MetricNames, Training};
use skydash_ports::{Parts, Transaction, splits};
use std::sync::Arc;

/// Everything a training needs, read.
struct Prepared {
    run: Run,
    session: Session,
    splitter: SplitterConfig,
    summary: Summary,
}

pub(crate) async fn run(claim: &Arc<Claim>, id: RunId) -> Result<()> {
    claim.report(5.0, Some("Preparing data"))?;
    let prefix = format!("Error preparing dataset and components for run {id}: ");
    let prepared = prepare(claim, id).await.map_err(context(&prefix))?;
    let trained = train(claim, prepared).await.map_err(context("Model training and evaluation failed: "))?;
    claim.report(95.0, Some("Saving model"))?;
    let scope = claim.scope();
    let named = |word: &str| format!("{word}-{}", scope.entropy.uuid());
    let model_key = scope.artifacts.add(&named("model"), trained.model.into()).await?;
    let splits_key = scope.artifacts.add(&named("splits"), trained.split.into()).await?;
    let outputs = |run: &mut Run| {
        run.model_key = Some(model_key.clone());
        run.splits_key = Some(splits_key.clone());
        run.scores = Some(trained.scores.clone());
        Ok(())
    };
    claim.finish(outputs, Transaction::new()).await
}

async fn prepare(claim: &Claim, id: RunId) -> Result<Prepared> {
    let scope = claim.scope();
    let run = scope.meta.load::<Run>(id).await?.entity;
    let session = scope.meta.load::<Session>(run.session_id).await?.entity;
    let dataset = scope.meta.load::<Dataset>(session.dataset_id).await?.entity;
    let table = dataset.table.ok_or_else(|| Error::not_ready("Dataset is not in finished state"))?;
    refuse_search(&run)?;
    refuse_unknown(&session, &run.model_name)?;
    let splitter = splitters::parse(&splits::text(scope, &session).await?)?;
    let summary: Summary = scope.tables.summary(&table.id).await?;
    Ok(Prepared { run, session, splitter, summary })
}

/// Refuses names that mean nothing, or do not go together: creating a session does not check them.
fn refuse_unknown(session: &Session, model: &str) -> Result<()> {
    let task = named(Kind::Task, &session.task_name)?;
    named(Kind::EvaluationStrategy, &session.evaluation_strategy)?;
    let metrics = [&session.train_metrics, &session.validation_metrics, &session.test_metrics].into_iter().flatten();
    for entry in metrics.map(|name| named(Kind::Metric, name)).chain([named(Kind::Model, model)]) {
        let entry = entry?;
        if !related(entry, task) {
            let (kind, name) = (entry.kind.word(), entry.name);
            return Err(Error::invalid(format!(
                "The {kind} '{name}' is not for {}. Choose another in the session.",
                task.name
            )));
        }
    }
    Ok(())
}

/// The component of this kind and name.
fn named(kind: Kind, name: &str) -> Result<&'static Entry> {
    find(name).filter(|entry| entry.kind == kind).ok_or_else(|| {
        let known: Vec<&str> = registry::of(kind).map(|entry| entry.name).collect();
        let shown: String = name.chars().take(60).collect();
        Error::invalid(format!("There is no {} '{shown}'. Choose one of {}.", kind.word(), known.join(", ")))
    })
}

/// Optimizers are listed, but cannot search yet.
fn refuse_search(run: &Run) -> Result<()> {
    if !run.optimizer_name.is_empty() && find(&run.optimizer_name).is_none() {
        return Err(Error::invalid(format!(
            "Error instantiating optimizer {0}, \"Component '{0}' does not exists in the registry.\"",
            run.optimizer_name
        )));
    }
    let optimised = |(_, value): &(&String, &Value)| value.get("optimize").and_then(Value::as_bool) == Some(true);
    match run.parameters.iter().find(optimised) {
        Some((name, _)) => Err(Error::precondition(format!(
            "The parameter '{name}' is set to be optimised, and hyperparameter search is not available yet. Give it a fixed value."
        ))),
        None => Ok(()),
    }
}

/// What a training gives, as it is stored.
struct Outputs {
    model: Vec<u8>,
    split: String,
    scores: Scores,
}

async fn train(claim: &Arc<Claim>, prepared: Prepared) -> Result<Outputs> {
    let parts = Parts::new(&claim.scope().tables);
    let claim = claim.clone();
    on_threads(move || {
        let Prepared { run, session, splitter, summary } = &prepared;
        let (inputs, mut others) = columns(session, splitter, summary, &parts)?;
        let group = splitter.group_column().and_then(|_| others.pop());
        let output = others.pop().ok_or_else(|| Error::invalid("output_columns has to name the column to predict."))?;
        let metrics = MetricNames {
            train: &session.train_metrics,
            validation: &session.validation_metrics,
            test: &session.test_metrics,
        };
        let training = Training {
            model: &run.model_name,
            parameters: &run.parameters,
            splitter,
            metrics,
            inputs: &inputs,
            output: &output,
            group: group.as_ref(),
        };
        let progress = Stage::begin(&claim, 20.0, 90.0, "Training")?;
        let stage = |stage: evaluate::Stage| claim.say(&stage.to_string());
        let trained = training.run(&progress, &stage)?;
        Ok(Outputs { model: trained.artifact.to_bytes()?, split: trained.split.to_json()?, scores: trained.scores })
    })
    .await
}

/// The input columns; then the output column and, where the splitter names one, the group's.
fn columns(
    session: &Session,
    splitter: &SplitterConfig,
    summary: &Summary,
    parts: &Parts,
) -> Result<(Vec<Column>, Vec<Column>)> {
    let [output] = session.output_columns.as_slice() else {
        return Err(Error::invalid("output_columns has to name exactly one column."));
    };
    if session.input_columns.is_empty() {
        return Err(Error::invalid("input_columns has to name at least one column."));
    }
    let mut others = vec![output.as_str()];
    others.extend(splitter.group_column());
    let names: Vec<&str> = session.input_columns.iter().map(String::as_str).collect();
    // Refused before they are read: columns that are not there are named below.
    let types: Vec<_> = names.iter().filter_map(|name| summary.column(name)).collect();
    let types: Vec<_> = types.iter().map(|info| (info.name.as_str(), &info.column_type)).collect();
    let rows = usize::try_from(summary.rows).unwrap_or(usize::MAX);
    InputEncoder::of_types(&types)?.check_rows(rows)?;
    let inputs = skydash_data::columns(summary, parts, &names, None)?;
    Ok((inputs, skydash_data::columns(summary, parts, &others, None)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_domain::{DatasetId, SessionId};
    use skydash_ports::Scope;

    fn session(scope: &Scope) -> Session {
        Session {
            id: SessionId(1),
            dataset_id: DatasetId(1),
            task_name: "TabularClassificationTask".into(),
            name: "session".into(),
            input_columns: vec!["a".into()],
            output_columns: vec!["b".into()],
            train_metrics: vec!["Accuracy".into()],
            validation_metrics: Vec::new(),
            test_metrics: vec!["F1".into()],
            evaluation_strategy: "HoldoutEvaluationStrategy".into(),
            splits: "{}".into(),
            splits_key: None,
            created: scope.now(),
            last_modified: scope.now(),
        }
    }

    #[test]
    fn only_names_that_go_together_are_trained() {
        let good = session(&skydash_memory::Memory::scope());
        assert!(refuse_unknown(&good, "SVC").is_ok());
        let change = |change: fn(&mut Session)| {
            let mut session = good.clone();
            change(&mut session);
            refuse_unknown(&session, "SVC").unwrap_err().to_string()
        };
        assert!(change(|it| it.task_name = "NopeTask".into()).contains("no Task 'NopeTask'"));
        assert!(change(|it| it.task_name = "SVC".into()).contains("no Task 'SVC'"));
        assert!(change(|it| it.evaluation_strategy = "Nope".into()).contains("no EvaluationStrategy 'Nope'"));
        assert!(change(|it| it.test_metrics = vec!["Nope".into()]).contains("no Metric 'Nope'"));
        assert!(change(|it| it.train_metrics = vec!["R2".into()]).contains("'R2' is not for Tabular"));
        assert!(refuse_unknown(&good, "LinearRegression").unwrap_err().to_string().contains("is not for Tabular"));
    }
}
