//! What reductions refuse, and that threads change nothing.

use crate::fixtures::{Asked, assert_same_on_any_threads, floats, names, noise, numbers, table, texts};
use serde_json::json;
use skydash_domain::columns::Held;

const ALL: [&str; 4] = ["PCA", "IncrementalPCA", "TruncatedSVD", "FastICA"];

fn three() -> Held {
    noise(12, 3)
}

#[test]
fn more_components_than_columns_or_rows_are_refused() {
    for converter in ALL {
        let refusal = Asked::with(json!({"n_components": 4})).refusal(converter, &three());
        assert_eq!(
            refusal,
            format!(
                "n_components of {converter} is 4, but 3 columns and 12 rows have at most 3 components. Lower n_components, \
                 or choose more columns."
            )
        );
    }
    let refusal = Asked::with(json!({"n_components": 3})).learning_from(&[0, 5]).refusal("PCA", &three());
    assert!(refusal.contains("3 columns and 2 rows have at most 2 components"), "{refusal}");
}

#[test]
fn gaps_and_texts_are_named_with_a_remedy() {
    let gap = table([floats("a", &[1.0, 2.0, f64::NAN]), floats("b", &[1.0, 5.0, 2.0])]);
    for converter in ALL {
        let refusal = Asked::default().refusal(converter, &gap);
        assert!(refusal.starts_with("Column 'a' has missing values") && refusal.contains("SimpleImputer"), "{refusal}");
    }
    let words = table([texts("a", &["x", "y"]), floats("b", &[1.0, 2.0])]);
    let refusal = Asked::default().refusal("PCA", &words);
    assert!(refusal.contains("takes columns of type Float or Integer, but column 'a' is Text"), "{refusal}");
}

#[test]
fn one_row_is_too_little() {
    let one = table([floats("a", &[1.0]), floats("b", &[2.0])]);
    for converter in ["PCA", "IncrementalPCA", "FastICA"] {
        let refusal = Asked::with(json!({"n_components": 1})).refusal(converter, &one);
        assert_eq!(
            refusal,
            format!("{converter} needs at least 2 rows to learn from and there is one. Choose more rows.")
        );
    }
}

#[test]
fn values_beyond_computing_are_refused() {
    let large = table([floats("a", &[1e200, -1e200, 0.0]), floats("b", &[1.0, 2.0, 4.0])]);
    for converter in ALL {
        let refusal = Asked::with(json!({"n_components": 1})).refusal(converter, &large);
        assert!(refusal.contains("too large for") && refusal.contains("StandardScaler"), "{refusal}");
    }
}

#[test]
fn columns_that_never_change_have_components_of_nothing() {
    let same = table([floats("a", &[2.0; 30]), floats("b", &[7.0; 30])]);
    for parameters in [json!({}), json!({"whiten": true}), json!({"n_components": 0.5})] {
        let changed = Asked::with(parameters).convert("PCA", &same).unwrap();
        assert_eq!(names(&changed), ["pca0", "pca1"]);
        assert_eq!(numbers(&changed, "pca0"), [0.0; 30]);
    }
}

#[test]
fn guessing_needs_as_many_rows_as_columns() {
    let refusal = Asked::with(json!({"n_components": "mle"})).refusal("PCA", &noise(3, 5));
    assert!(refusal.contains("'mle'") && refusal.contains("3 rows and 5 columns"), "{refusal}");
}

#[test]
fn batches_hold_at_least_as_many_rows_as_components() {
    let asked = Asked::with(json!({"n_components": 3, "batch_size": 2}));
    let refusal = asked.refusal("IncrementalPCA", &three());
    assert!(refusal.contains("batch_size of IncrementalPCA is 2, but 3 components"), "{refusal}");
}

#[test]
fn sources_of_dependent_columns_are_fewer() {
    let values = numbers(&three(), "c0");
    let twice: Vec<f64> = values.iter().map(|value| 2.0 * value).collect();
    let dependent = table([floats("a", &values), floats("b", &twice)]);
    let refusal = Asked::default().refusal("FastICA", &dependent);
    assert!(refusal.contains("only 1 independent directions, fewer than the 2 sources"), "{refusal}");
    assert!(Asked::with(json!({"n_components": 1})).convert("FastICA", &dependent).is_ok());
}

#[test]
fn texts_of_parameters_are_checked() {
    let refusal = |parameters| Asked::with(parameters).refusal("FastICA", &three());
    assert!(refusal(json!({"w_init": "[[1]]"})).contains("must be a list of 3 lists of 3 numbers"));
    assert!(refusal(json!({"fun_args": "{\"alpha\": 3}"})).contains("between 1 and 2 (got 3)"));
    assert!(refusal(json!({"fun_args": "alpha"})).contains("'fun_args' of FastICA must be JSON"));
}

#[test]
fn threads_change_nothing() {
    let many = noise(20_000, 5);
    for converter in ALL {
        let asked = Asked::with(json!({"n_components": 3}));
        assert_same_on_any_threads(|| asked.fit(converter, &many).unwrap().to_bytes().unwrap());
    }
}
