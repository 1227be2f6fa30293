//! Which datasets a run can predict on.

use skydash_domain::dataset::Dataset;
use skydash_domain::run::Run;
use skydash_domain::session::Session;
use skydash_domain::summary::Summary;
use skydash_domain::table::ColumnType;
use skydash_domain::{Error, Result, RunId};
use skydash_http::{App, tables};
use skydash_ports::{Scope, Stored};

/// The ids of all finished datasets that have the run's input columns in types it can read.
pub(crate) async fn datasets(app: &App, scope: &Scope, run: RunId) -> Result<Vec<i64>> {
    let run: Stored<Run> = scope.meta.load(run).await?;
    let session: Stored<Session> = scope.meta.load(run.session_id).await?;
    let trained_on: Stored<Dataset> = scope.meta.load(session.dataset_id).await?;
    let trained_on = tables::summary(app, scope, tables::finished(&trained_on)?).await?;
    let mut compatible = Vec::new();
    for dataset in scope.meta.list::<Dataset>().await? {
        let Ok(table) = tables::finished(&dataset) else { continue };
        match tables::summary(app, scope, table).await {
            Ok(summary) if has_inputs(&session.input_columns, &trained_on, &summary) => compatible.push(dataset.id.0),
            Ok(_) | Err(Error::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(compatible)
}

/// Whether a table has all inputs in types that can stand for those learnt from.
fn has_inputs(inputs: &[String], learnt: &Summary, offered: &Summary) -> bool {
    inputs.iter().all(|name| match (learnt.column(name), offered.column(name)) {
        (Some(learnt), Some(offered)) => can_stand_for(&offered.column_type, &learnt.column_type),
        // A column renamed since is known by name only.
        (None, Some(_)) => true,
        (_, None) => false,
    })
}

/// Whether values of one type can be read by a model that has learnt from the other.
///
/// Numbers can stand for numbers, and so can categories that are numbers. Categories can stand for categories when
/// the model knows them all; numbers can stand for categories that are numbers, row by row.
fn can_stand_for(offered: &ColumnType, learnt: &ColumnType) -> bool {
    match (offered, learnt) {
        (_, ColumnType::Integer { .. } | ColumnType::Float { .. }) => is_numeric(offered),
        (ColumnType::Categorical { categories, .. }, ColumnType::Categorical { categories: known, .. }) => {
            categories.iter().all(|category| known.iter().any(|known| is_same(category, known)))
        }
        (ColumnType::Integer { .. } | ColumnType::Float { .. }, ColumnType::Categorical { .. }) => is_numeric(learnt),
        _ => offered.name() == learnt.name(),
    }
}

fn is_numeric(column: &ColumnType) -> bool {
    match column {
        ColumnType::Integer { .. } | ColumnType::Float { .. } => true,
        ColumnType::Categorical { dtype, .. } => dtype.starts_with("int") || dtype.starts_with("float"),
        _ => false,
    }
}

/// Whether two categories are the same text or the same number.
fn is_same(a: &str, b: &str) -> bool {
    a == b || matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(a), Ok(b)) if a == b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use skydash_testkit::seed::{category, float};

    fn numbers(categories: &[&str]) -> ColumnType {
        match category(categories) {
            ColumnType::Categorical { categories, num_categories, converted, encoder, .. } => {
                ColumnType::Categorical { dtype: "float64".into(), categories, num_categories, converted, encoder }
            }
            other => other,
        }
    }

    #[test]
    fn types_are_compatible_when_the_model_can_read_the_values() {
        let integer = ColumnType::Integer { dtype: "int64".into() };
        let text = ColumnType::Text { dtype: "string".into() };
        for (offered, learnt, expected) in [
            (&integer, &float(), true),
            (&float(), &integer, true),
            (&numbers(&["1.0", "2.0"]), &float(), true),
            (&category(&["a"]), &float(), false),
            (&text, &float(), false),
            (&category(&["a"]), &category(&["a", "b"]), true),
            (&category(&["a", "c"]), &category(&["a", "b"]), false),
            (&numbers(&["1"]), &numbers(&["1.0", "2.0"]), true),
            (&integer, &numbers(&["1.0"]), true),
            (&integer, &category(&["a"]), false),
            (&text, &category(&["a"]), false),
            (&text, &text, true),
        ] {
            assert_eq!(can_stand_for(offered, learnt), expected, "{offered:?} for {learnt:?}");
        }
    }
}
