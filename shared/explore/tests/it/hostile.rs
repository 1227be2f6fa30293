//! Tables and requests that nobody should send: an answer or a sentence, never a panic.

use crate::tables::{categories, date, integers, numbers, penguins, text};
use indexmap::IndexMap;
use proptest::prelude::*;
use serde_json::{Value, json};
use skydash_domain::columns::{Columns, Held};
use skydash_domain::progress::Silent;
use skydash_domain::table::{Column, ColumnType, MISSING};
use skydash_domain::{Error, Result};
use skydash_explore::{Request, explore, names};

fn ask(explorer: &str, columns: &[&str], parameters: &Value, table: &dyn Columns) -> Result<String> {
    let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
    let parameters = parameters.as_object().cloned().unwrap_or_default();
    let request = Request { explorer, columns: &columns, parameters: &parameters, title: None };
    explore(request, table, &Silent).map(|artifacts| serde_json::to_string(&artifacts).unwrap())
}

fn refusal(explorer: &str, columns: &[&str], parameters: Value, table: &Held) -> String {
    match ask(explorer, columns, &parameters, table) {
        Err(Error::Invalid(text) | Error::Precondition(text)) => text,
        other => panic!("{explorer}: {other:?}"),
    }
}

/// Columns of all types whose numbers are drawn from these.
fn table(values: &[f64], gaps: bool) -> Held {
    let at = |n: usize| values[n % values.len().max(1)];
    let rows = values.len();
    let missing = |n: usize| gaps && n.is_multiple_of(3);
    let code = |n: usize, count: usize| if missing(n) { MISSING } else { (n % count) as u32 };
    let texts = |text: fn(usize) -> String| (0..rows).map(|n| (!missing(n)).then(|| text(n))).collect();
    Held::new(vec![
        numbers("x", (0..rows).map(at).collect()),
        numbers("y", (0..rows).map(|n| at(n * 7 + 3)).collect()),
        numbers("z", (0..rows).map(|n| if missing(n) { f64::NAN } else { at(n * 5 + 1) }).collect()),
        integers("i", (0..rows).map(|n| at(n + 2).trunc()).collect()),
        categories(
            "c",
            vec!["<b>a</b>".to_owned(), "%{x}".to_owned(), String::new()],
            (0..rows).map(|n| code(n, 3)).collect(),
        ),
        categories("d", vec!["only".to_owned()], (0..rows).map(|n| code(n, 1)).collect()),
        text("t", texts(|n| format!("<script>alert({n})</script> & \"words\" {n}"))),
        date("w", texts(|n| format!("20{:02}-02-{:02}", n % 30, n % 28 + 1))),
    ])
    .unwrap()
}

