//! What converters of columns refuse, and what only they do.

use crate::fixtures::{Asked, categories, floats, integers, names, numbers, table, texts, words};
use crate::types::Categories;
use serde_json::json;
use skydash_domain::columns::{Columns, Held};
use skydash_domain::table::{Column, ColumnType};

fn sample() -> Held {
    table([
        floats("a", &[1.0, f64::NAN, 3.0]),
        integers("n", &[4.0, 5.0, 6.0]),
        texts("t", &["x", "", "1"]),
        categories("c", &["p", "q", ""]),
    ])
}

#[test]
fn arithmetic_needs_two_sides() {
    let one = Asked::default().on(&["a"]).refusal("ColumnArithmetic", &sample());
    assert!(one.contains("'constant'"), "{one}");
    let texts = Asked::default().on(&["t"]).refusal("ColumnConcat", &sample());
    assert!(texts.contains("'constant'"), "{texts}");
}

#[test]
fn whole_numbers_that_are_not_exact_are_refused_by_name() {
    let large = table([integers("id", &[9_007_199_254_740_993.0, 1.0]), floats("x", &[1e300, 1.0])]);
    let refusal = |converter: &str, asked: Asked| {
        let text = asked.on(&["id"]).refusal(converter, &large);
        assert!(text.contains("'id'") && text.contains("9007199254740991"), "{text}");
    };
    refusal("TypeCast", Asked::with(json!({"new_type": "Text"})));
    refusal("TypeCast", Asked::with(json!({"new_type": "Categorical"})));
    refusal("ColumnArithmetic", Asked::with(json!({"constant": 0})));
    refusal("SimpleImputer", Asked::with(json!({"strategy": "most_frequent"})));
    let small = table([integers("id", &[4_000_000_000.0])]);
    let square = Asked::with(json!({"operation": "square"})).refusal("NumericExpansion", &small);
    assert!(square.contains("'square_id'"), "{square}");
    let kept = Asked::with(json!({"new_type": "Integer"})).on(&["x"]).refusal("TypeCast", &large);
    assert!(kept.contains("'x'"), "{kept}");
}

#[test]
fn a_swapped_constant_comes_first() {
    let asked = Asked::with(json!({"operation": "subtract", "constant": 10, "swap_operands": true})).on(&["n"]);
    let changed = asked.convert("ColumnArithmetic", &sample()).unwrap();
    assert_eq!(numbers(&changed, "10_subtract_n"), [6.0, 5.0, 4.0]);
}

#[test]
fn rows_are_removed_only_while_one_is_left() {
    let changed = Asked::default().on(&["a"]).convert("NanRemover", &sample()).unwrap();
    assert_eq!(words(&changed, "t"), ["x", "1"]);
    assert_eq!(names(&changed), ["a", "n", "t", "c"]);
    let none = table([floats("a", &[1.0, f64::NAN]), texts("t", &["", "x"])]);
    let refusal = Asked::default().refusal("NanRemover", &none);
    assert!(refusal.starts_with("NanRemover would remove every row"), "{refusal}");
}

#[test]
fn a_value_that_does_not_fit_a_type_is_shown() {
    let cast = |new_type: &str, scope: &str| {
        Asked::with(json!({"new_type": new_type})).on(&[scope]).refusal("TypeCast", &sample())
    };
    assert!(cast("Float", "t").starts_with("Column 't' holds 'x', which is not a number."), "{}", cast("Float", "t"));
    assert!(cast("Integer", "c").starts_with("Column 'c' holds 'p', which is not a number."));
    let halves = table([floats("h", &[1.0, 2.5])]);
    let refusal = Asked::with(json!({"new_type": "Integer"})).refusal("TypeCast", &halves);
    assert!(refusal.starts_with("Column 'h' holds '2.5', which is not a whole number."), "{refusal}");
    for word in ["nan", "inf", "-Infinity"] {
        let refusal = Asked::with(json!({"new_type": "Float"})).refusal("TypeCast", &table([texts("w", &["1", word])]));
        assert!(refusal.contains(word), "{refusal}");
    }
}

#[test]
fn too_many_values_are_no_categories() {
    let many: Vec<f64> = (0..1001).map(f64::from).collect();
    let table = table([integers("id", &many)]);
    let refusal = Asked::with(json!({"new_type": "Categorical"})).refusal("TypeCast", &table);
    assert!(refusal.contains("more than 1000 different values"), "{refusal}");
    let skipped =
        Asked::with(json!({"new_type": "Categorical", "on_error": "skip"})).convert("TypeCast", &table).unwrap();
    assert_eq!(skipped.types()["id"].name(), "Integer");
}

#[test]
fn numbers_as_categories_are_sorted_by_size() {
    let table = table([floats("v", &[10.0, -1.5, 9.0, f64::NAN])]);
    let changed = Asked::with(json!({"new_type": "Categorical"})).convert("TypeCast", &table).unwrap();
    let ColumnType::Categorical { categories, dtype, converted, .. } = &changed.types()["v"] else { unreachable!() };
    assert_eq!((categories.join(" "), dtype.as_str(), *converted), ("-1.5 9.0 10.0".to_owned(), "float64", true));
    assert_eq!(words(&changed, "v"), ["10.0", "-1.5", "9.0", ""]);
}

#[test]
fn a_text_to_replace_is_needed_and_growth_has_an_end() {
    let empty = Asked::with(json!({"char_to_replace": ""})).on(&["t"]).refusal("CharacterReplacer", &sample());
    assert!(empty.contains("'char_to_replace'"), "{empty}");
    let many = "a".repeat(100_000);
    let table = table([texts("t", &[&many])]);
    let growing = Asked::with(json!({"char_to_replace": "a", "replacement_char": "b".repeat(1000)}));
    let refusal = growing.refusal("CharacterReplacer", &table);
    assert!(refusal.contains("column 't'") && refusal.contains("too long"), "{refusal}");
    let joined = Asked::with(json!({"constant": "b".repeat(9 << 20)})).refusal("ColumnConcat", &table);
    assert!(joined.contains("too long"), "{joined}");
}

#[test]
fn categories_of_numbers_have_no_characters() {
    let column = Column {
        column_type: Categories::made("float64", vec!["1.0".to_owned(), "2.0".to_owned()]).column_type(),
        ..categories("c", &["1", "2"])
    };
    let refusal = Asked::with(json!({"char_to_replace": "1"})).refusal("CharacterReplacer", &table([column]));
    assert!(refusal.contains("'c'") && refusal.contains("TypeCast"), "{refusal}");
}

#[test]
fn what_was_no_number_later_is_refused() {
    let learnt = table([texts("t", &["1,0", "2,5"])]);
    let fitted = Asked::with(json!({"char_to_replace": ","})).fit("CharacterReplacer", &learnt).unwrap();
    let refusal = crate::fixtures::carried_out(&fitted, &table([texts("t", &["abc"])])).unwrap_err().to_string();
    assert!(refusal.contains("'abc'"), "{refusal}");
}
