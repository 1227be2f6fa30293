//! What is kept beside what scikit-learn keeps, and what is refused.

use super::scores;
use crate::fixtures::{Asked, categories, floats, integers, names, table};
use crate::sample::Sample;
use crate::tests::golden::{strings, table as written_table};
use crate::{Chain, Request};
use serde_json::{Map, Value, json};
use skydash_catalog::Component;
use skydash_catalog::converters::Converter;
use skydash_catalog::converters::selection::SelectKBest;
use skydash_domain::columns::Held;
use skydash_domain::progress::Silent;

fn golden() -> Value {
    serde_json::from_str(include_str!("../../tests/golden/selection.json")).unwrap()
}

#[test]
fn the_columns_kept_are_scikit_learns() {
    let golden = golden();
    let table = written_table(&golden["table"]);
    let scope = strings(&golden["scope"]);
    for case in golden["cases"].as_array().unwrap() {
        let asked = Asked {
            parameters: case["params"].as_object().unwrap().clone(),
            scope: scope.clone(),
            rows: Vec::new(),
            target: case["target"].as_str().map(str::to_owned),
        };
        let changed = asked.convert(case["converter"].as_str().unwrap(), &table).unwrap();
        let kept: Vec<&str> = names(&changed).into_iter().filter(|name| scope.iter().any(|it| it == name)).collect();
        assert_eq!(kept, strings(&case["kept"]), "{case}");
    }
}

#[test]
fn scores_are_scikit_learns_to_a_millionth() {
    let golden = golden();
    let table = written_table(&golden["table"]);
    let scope = strings(&golden["scope"]);
    for (target, expected) in golden["scores"].as_object().unwrap() {
        let request = Request {
            converter: "SelectKBest",
            parameters: &Map::new(),
            scope: &scope,
            rows: &[],
            target: Some(target),
        };
        let name = <SelectKBest as Component>::NAME;
        let sample = Sample::new(name, &SelectKBest::CARD, SelectKBest::TRAITS, request, &table, &Silent).unwrap();
        for (place, score) in scores::learn(&sample).unwrap().into_iter().enumerate() {
            for (found, key) in [(score.f, "f"), (score.p, "p")] {
                let close = match expected[key][place].as_f64() {
                    Some(expected) => (found - expected).abs() <= 1e-6 * expected.abs(),
                    None => found.is_nan(),
                };
                assert!(close, "{key} of {} by {target}: {found}, not {}", scope[place], expected[key][place]);
            }
        }
    }
}

fn some() -> Held {
    table([
        floats("a", &[1.0, 2.0, 3.0, 4.0]),
        floats("b", &[4.0, 1.0, 3.0, 2.0]),
        categories("class", &["x", "x", "y", "y"]),
        categories("one", &["x", "x", "x", "x"]),
        categories("gap", &["x", "", "y", "y"]),
        integers("same", &[5.0; 4]),
    ])
}

#[test]
fn selections_that_leave_nothing_are_refused() {
    let asked = Asked::with(json!({"alpha": 0.0})).on(&["a", "b"]).target("class");
    for converter in ["SelectFpr", "SelectFdr", "SelectFwe"] {
        let refusal = asked.refusal(converter, &some());
        assert!(refusal.starts_with(&format!("{converter} would keep no column. None is related")), "{refusal}");
    }
    let refusal = Asked::with(json!({"threshold": 9})).on(&["a", "b"]).refusal("VarianceThreshold", &some());
    assert_eq!(refusal, "VarianceThreshold would keep no column. Lower threshold, or choose other columns.");
}

#[test]
fn targets_have_at_least_two_classes_and_no_gaps() {
    let refusal = |target: &str| Asked::default().on(&["a", "b"]).target(target).refusal("SelectKBest", &some());
    assert!(refusal("one").contains("has 1 classes in 4 rows"), "{}", refusal("one"));
    assert!(refusal("gap").contains("has missing values. Remove their rows with NanRemover"), "{}", refusal("gap"));
    let none = Asked::default().on(&["a", "b"]).refusal("SelectKBest", &some());
    assert_eq!(none, "SelectKBest needs a target column. Choose one as 'target'.");
    let own = Asked::default().on(&["a", "class"]).target("class").refusal("SelectKBest", &some());
    assert!(own.contains("Column 'class' is the target"), "{own}");
}

#[test]
fn a_target_that_never_changes_relates_to_nothing() {
    let asked = Asked::with(json!({"k": 1})).on(&["a", "b"]).target("same");
    assert_eq!(names(&asked.convert("SelectKBest", &some()).unwrap()), ["b", "class", "one", "gap", "same"]);
}

#[test]
fn bounds_of_a_rule_of_choice_go_with_its_mode() {
    let refusal = |parameters: Value| {
        Asked::with(parameters).on(&["a", "b"]).target("class").refusal("GenericUnivariateSelect", &some())
    };
    assert!(refusal(json!({"mode": "k_best", "param": 1.5})).contains("a whole number of columns"));
    assert!(refusal(json!({"mode": "percentile", "param": "all"})).contains("a percentage above 0 and up to 100"));
    assert!(refusal(json!({"mode": "fdr", "param": 2})).contains("an error rate between 0 and 1"));
    assert!(refusal(json!({"mode": "fwe", "param": null})).contains("must be a number"));
}

#[test]
fn new_rows_lose_the_same_columns_without_a_target() {
    let asked = Asked::with(json!({"k": 1})).on(&["a", "b"]).target("class");
    let chain = Chain::new(vec![asked.fit("SelectKBest", &some()).unwrap()]);
    let new = table([floats("a", &[9.0]), floats("b", &[9.0])]);
    assert_eq!(names(&chain.apply(new, &Silent).unwrap()), ["a"]);
}
