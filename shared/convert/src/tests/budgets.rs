//! What is held while converters learn is bounded, and what is refused says what to do.

use crate::fixtures::{Asked, Runs, categories, floats, names, numbers, table, texts};
use crate::limits;
use serde_json::json;
use skydash_domain::columns::Columns;

fn refused(asked: &Asked, converter: &str, table: &dyn Columns) -> String {
    asked.fit(converter, table).unwrap_err().to_string()
}

/// [`Runs`] panics where a column is read as a whole.
#[test]
fn texts_and_categories_are_learnt_from_runs_of_rows() {
    let word = |row: usize| ["red green", "green blue", ""][row % 3];
    let words = move || Runs::of(10, 3, move |row| texts("c", &[word(row)]));
    let whole = texts("c", &(0..10).map(word).collect::<Vec<_>>());
    for converter in ["BagOfWordsConverter", "TFIDFConverter", "TokenizerConverter"] {
        let as_runs = Asked::default().fit(converter, &words()).unwrap();
        assert!(as_runs == Asked::default().fit(converter, &table([whole.clone()])).unwrap(), "{converter}");
    }
    let column = categories("c", &(0..10).map(word).collect::<Vec<_>>());
    for converter in ["LabelEncoder", "OneHotEncoder", "OrdinalEncoder"] {
        let runs = Runs::cut(&column, 3);
        let as_runs = Asked::default().fit(converter, &runs).unwrap();
        assert!(as_runs == Asked::default().fit(converter, &table([column.clone()])).unwrap(), "{converter}");
    }
    for new_type in ["Categorical", "Text"] {
        let asked = Asked::with(json!({"new_type": new_type}));
        assert!(asked.fit("TypeCast", &words()).is_ok());
    }
    assert!(Asked::with(json!({"char_to_replace": "e"})).fit("CharacterReplacer", &words()).is_ok());
    assert!(Asked::default().fit("NanRemover", &words()).is_ok());
}

#[test]
fn the_words_of_a_column_have_a_budget_and_fewer_rows_are_within_it() {
    let word = |row: usize| format!("{}{row}", "x".repeat(1 << 20));
    let long = Runs::of(400, 10, move |row| texts("c", &[&word(row)]));
    for converter in ["BagOfWordsConverter", "TFIDFConverter"] {
        let refusal = refused(&Asked::default(), converter, &long);
        assert!(refusal.contains("Column 'c' has too many different words"), "{refusal}");
        assert!(refusal.contains("limit the rows it learns from"), "{refusal}");
    }
    assert!(long.given() < 500, "{} rows were read", long.given());
    let few: Vec<usize> = (0..20).collect();
    assert!(Asked::default().learning_from(&few).fit("BagOfWordsConverter", &long).is_ok());
    let many: Vec<usize> = (0..100).collect();
    let refusal = refused(&Asked::default().learning_from(&many), "BagOfWordsConverter", &long);
    assert!(refusal.contains("keep more than 32 MB") && refusal.contains("Lower 'max_features'"), "{refusal}");
    let fewer = Asked { rows: many, ..Asked::with(json!({"max_features": 10})) };
    assert!(fewer.fit("BagOfWordsConverter", &long).is_ok());
}

#[test]
fn sequences_of_a_single_text_are_not_all_kept_before_they_are_refused() {
    let text: String = (0..20_000).map(|word| format!("{}{word} ", "x".repeat(800))).collect();
    let asked = Asked::with(json!({"upper_bound_ngrams": 5}));
    let refusal = refused(&asked, "BagOfWordsConverter", &table([texts("c", &[&text])]));
    assert!(refusal.contains("Lower 'upper_bound_ngrams'"), "{refusal}");
}

#[test]
fn texts_that_become_categories_have_a_budget() {
    let long = Runs::texts(200, 10, 1 << 20);
    let refusal = refused(&Asked::with(json!({"new_type": "Categorical"})), "TypeCast", &long);
    assert!(refusal.contains("those of column 'c' are too many or too long. Leave it out."), "{refusal}");
    assert!(long.given() < 150, "{} rows were read", long.given());
}

