use super::{Stored, file, read, table};
use crate::{Memory, Options, StoredColumns, changed, columns, statistics};
use serde_json::{Value, json};
use skydash_domain::change::{Change, Layout, Made, Rebuilt, RebuiltColumn, Slot};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Silent;
use skydash_domain::table::{Column, ColumnType, Encoder, MISSING, Values};
use skydash_domain::{Error, Result};
use std::fmt::Write;

fn float() -> ColumnType {
    ColumnType::Float { dtype: "float64".to_owned() }
}

fn kept(name: &str) -> Slot {
    Slot::Kept(name.to_owned())
}

fn made(name: &str, column_type: ColumnType) -> Slot {
    Slot::Made { name: name.to_owned(), column_type }
}

fn by_rows(inputs: &[&str], slots: Vec<Slot>) -> Change {
    Change::ByRows(Layout { inputs: inputs.iter().map(|name| (*name).to_owned()).collect(), slots })
}

/// Changes a table; the parts of both are in the same store.
fn change(stored: &Stored, change: &Change, make: impl Fn(&[Column]) -> Result<Made> + Sync) -> Result<Stored> {
    let parts = Memory::default();
    let summary = changed(&stored.summary, &stored.parts, change, &make, &mut &parts, &Silent)?;
    Ok(Stored { summary, parts })
}

fn nothing(_: &[Column]) -> Result<Made> {
    Ok(Made { values: Vec::new(), keep: None })
}

fn doubled(inputs: &[Column]) -> Result<Made> {
    let Values::Numbers(numbers) = &inputs[0].values else { panic!("numbers were wanted") };
    Ok(Made { values: vec![Values::Numbers(numbers.iter().map(|number| number * 2.0).collect())], keep: None })
}

fn values(stored: &Stored, name: &str) -> Values {
    StoredColumns::new(&stored.summary, &stored.parts).unwrap().column(name).unwrap().values
}

/// So many rows: their number, half of it, a word, a large whole number.
fn long(rows: u32) -> Stored {
    let mut text = "i,half,word,large\n".to_owned();
    (0..rows).for_each(|row| {
        writeln!(text, "{row},{},w{},{}", f64::from(row) / 2.0, row % 1000, 9_007_199_254_740_993 + i64::from(row))
            .unwrap();
    });
    table(&text)
}

#[test]
fn kept_columns_stay_exact_while_others_are_made() {
    let stored = long(300_000);
    let slots = vec![kept("large"), made("half", float()), kept("word")];
    let other = change(&stored, &by_rows(&["half"], slots), doubled).unwrap();
    assert_eq!((other.summary.rows, other.summary.columns.len()), (300_000, 3));
    assert_eq!(
        other.summary.sample[9],
        *json!({"large": 9_007_199_254_741_002_i64, "half": 9.0, "word": "w9"}).as_object().unwrap()
    );
    let Values::Numbers(half) = values(&other, "half") else { panic!() };
    assert_eq!((half[0], half[299_999]), (0.0, 299_999.0));
    let last = last_row(&other);
    assert_eq!(last["large"], 9_007_199_254_740_993_i64 + 299_999, "no detour over floating point numbers");
    assert_eq!(last["word"], "w999");
    assert_eq!(other.summary.nan["half"], 0);
}

fn last_row(stored: &Stored) -> serde_json::Map<String, Value> {
    let (filter, sort) = (crate::Filter::default(), crate::Sort::default());
    let last = i64::try_from(stored.summary.rows).unwrap() - 1;
    let page = crate::rows(&stored.summary, &stored.parts, last, 1, &filter, &sort).unwrap();
    let page: Value = serde_json::from_slice(&page).unwrap();
    page["rows"][0].as_object().unwrap().clone()
}

#[test]
fn rows_are_left_out_by_a_mask() {
    let stored = long(300_000);
    let sparse = |inputs: &[Column]| {
        let Values::Numbers(numbers) = &inputs[0].values else { panic!() };
        Ok(Made { values: Vec::new(), keep: Some(numbers.iter().map(|number| number % 1000.0 == 7.0).collect()) })
    };
    let other = change(&stored, &by_rows(&["i"], vec![kept("i"), kept("word")]), sparse).unwrap();
    assert_eq!((other.summary.rows, other.summary.parts.len()), (300, 1));
    assert_eq!(values(&other, "word"), Values::Texts(vec![Some("w7".to_owned()); 300]));
    let none = |inputs: &[Column]| Ok(Made { values: Vec::new(), keep: Some(vec![false; inputs[0].values.len()]) });
    let error = change(&stored, &by_rows(&["i"], vec![kept("i")]), none).err();
    assert_eq!(error.unwrap().to_string(), "No rows would be left. Choose other columns or parameters.");
}

#[test]
fn dropping_and_moving_columns_writes_no_rows() {
    let stored = long(20);
    let other = change(&stored, &by_rows(&[], vec![kept("word"), kept("i")]), nothing).unwrap();
    assert_eq!(other.summary.parts, stored.summary.parts);
    assert_eq!(other.summary.types().keys().collect::<Vec<_>>(), ["word", "i"].iter().collect::<Vec<_>>());
    assert_eq!(other.summary.sample[3], *json!({"word": "w3", "i": 3}).as_object().unwrap());
    let error = |slots| change(&stored, &by_rows(&[], slots), nothing).err().unwrap().to_string();
    assert_eq!(error(Vec::new()), "No columns would be left. Leave at least one.");
    assert_eq!(error(vec![kept("x")]), "Column 'x' not found in dataset");
    assert!(error(vec![kept("i"), kept("i")]).contains("used twice"));
}

