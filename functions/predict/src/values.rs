//! The values of a column as JSON.

use serde_json::{Value, json};
use skydash_domain::table::{Column, ColumnType, Values};

/// Every value: numbers bare (whole for Integer columns), categories as the values they stand for, null for missing.
pub(crate) fn of(column: &Column) -> Vec<Value> {
    match (&column.values, &column.column_type) {
        (Values::Numbers(numbers), ColumnType::Integer { .. }) => numbers.iter().map(|&number| whole(number)).collect(),
        (Values::Numbers(numbers), _) => numbers.iter().map(|number| json!(number)).collect(),
        (Values::Texts(texts), _) => texts.iter().map(|text| json!(text)).collect(),
        (Values::Codes(codes), column_type) => {
            let values = categories(column_type);
            let value = |code: &u32| values.get(*code as usize).cloned().unwrap_or_default();
            codes.iter().map(value).collect()
        }
    }
}

fn whole(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
    if number.fract() == 0.0 && number.abs() < 9e15 { json!(number as i64) } else { json!(number) }
}

/// The values behind the categories of a column.
fn categories(column_type: &ColumnType) -> Vec<Value> {
    let ColumnType::Categorical { dtype, categories, .. } = column_type else { return Vec::new() };
    let value = |category: &String| match dtype.as_str() {
        "bool" => category.to_lowercase().parse::<bool>().map_or_else(|_| json!(category), |flag| json!(flag)),
        float if float.starts_with("float") => {
            category.parse::<f64>().map_or_else(|_| json!(category), |number| json!(number))
        }
        integer if integer.starts_with("int") => category.parse::<f64>().map_or_else(|_| json!(category), whole),
        _ => json!(category),
    };
    categories.iter().map(value).collect()
}