#[test]
fn numbers_that_do_not_fit_at_once_are_refused_before_they_are_read() {
    let rows = limits::MAX_BYTES / 8 + 1;
    let tall = Runs::numbers(rows, 1 << 16);
    let single = json!({"n_components": 1});
    for (converter, parameters) in [
        ("PCA", &single),
        ("IncrementalPCA", &single),
        ("FastICA", &single),
        ("StandardScaler", &json!({})),
        ("KNNImputer", &json!({})),
    ] {
        let refusal = refused(&Asked::with(parameters.clone()), converter, &tall);
        assert!(refusal.to_lowercase().contains("limit the rows it learns from"), "{refusal}");
    }
    assert_eq!(tall.given(), 0);
    let few = Asked::default().learning_from(&[0, 1, 90_000]);
    assert!(few.fit("StandardScaler", &Runs::numbers(100_000, 1 << 16)).is_ok());
}

#[test]
fn several_columns_are_learnt_as_they_would_be_alone() {
    let sizes =
        table([floats("a", &[1.0, 2.0, 3.0]), floats("b", &[4.0, 6.0, 8.0]), categories("c", &["x", "y", "x"])]);
    let scaled = Asked::default().on(&["a", "b"]).convert("MinMaxScaler", &sizes).unwrap();
    assert_eq!((numbers(&scaled, "a"), numbers(&scaled, "b")), (vec![0.0, 0.5, 1.0], vec![0.0, 0.5, 1.0]));
    let wide = Asked::default().on(&["c"]).convert("OneHotEncoder", &sizes).unwrap();
    assert_eq!(names(&wide), ["a", "b", "c", "ohe_c_x", "ohe_c_y"]);
}

#[test]
fn made_categories_are_short_for_every_row_is_written_with_its_text() {
    let rows = table([categories("c", &["a", "b", "a"])]);
    let long = "x".repeat(600);
    let asked = Asked::with(json!({"char_to_replace": "a", "replacement_char": long}));
    let refusal = asked.refusal("CharacterReplacer", &rows);
    assert!(refusal.contains("categories of column 'c' that are longer than 512 bytes"), "{refusal}");
    let gappy = table([categories("c", &["a", "", "a"])]);
    let asked = Asked::with(json!({"strategy": "constant", "fill_value": long}));
    let refusal = asked.refusal("SimpleImputer", &gappy);
    assert!(refusal.contains("column 'c', which takes categories of at most 512 bytes"), "{refusal}");
}

#[test]
fn texts_of_all_columns_together_have_a_budget() {
    let text = "a".repeat(1 << 20);
    let rows = table([texts("short", &["b"]), texts("one", &[&text]), texts("two", &[&text])]);
    let asked = |length: usize| Asked::with(json!({"char_to_replace": "a", "replacement_char": "x".repeat(length)}));
    assert!(asked(2).convert("CharacterReplacer", &rows).is_ok());
    let wide = table((0..20).map(|at| texts(&format!("t{at}"), &[&text])));
    let refusal = asked(6).refusal("CharacterReplacer", &wide);
    assert!(refusal.contains("that are too long. Choose a shorter text to insert"), "{refusal}");
}

#[test]
fn weights_of_many_waves_of_many_columns_are_refused() {
    let wide = table((0..5_000).map(|at| floats(&format!("c{at}"), &[0.5, 1.5])));
    for converter in ["RBFSampler", "SkewedChi2Sampler"] {
        let refusal = Asked::with(json!({"n_components": 4_000})).refusal(converter, &wide);
        assert!(refusal.contains("4000 weights for each of 5000 columns"), "{refusal}");
        assert!(refusal.contains("Lower n_components"), "{refusal}");
    }
}
