use super::*;
use crate::target::{Predicted, Target};
use skydash_domain::table::{Column, ColumnType, Encoder, MISSING, Values};

fn column(name: &str, column_type: ColumnType, values: Values) -> Column {
    Column { name: name.into(), column_type, values }
}

fn float(name: &str, values: &[f64]) -> Column {
    column(name, ColumnType::Float { dtype: "float64".into() }, Values::Numbers(values.to_vec()))
}

fn text(name: &str, values: &[&str]) -> Column {
    let values = values.iter().map(|text| Some((*text).to_owned())).collect();
    column(name, ColumnType::Text { dtype: "string".into() }, Values::Texts(values))
}

fn categorical(name: &str, dtype: &str, encoder: Encoder, categories: &[&str], codes: &[u32]) -> Column {
    let column_type = ColumnType::Categorical {
        dtype: dtype.into(),
        categories: categories.iter().map(|text| (*text).to_owned()).collect(),
        num_categories: categories.len(),
        converted: false,
        encoder,
    };
    column(name, column_type, Values::Codes(codes.to_vec()))
}

fn island(codes: &[u32]) -> Column {
    categorical("island", "string", Encoder::OneHot, &["Biscoe", "Dream"], codes)
}

fn level(codes: &[u32]) -> Column {
    categorical("level", "float64", Encoder::Label, &["1.0", "2.0", "3.0"], codes)
}

#[test]
fn columns_become_numbers_as_their_types_say() {
    let columns = [float("mass", &[3.5, f64::NAN]), island(&[1, MISSING]), level(&[2, MISSING])];
    let encoder = InputEncoder::new(&columns).unwrap();
    let x = encoder.encode(&columns).unwrap();
    assert_eq!(x.names(), ["mass", "island_Biscoe", "island_Dream", "level"]);
    assert_eq!(encoder.width(), 4);
    assert_eq!((x.column(0)[0], x.column(1), x.column(2)), (3.5, &[0.0, 0.0][..], &[1.0, 0.0][..]));
    assert_eq!(x.column(3)[0], 2.0);
    assert!(x.column(0)[1].is_nan() && x.column(3)[1].is_nan());
}

#[test]
fn later_rows_are_read_by_name_and_by_value() {
    let encoder = InputEncoder::new(&[island(&[0]), level(&[0]), float("mass", &[1.0])]).unwrap();
    let mass = categorical("mass", "int64", Encoder::Label, &["4", "5"], &[1]);
    let island = categorical("island", "string", Encoder::Label, &["Dream", "Torgersen"], &[0]);
    let x = encoder.encode(&[text("extra", &["?"]), mass, float("level", &[2.0]), island]).unwrap();
    assert_eq!(x.to_row_major(), [0.0, 1.0, 1.0, 5.0]);
    let x = encoder.encode(&[float("mass", &[1.0]), level(&[0]), text("island", &["Biscoe"])]).unwrap();
    assert_eq!(x.to_row_major(), [1.0, 0.0, 0.0, 1.0]);
}

