//! What maps approximate, what they refuse, and that threads change nothing.

use crate::fixtures::{Asked, assert_same_on_any_threads, floats, names, noise, numbers, table};
use serde_json::{Value, json};
use skydash_domain::columns::Held;

/// The products of every two rows of a table.
fn products(table: &Held) -> Vec<f64> {
    let columns: Vec<Vec<f64>> = names(table).into_iter().map(|name| numbers(table, name)).collect();
    let rows = columns[0].len();
    let product = |a: usize, b: usize| columns.iter().map(|column| column[a] * column[b]).sum::<f64>();
    (0..rows * rows).map(|at| product(at / rows, at % rows)).collect()
}

/// The radial kernel of every two rows.
fn radial(table: &Held, gamma: f64) -> Vec<f64> {
    let columns: Vec<Vec<f64>> = names(table).into_iter().map(|name| numbers(table, name)).collect();
    let rows = columns[0].len();
    let distance = |a: usize, b: usize| columns.iter().map(|column| (column[a] - column[b]).powi(2)).sum::<f64>();
    (0..rows * rows).map(|at| (-gamma * distance(at / rows, at % rows)).exp()).collect()
}

fn furthest(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn many_waves_come_near_the_radial_kernel() {
    let few = noise(15, 3);
    let exact = radial(&few, 2.0);
    for seed in 0..3 {
        let asked = Asked::with(json!({"gamma": 2.0, "n_components": 4000, "random_state": seed}));
        let apart = furthest(&products(&asked.convert("RBFSampler", &few).unwrap()), &exact);
        assert!(apart < 0.08, "{apart}");
    }
}

#[test]
fn similarity_to_all_rows_is_the_kernel() {
    let few = noise(15, 3);
    let asked = Asked::with(json!({"gamma": 2.0, "n_components": 15}));
    assert!(furthest(&products(&asked.convert("Nystroem", &few).unwrap()), &radial(&few, 2.0)) < 1e-8);
}

#[test]
fn waves_of_logarithms_come_near_the_skewed_kernel() {
    let few = table([floats("a", &[0.0, 1.0, 4.0]), floats("b", &[2.0, 0.5, 3.0])]);
    let asked = Asked::with(json!({"skewedness": 0.5, "n_components": 4000, "random_state": 1}));
    let found = products(&asked.convert("SkewedChi2Sampler", &few).unwrap());
    let (a, b) = (numbers(&few, "a"), numbers(&few, "b"));
    let term = |x: f64, y: f64| 2.0 * ((x + 0.5) * (y + 0.5)).sqrt() / (x + y + 1.0);
    let exact: Vec<f64> = (0..9).map(|at| term(a[at / 3], a[at % 3]) * term(b[at / 3], b[at % 3])).collect();
    assert!(furthest(&found, &exact) < 0.08);
}

#[test]
fn negative_values_are_refused_where_they_have_no_meaning() {
    let some = table([floats("a", &[0.0, 1.0]), floats("b", &[1.0, -1.5])]);
    let refusal = |converter: &str, parameters: Value| Asked::with(parameters).refusal(converter, &some);
    assert!(refusal("AdditiveChi2Sampler", json!({})).starts_with("Column 'b' has negative values"));
    assert!(refusal("SkewedChi2Sampler", json!({})).starts_with("Column 'b' has values of -1 or less"));
    for kernel in ["chi2", "additive_chi2"] {
        let refusal = refusal("Nystroem", json!({"kernel": kernel}));
        assert!(refusal.starts_with("Column 'b' has negative values"), "{refusal}");
    }
}

#[test]
fn products_are_counted_before_they_are_made() {
    let refusal =
        |parameters: Value, columns: usize| Asked::with(parameters).refusal("PolynomialFeatures", &noise(3, columns));
    let wide = refusal(json!({"degree": 3}), 60);
    assert!(wide.contains("of degree 3 would make too many or too long products of 60 columns"), "{wide}");
    assert!(refusal(json!({"degree": 1_000_000}), 1).contains("too many or too long products of 1 column:"));
    let few = Asked::with(json!({"degree": 1_000_000, "interaction_only": true}));
    assert_eq!(names(&few.convert("PolynomialFeatures", &noise(3, 2)).unwrap()), ["c0", "c1", "1", "c0 c1"]);
}

#[test]
fn products_too_large_for_numbers_are_refused() {
    let large = table([floats("a", &[1e200, 1.0])]);
    let refusal = Asked::default().refusal("PolynomialFeatures", &large);
    assert!(refusal.contains("too large for PolynomialFeatures"), "{refusal}");
}

#[test]
fn parameters_that_cannot_be_used_are_named() {
    let refusal = |converter: &str, parameters: Value| Asked::with(parameters).refusal(converter, &noise(4, 2));
    assert!(refusal("Nystroem", json!({"kernel": "cubic"})).starts_with("Nystroem has no kernel 'cubic'. Use: rbf,"));
    assert!(refusal("Nystroem", json!({"n_components": 5})).contains("at most 4 is possible with 4 rows"));
    assert!(refusal("AdditiveChi2Sampler", json!({"sample_steps": 4})).contains("needs 'sample_interval'"));
    assert!(refusal("RBFSampler", json!({"n_components": 20_000})).contains("at most 10000"));
}

#[test]
fn threads_change_nothing() {
    let many = noise(5_000, 3);
    for (converter, parameters) in [
        ("RBFSampler", json!({"n_components": 4})),
        ("SkewedChi2Sampler", json!({"n_components": 4})),
        ("Nystroem", json!({"n_components": 20})),
        ("PolynomialFeatures", json!({})),
    ] {
        let asked = Asked::with(parameters);
        assert_same_on_any_threads(|| {
            let changed = asked.convert(converter, &many).unwrap();
            names(&changed).iter().flat_map(|name| numbers(&changed, name)).map(f64::to_bits).collect::<Vec<u64>>()
        });
    }
}
