//! What converters of time refuse.

use crate::fixtures::{Asked, dates, floats, names, table, texts, words};
use serde_json::json;

#[test]
fn a_text_that_is_no_date_is_shown() {
    let odd = table([dates("d", &["2024-01-01", "2024-13-01"]), floats("v", &[1.0, 2.0])]);
    for (converter, asked) in [
        ("DateFeaturesConverter", Asked::default().on(&["d"])),
        ("TimeResamplerConverter", Asked::default()),
        ("TimeSeriesWindowConverter", Asked::with(json!({"window_size": 1})).target("v")),
    ] {
        let refusal = asked.refusal(converter, &odd);
        assert!(refusal.starts_with("Column 'd' holds '2024-13-01', which is no date"), "{refusal}");
    }
}

#[test]
fn rows_without_a_date_have_no_place() {
    let gaps = table([dates("d", &["2024-01-01", "", ""]), floats("v", &[1.0, 2.0, 3.0])]);
    for (converter, asked) in [
        ("TimeResamplerConverter", Asked::default()),
        ("TimeSeriesWindowConverter", Asked::with(json!({"window_size": 1})).target("v")),
    ] {
        let refusal = asked.refusal(converter, &gaps);
        assert!(refusal.contains("no date in 2 row(s)") && refusal.contains("NanRemover"), "{refusal}");
    }
    let parts = Asked::default().on(&["d"]).convert("DateFeaturesConverter", &gaps).unwrap();
    assert_eq!(words(&parts, "d_year"), ["2024", "", ""]);
}

#[test]
fn one_column_of_dates_is_needed() {
    let two = table([dates("d", &["2024-01-01"]), dates("e", &["2024-01-01"]), floats("v", &[1.0])]);
    let none = Asked::default().on(&["v"]).refusal("TimeResamplerConverter", &two);
    assert!(none.contains("exactly one column of type Date and is given 0"), "{none}");
    for (converter, asked) in
        [("TimeResamplerConverter", Asked::default()), ("TimeSeriesWindowConverter", Asked::default().target("v"))]
    {
        assert!(asked.refusal(converter, &two).contains("exactly one column of type Date and is given 2"));
    }
}

#[test]
fn no_part_of_a_date_is_too_little() {
    let off = Asked::with(json!({"year": false, "month": false, "weekday": false}));
    let refusal = off.refusal("DateFeaturesConverter", &table([dates("d", &["2024-01-01"])]));
    assert!(refusal.contains("'year'"), "{refusal}");
}

#[test]
fn windows_need_a_complete_series_in_one_order() {
    let windows = |days: &[&str], values: &[f64], window: u32| {
        let table = table([dates("d", days), floats("v", values)]);
        Asked::with(json!({"window_size": window})).target("v").refusal("TimeSeriesWindowConverter", &table)
    };
    let twice = windows(&["2024-01-01", "2024-01-01"], &[1.0, 2.0], 1);
    assert!(twice.contains("the date 2024-01-01 twice"), "{twice}");
    let gap = windows(&["2024-01-01", "2024-01-02"], &[1.0, f64::NAN], 1);
    assert!(gap.starts_with("Column 'v' has missing values"), "{gap}");
    let short = windows(&["2024-01-01", "2024-01-02"], &[1.0, 2.0], 2);
    assert!(short.contains("at least 3 rows"), "{short}");
    let wide = windows(&["2024-01-01", "2024-01-02"], &[1.0, 2.0], 4_000_000_000);
    assert!(wide.contains("at most 10000"), "{wide}");
    let words = table([dates("d", &["2024-01-01"]), texts("t", &["x"])]);
    let refusal = Asked::default().on(&["d"]).target("t").refusal("TimeSeriesWindowConverter", &words);
    assert!(refusal.contains("'t' is Text"), "{refusal}");
}

#[test]
fn ten_thousand_years_of_days_are_possible() {
    let far = table([dates("d", &["0001-01-01", "9999-12-31"]), floats("v", &[1.0, 2.0])]);
    let changed = Asked::with(json!({"frequency": "year"})).convert("TimeResamplerConverter", &far).unwrap();
    assert_eq!(names(&changed), ["d", "v"]);
    assert_eq!(words(&changed, "d").len(), 9999);
    assert_eq!(words(&changed, "d")[0], "0001-01-01");
}