#[test]
fn what_the_model_cannot_read_is_named() {
    let encoder = InputEncoder::new(&[island(&[0]), float("mass", &[1.0])]).unwrap();
    let refusal = |columns: &[Column]| encoder.encode(columns).unwrap_err().to_string();
    assert!(refusal(&[island(&[0])]).contains("Column 'mass' is missing"));
    assert!(refusal(&[island(&[0]), text("mass", &["x"])]).contains("'mass' has type Text"));
    let unseen = categorical("island", "string", Encoder::OneHot, &["Torgersen"], &[0]);
    let sentence = refusal(&[unseen, float("mass", &[1.0])]);
    assert!(sentence.contains("'island' has the value 'Torgersen'") && sentence.contains("Biscoe, Dream"));
    let fresh = |columns: &[Column]| InputEncoder::new(columns).unwrap_err().to_string();
    assert!(fresh(&[text("note", &["x"])]).contains("'note' has type Text"));
    assert!(fresh(&[]).contains("no input columns"));
    assert!(fresh(&[island(&[0]), island(&[0])]).contains("chosen twice"));
    let many: Vec<String> = (0..20_000).map(|k| k.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(fresh(&[categorical("id", "string", Encoder::OneHot, &many, &[0])]).contains("'id'"));
}

#[test]
fn classes_are_the_categories_that_occur_with_numbers_by_size() {
    let y = categorical("y", "int64", Encoder::Label, &["10", "2", "7"], &[0, 1, 1]);
    let (encoder, target) = TargetEncoder::classes(&y).unwrap();
    assert_eq!(target, Target::Classes { codes: vec![1, 0, 0], classes: 2 });
    assert_eq!(encoder.labels().collect::<Vec<_>>(), ["2", "10"]);
    let predicted = Predicted::Classes { codes: vec![1, 0], probabilities: vec![], classes: 2 };
    let column = encoder.decode(&predicted).unwrap();
    assert_eq!(column.values, Values::Codes(vec![0, 1]));
    assert_eq!(column.column_type, y.column_type);
    assert!(encoder.fits(Some(2)) && !encoder.fits(Some(3)) && !encoder.fits(None));
}

#[test]
fn an_output_that_cannot_be_learnt_is_refused_by_name() {
    let classes = |column: Column| TargetEncoder::classes(&column).unwrap_err().to_string();
    assert!(classes(float("y", &[1.0])).contains("'y' has type Float"));
    assert!(classes(level(&[1, 1])).contains("'level' holds '2.0' in every row"));
    assert!(classes(level(&[1, MISSING])).contains("'level' has missing values"));
    let numbers = |column: Column| TargetEncoder::numbers(&column).unwrap_err().to_string();
    assert!(numbers(level(&[1])).contains("'level' has type Categorical"));
    assert!(numbers(float("y", &[1.0, f64::NAN])).contains("'y' has missing values"));
    assert!(numbers(float("y", &[1.0, f64::INFINITY])).contains("infinite"));
    assert!(numbers(float("y", &[2.5, 2.5])).contains("'y' holds 2.5 in every row"));
}

#[test]
fn more_numbers_than_fit_are_refused_before_any_is_made() {
    let wide: Vec<String> = (0..300).map(|k| k.to_string()).collect();
    let wide: Vec<&str> = wide.iter().map(String::as_str).collect();
    let city = categorical("city", "string", Encoder::OneHot, &wide, &[]);
    let encoder = InputEncoder::new(&[float("mass", &[]), city]).unwrap();
    let refused = encoder.check_rows(200_000).unwrap_err().to_string();
    assert!(refused.contains("200000 rows of 301 columns for the model, which take more than 160 MB"), "{refused}");
    assert!(refused.contains("Most come from 'city': set its encoder to label"), "{refused}");
    let city = categorical("city", "string", Encoder::Label, &wide, &[]);
    assert!(InputEncoder::new(&[float("mass", &[]), city]).unwrap().check_rows(200_000).is_ok());
    let numbers = InputEncoder::new(&[float("a", &[]), float("b", &[])]).unwrap();
    assert!(numbers.check_rows(20_000_000).unwrap_err().to_string().contains("fewer input columns"));
}

#[test]
fn rows_are_encoded_as_many_at_once_as_have_so_many_cells() {
    let encoder = InputEncoder::new(&[float("mass", &[1.0, 2.0, 3.0]), level(&[0, 1, MISSING])]).unwrap();
    for classes in [1, 10, 10_000, 100_000_000] {
        let rows = encoder.rows_at_once(classes);
        assert!(rows == 1 || rows * (encoder.width() + classes) <= 2 << 20, "{rows}");
    }
    let columns = [float("mass", &[1.0, 2.0, 3.0]), level(&[0, 1, MISSING])];
    let some = encoder.encode_rows(&columns, &[2, 0]).unwrap();
    assert_eq!((some.rows(), some.column(0), some.column(1)[1]), (2, &[3.0, 1.0][..], 0.0));
    assert!(encoder.encode_rows(&columns, &[3]).is_err());
}