/// Every explorer, on columns that it takes.
fn requests() -> Vec<(&'static str, &'static [&'static str], Value)> {
    vec![
        ("DescribeExplorer", &["x", "y", "z", "i", "c", "d", "t", "w"], json!({"percentiles": "0, 50, 99.9, 100"})),
        ("RowExplorer", &["x", "c", "t", "w"], json!({})),
        ("ScatterPlotExplorer", &["x", "y"], json!({"color_group": "c", "simbol_group": "d", "point_size": "z"})),
        ("ScatterPlotExplorer", &["x", "x"], json!({"color_group": "z"})),
        ("WordcloudExplorer", &["t"], json!({})),
        ("BoxPlotExplorer", &["x", "y"], json!({})),
        ("MultiColumnBoxPlotExplorer", &["x", "y", "z"], json!({"points": "all", "opposite_axis": "i"})),
        ("CorrelationMatrixExplorer", &["x", "y", "z", "i"], json!({"method": "pearson"})),
        ("CorrelationMatrixExplorer", &["x", "y", "z", "i"], json!({"method": "kendall", "plot": false})),
        ("CorrelationMatrixExplorer", &["x", "y", "z", "i"], json!({"method": "spearman", "min_periods": 3})),
        ("CovarianceMatrixExplorer", &["x", "y", "z", "i"], json!({"delta_degree_of_freedom": 5})),
        ("DensityHeatmapExplorer", &["x", "c"], json!({"nbinsx": 7})),
        ("DensityHeatmapExplorer", &["z", "i"], json!({})),
        ("ECDFPlotExplorer", &["x", "y", "z"], json!({"color_column": "c", "facet_col": "d", "facet_row": "i"})),
        ("HistogramPlotExplorer", &["x"], json!({"histfunc": "avg", "histnorm": "density", "color_group": "z"})),
        ("HistogramPlotExplorer", &["c"], json!({"histnorm": "percent", "pattern_group": "d"})),
        ("ScatterMatrixExplorer", &["x", "y", "z"], json!({"color_group": "c", "simbol_group": "c"})),
        ("TimeSeriesPlotExplorer", &["w", "x", "z"], json!({})),
        ("TimeIndexAuditExplorer", &["w"], json!({})),
        ("AutocorrelationExplorer", &["w", "x"], json!({"n_lags": 1_000_000})),
        ("SeasonalDecompositionExplorer", &["w", "x"], json!({"period": 2})),
        ("SeasonalDecompositionExplorer", &["w", "z"], json!({"period": 3, "model": "multiplicative"})),
        ("ParallelCategoriesExplorer", &["c", "d"], json!({"color_column": "x"})),
        ("ParallelCordinatesExplorer", &["x", "y", "z"], json!({"color_column": "d"})),
        ("ClassOverlapExplorer", &["x", "y", "z"], json!({"target_column": "c", "max_samples": 2})),
    ]
}

fn check(table: &Held) {
    for (explorer, columns, parameters) in requests() {
        match ask(explorer, columns, &parameters, table) {
            Ok(text) => {
                assert!(!text.contains("NaN"), "{explorer}: {text}");
                let markup = text.contains("\"plotly\"") && text.contains("<b>");
                assert!(!markup && !text.contains("\"x\":[]"), "{explorer}: {text}");
            }
            Err(Error::Invalid(text) | Error::Precondition(text)) => {
                assert!(text.ends_with('.') && text.len() > 30, "{explorer}: {text}");
            }
            Err(error) => panic!("{explorer}: {error:?}"),
        }
    }
}

#[test]
fn odd_tables_get_an_answer_or_a_sentence() {
    let (nan, far) = (f64::NAN, f64::INFINITY);
    for gaps in [false, true] {
        check(&table(&[], gaps));
        check(&table(&[1.0], gaps));
        check(&table(&[1.0, 2.0], gaps));
        check(&table(&[5.0; 40], gaps));
        check(&table(&[nan; 40], gaps));
        check(&table(&[far, -far, nan, 0.0, -0.0, 1.0], gaps));
        check(&table(&[1e308, -1e308, 1e-308, 5e-324, 0.0], gaps));
        check(&table(&(0..300).map(|n| f64::from(n) * 1e300).collect::<Vec<f64>>(), gaps));
        check(&table(&(0..500).map(|n| f64::from(n % 50) / 3.0).collect::<Vec<f64>>(), gaps));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_table_gets_an_answer_or_a_sentence(
        values in proptest::collection::vec(
            prop_oneof![
                Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY), Just(0.0), Just(1e300), any::<f64>(), -9.0..9.0,
            ],
            0..60,
        ),
        gaps in any::<bool>(),
    ) {
        check(&table(&values, gaps));
    }
}

#[test]
fn columns_that_an_explorer_does_not_take_are_named() {
    let table = penguins();
    let none = json!({});
    assert_eq!(
        refusal("ScatterPlotExplorer", &["year", "nowhere"], none.clone(), &table),
        "Column 'nowhere' not found in dataset"
    );
    for explorer in names() {
        let text = refusal(explorer, &[], none.clone(), &table);
        assert!(text.contains(explorer) && text.contains("is given 0"), "{text}");
    }
    assert_eq!(
        refusal("ScatterPlotExplorer", &["year", "species"], none.clone(), &table),
        "ScatterPlotExplorer does not take values of type string, which column 'species' has. Leave it out, or change its type \
         with TypeCast."
    );
    assert!(refusal("BoxPlotExplorer", &["note"], none.clone(), &table).contains("column 'note' is Text"));
    assert!(refusal("WordcloudExplorer", &["year"], none.clone(), &table).contains("column 'year' is Integer"));
    assert_eq!(
        refusal("TimeSeriesPlotExplorer", &["year", "body_mass_g"], none, &table),
        "TimeSeriesPlotExplorer needs a column of type Date. Choose one."
    );
}

#[test]
fn parameters_that_make_no_sense_are_named() {
    let table = penguins();
    let pair = &["bill_length_mm", "bill_depth_mm"];
    let texts = [
        refusal("ScatterPlotExplorer", pair, json!({"color_group": "nowhere"}), &table),
        refusal("ScatterPlotExplorer", pair, json!({"simbol_group": 99}), &table),
        refusal("ScatterPlotExplorer", pair, json!({"point_size": "species"}), &table),
        refusal("ScatterPlotExplorer", pair, json!({"colour": "species"}), &table),
        refusal("DescribeExplorer", pair, json!({"percentiles": "5, x"}), &table),
        refusal("DescribeExplorer", pair, json!({"include": "category"}), &table),
        refusal("HistogramPlotExplorer", &["species"], json!({"histfunc": "avg"}), &table),
        refusal("HistogramPlotExplorer", &["year"], json!({"nbins": 0}), &table),
        refusal("WordcloudExplorer", &["note"], json!({"background_color": "\"/><script>"}), &table),
        refusal("RowExplorer", pair, json!({"first_row": 1000}), &table),
        refusal("ClassOverlapExplorer", pair, json!({}), &table),
        refusal("ClassOverlapExplorer", &["year"], json!({"target_column": "year"}), &table),
        refusal("ClassOverlapExplorer", &["year"], json!({"target_column": "note", "max_samples": 1}), &table),
    ];
    insta::assert_debug_snapshot!(texts);
}

#[test]
fn markup_in_names_and_values_stays_text() {
    let table = table(&(0..90).map(f64::from).collect::<Vec<f64>>(), false);
    let figure = ask("HistogramPlotExplorer", &["c"], &json!({}), &table).unwrap();
    assert!(figure.contains("&lt;b&gt;a&lt;/b&gt;"));
    let rows = ask("RowExplorer", &["t"], &json!({"number_of_rows": 2}), &table).unwrap();
    assert!(rows.contains("<script>alert(0)</script>"), "tables show texts as they are: {rows}");
}

/// A table that gives its columns in runs of two rows, and never as a whole.
struct InRuns(Held);

impl Columns for InRuns {
    fn rows(&self) -> usize {
        self.0.rows()
    }

    fn types(&self) -> &IndexMap<String, ColumnType> {
        self.0.types()
    }

    fn column(&self, name: &str) -> Result<Column> {
        panic!("column '{name}' was read as a whole")
    }

    fn runs(&self, name: &str, take: &mut dyn FnMut(Column) -> Result<()>) -> Result<()> {
        let column = self.0.column(name)?;
        let rows: Vec<usize> = (0..self.rows()).collect();
        rows.chunks(2).try_for_each(|rows| take(Column { values: column.values.take(rows), ..column.clone() }))
    }
}

#[test]
fn columns_are_looked_at_in_runs_of_rows_with_the_same_result() {
    let values: Vec<f64> = (0..61).map(|n| f64::from(n * n % 23) / 4.0).collect();
    let whole = table(&values, true);
    for (explorer, columns, parameters) in requests() {
        let in_runs = ask(explorer, columns, &parameters, &InRuns(whole.clone()));
        assert_eq!(in_runs, ask(explorer, columns, &parameters, &whole), "{explorer}");
    }
}

#[test]
fn texts_that_are_told_apart_have_a_budget() {
    let long = |n: usize| Some(format!("{}{n}", "x".repeat(1 << 20)));
    let rows = Held::new(vec![
        numbers("x", (0..40).map(f64::from).collect()),
        numbers("y", (0..40).map(f64::from).collect()),
        text("t", (0..40).map(long).collect()),
    ]);
    let (rows, asked) = (rows.unwrap(), json!({"color_group": "t"}));
    let refused = refusal("ScatterPlotExplorer", &["x", "y"], asked, &rows);
    assert!(refused.contains("Column 't' has more than 100,000 different values or 32 MB of them"), "{refused}");
    assert!(ask("DescribeExplorer", &["t"], &json!({}), &rows).unwrap().len() < 2_000);
}

/// A table that says it has more rows than any.
struct Tall(Held);

impl Columns for Tall {
    fn rows(&self) -> usize {
        50_000_000
    }

    fn types(&self) -> &IndexMap<String, ColumnType> {
        self.0.types()
    }

    fn column(&self, name: &str) -> Result<Column> {
        panic!("column '{name}' was read")
    }
}

#[test]
fn more_rows_than_can_be_held_are_refused_before_they_are_read() {
    let tall = Tall(table(&[1.0, 2.0], false));
    for (explorer, columns) in [("BoxPlotExplorer", ["x", "y"]), ("DescribeExplorer", ["x", "t"])] {
        let refused = ask(explorer, &columns, &json!({}), &tall).unwrap_err().to_string();
        assert!(refused.contains("50,000,000 rows of column 'x'") && refused.contains("Remove rows"), "{refused}");
    }
}