#[test]
fn made_columns_of_every_type_are_read_back() {
    let stored = table("n\n1\n2\n3\n");
    let category = |dtype: &str, categories: &[&str]| ColumnType::Categorical {
        dtype: dtype.to_owned(),
        categories: categories.iter().map(|&category| category.to_owned()).collect(),
        num_categories: categories.len(),
        converted: true,
        encoder: Encoder::Label,
    };
    let numbers = Values::Numbers(vec![1.0, f64::NAN, 3.0]);
    let texts = Values::Texts(vec![Some("x".to_owned()), None, Some("z".to_owned())]);
    let codes = Values::Codes(vec![1, MISSING, 0]);
    let columns = [
        ("int", ColumnType::Integer { dtype: "int64".to_owned() }, numbers.clone()),
        ("float", float(), numbers),
        ("text", ColumnType::Text { dtype: "string".to_owned() }, texts),
        ("word", category("string", &["a", "b"]), codes.clone()),
        ("truth", category("bool", &["False", "True"]), codes.clone()),
        ("whole", category("int64", &["1", "2"]), codes.clone()),
        ("decimal", category("float64", &["1.0", "2.5"]), codes),
    ];
    let slots = columns.iter().map(|(name, column_type, _)| made(name, column_type.clone())).collect();
    let make = |_: &[Column]| Ok(Made { values: columns.iter().map(|column| column.2.clone()).collect(), keep: None });
    let other = change(&stored, &by_rows(&["n"], slots), make).unwrap();
    for (name, column_type, expected) in &columns {
        let found = StoredColumns::new(&other.summary, &other.parts).unwrap().column(name).unwrap();
        assert_eq!(&found.column_type, column_type);
        assert_eq!(format!("{:?}", found.values), format!("{expected:?}"), "{name}");
        assert_eq!(other.summary.nan[*name], 1);
    }
    let wrong = |_: &[Column]| Ok(Made { values: vec![Values::Codes(vec![0, 1, 2])], keep: None });
    let slots = vec![made("word", category("string", &["a", "b"]))];
    assert!(matches!(change(&stored, &by_rows(&["n"], slots), wrong), Err(Error::Internal(_))));
}

fn rebuilt(rows: Vec<Option<u64>>) -> Change {
    let made = Values::Numbers((0..u32::try_from(rows.len()).unwrap()).map(f64::from).collect());
    let made = Column { name: "new".to_owned(), column_type: float(), values: made };
    let columns = vec![
        RebuiltColumn::Kept("large".to_owned()),
        RebuiltColumn::Made(made),
        RebuiltColumn::Kept("word".to_owned()),
    ];
    Change::Whole(Rebuilt { columns, rows })
}

#[test]
fn rows_are_gathered_in_order_and_out_of_order() {
    let stored = long(300_000);
    let ascending: Vec<Option<u64>> =
        (0..300_000).filter(|row| row % 3 == 0).map(Some).chain([None, Some(299_999)]).collect();
    let shuffled: Vec<Option<u64>> = ascending.iter().rev().copied().collect();
    for (rows, last) in [(ascending, Some(299_999)), (shuffled, Some(0))] {
        let other = change(&stored, &rebuilt(rows.clone()), nothing).unwrap();
        assert_eq!(other.summary.rows, 100_002);
        assert_eq!((other.summary.nan["large"], other.summary.nan["new"]), (1, 0));
        let Values::Texts(words) = values(&other, "word") else { panic!() };
        let expected = rows.iter().map(|row| row.map(|row| format!("w{}", row % 1000)));
        assert!(words.into_iter().eq(expected));
        let row = last_row(&other);
        assert_eq!(row["large"], json!(last.map(|row: i64| row + 9_007_199_254_740_993)));
        assert_eq!(row["new"], 100_001.0);
    }
    let beyond = change(&stored, &rebuilt(vec![Some(300_000)]), nothing);
    assert!(matches!(beyond, Err(Error::Internal(_))));
}

#[test]
fn statistics_counted_later_are_those_counted_on_the_way() {
    for name in ["iris.csv", "penguins.csv"] {
        let options = Options { statistics: true, ..Options::default() };
        let stored = read(&file(name), &super::csv(), &options).unwrap();
        let later = statistics(&stored.summary, &stored.parts, &Silent).unwrap();
        assert_eq!(Some(later), stored.summary.statistics, "{name}");
    }
}

#[test]
fn a_stored_column_is_the_one_that_columns_reads() {
    let stored = read(&file("penguins.csv"), &super::csv(), &Options::default()).unwrap();
    let table = StoredColumns::new(&stored.summary, &stored.parts).unwrap();
    assert_eq!((table.rows(), table.types().len()), (344, stored.summary.columns.len()));
    let read = columns(&stored.summary, &stored.parts, &["sex"], None).unwrap();
    assert_eq!(table.column("sex").unwrap(), read[0]);
    assert_eq!(table.column("x").unwrap_err().to_string(), "Column 'x' not found in dataset");
}

#[test]
fn columns_are_given_in_runs_of_rows() {
    let stored = long(300_000);
    let columns = StoredColumns::new(&stored.summary, &stored.parts).unwrap();
    for name in ["i", "word"] {
        let mut runs = Vec::new();
        columns
            .runs(name, &mut |run| {
                assert_eq!(run.column_type, columns.types()[name]);
                runs.push(run.values);
                Ok(())
            })
            .unwrap();
        let lengths: Vec<usize> = runs.iter().map(Values::len).collect();
        assert!(lengths.len() > 1 && lengths.iter().all(|rows| *rows < 2 * (128 << 10)), "{lengths:?}");
        let joined = runs.into_iter().reduce(|mut all, run| {
            all.append(run).unwrap();
            all
        });
        assert!(joined.unwrap() == values(&stored, name));
    }
    assert!(columns.runs("nope", &mut |_| Ok(())).is_err());
}
