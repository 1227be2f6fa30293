//! What holds for every converter.

use crate::fixtures::{Asked, carried_out, categories, dates, floats, integers, table, taken, texts};
use crate::{Change, Fitted};
use serde_json::{Value, json};
use skydash_catalog::registry::{find, of};
use skydash_catalog::{Entry, Kind};
use skydash_domain::Error;
use skydash_domain::columns::{Columns, Held};
use skydash_domain::progress::Silent;
use skydash_domain::table::{Column, MISSING, Values};
use std::collections::BTreeSet;

/// The penguins, with a text and a day each; with gaps where they were not measured.
fn penguins() -> Held {
    let text = include_str!("../../../../examples/penguins.csv");
    let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let cells = |place: usize| rows.iter().map(move |row| row[place]).collect::<Vec<_>>();
    let numbers = |place: usize| cells(place).iter().map(|cell| cell.parse().unwrap_or(f64::NAN)).collect::<Vec<f64>>();
    let notes: Vec<String> = rows.iter().map(|row| format!("{} of {}, {}", row[0], row[1], row[6])).collect();
    let day = |number: usize| format!("20{:02}-{:02}-{:02}", number / 300, number / 28 % 12 + 1, number % 28 + 1);
    let days: Vec<String> = (0..rows.len()).map(day).collect();
    fn borrowed(texts: &[String]) -> Vec<&str> {
        texts.iter().map(String::as_str).collect()
    }
    table([
        categories("species", &cells(0)),
        categories("island", &cells(1)),
        floats("bill", &numbers(2)),
        floats("depth", &numbers(3)),
        integers("flipper", &numbers(4)),
        integers("mass", &numbers(5)),
        categories("sex", &cells(6)),
        integers("year", &numbers(7)),
        texts("note", &borrowed(&notes)),
        dates("day", &borrowed(&days)),
    ])
}

/// The penguins that were measured completely.
fn complete() -> Held {
    Asked::default().convert("NanRemover", &penguins()).unwrap()
}

/// The converters of the catalog with an engine.
fn converters() -> Vec<&'static Entry> {
    Fitted::CONVERTERS.iter().map(|name| find(name).unwrap()).collect()
}

/// A request that a converter can fulfil on the penguins: defaults where they do, for columns that it takes.
fn usual(entry: &Entry, table: &Held) -> Asked {
    let words = |key: &str| -> Vec<&str> {
        entry.metadata[key].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
    };
    let (types, dtypes, refused) = (words("allowed_types"), words("allowed_dtypes"), words("non_allowed_dtypes"));
    let cardinality = &entry.metadata["input_cardinality"];
    let most = ["exact", "max"].iter().find_map(|key| cardinality[*key].as_u64()).unwrap_or(4) as usize;
    let target = match entry.name {
        "TimeSeriesWindowConverter" => "mass",
        _ => "species",
    };
    let is_supervised = entry.metadata["supervised"] == true;
    let fits = |(name, column_type): &(&String, &skydash_domain::table::ColumnType)| {
        (types.is_empty() || types.contains(&column_type.name()))
            && (dtypes.is_empty() || dtypes.contains(&column_type.dtype()))
            && !refused.contains(&column_type.dtype())
            && !(is_supervised && name.as_str() == target)
            && !(entry.name == "SimpleImputer" && column_type.name() == "Categorical")
    };
    let parameters = match entry.name {
        "CharacterReplacer" => json!({"char_to_replace": "e"}),
        _ => json!({}),
    };
    let mut scope: Vec<&str> = table.types().iter().filter(fits).map(|(name, _)| name.as_str()).take(most).collect();
    if entry.name == "TimeResamplerConverter" {
        scope = vec!["day", "mass"];
    }
    let asked = Asked::with(parameters).on(&scope);
    if is_supervised { asked.target(target) } else { asked }
}

/// A number for each value, the same only for the same value.
fn bits(column: &Column) -> Vec<String> {
    match &column.values {
        Values::Numbers(numbers) => numbers.iter().map(|number| format!("{:x}", number.to_bits())).collect(),
        Values::Texts(texts) => texts.iter().map(|text| format!("{text:?}")).collect(),
        Values::Codes(codes) => codes.iter().map(ToString::to_string).collect(),
    }
}

#[track_caller]
fn assert_same(what: &str, a: &Held, b: &Held) {
    assert_eq!(a.types(), b.types(), "{what}");
    for name in a.types().keys() {
        assert!(bits(&a.column(name).unwrap()) == bits(&b.column(name).unwrap()), "{what}: column {name} differs");
    }
}

/// An outcome is a table, or a sentence for the user.
#[track_caller]
fn assert_sentence<T>(what: &str, outcome: Result<T, Error>) {
    match outcome {
        Ok(_) => {}
        Err(Error::Invalid(text) | Error::Precondition(text) | Error::TooLarge(text)) => {
            assert!(text.ends_with('.') || text.ends_with("in dataset"), "{what}: {text}");
        }
        Err(other) => panic!("{what}: {other:?}"),
    }
}

#[test]
fn catalog_and_engines_name_the_same_converters() {
    let published: BTreeSet<&str> = of(Kind::Converter).map(|entry| entry.name).collect();
    let made: BTreeSet<&str> = Fitted::CONVERTERS.iter().copied().collect();
    assert_eq!(made.len(), Fitted::CONVERTERS.len());
    assert_eq!(published, made);
}

#[test]
fn defaults_fit_and_the_same_request_has_the_same_bytes() {
    let table = complete();
    for entry in converters() {
        let asked = usual(entry, &table);
        let fitted = asked.fit(entry.name, &table).unwrap_or_else(|error| panic!("{}: {error}", entry.name));
        assert_eq!(fitted.converter(), entry.name);
        assert_eq!(fitted.changes_rows(), entry.metadata["changes_row_count"] == true, "{}", entry.name);
        let bytes = fitted.to_bytes().unwrap();
        assert!(bytes == asked.fit(entry.name, &table).unwrap().to_bytes().unwrap(), "{}", entry.name);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let alone = pool.install(|| asked.fit(entry.name, &table).unwrap().to_bytes().unwrap());
        assert!(bytes == alone, "{}", entry.name);
    }
}

#[test]
fn what_was_stored_changes_tables_as_before() {
    let table = complete();
    for entry in converters() {
        let fitted = usual(entry, &table).fit(entry.name, &table).unwrap();
        let read = Fitted::from_bytes(&fitted.to_bytes().unwrap()).unwrap();
        let changed = carried_out(&fitted, &table).unwrap_or_else(|error| panic!("{}: {error}", entry.name));
        assert_same(entry.name, &carried_out(&read, &table).unwrap(), &changed);
        assert_eq!(read.to_bytes().unwrap(), fitted.to_bytes().unwrap());
    }
}

#[test]
fn rows_can_be_changed_run_by_run() {
    let table = complete();
    for entry in converters() {
        let fitted = usual(entry, &table).fit(entry.name, &table).unwrap();
        if matches!(fitted.change(&table, &Silent).unwrap(), Change::Whole(_)) {
            continue;
        }
        let whole = carried_out(&fitted, &table).unwrap();
        for rows in [(0..7).collect::<Vec<_>>(), vec![20], vec![200, 5, 5]] {
            let part = carried_out(&fitted, &taken(table.clone(), &rows).unwrap()).unwrap();
            assert_same(entry.name, &part, &taken(whole.clone(), &rows).unwrap());
        }
    }
}

#[test]
fn columns_in_another_order_are_found_by_name() {
    let table = complete();
    let turned = Held::new(table.clone().into_columns().into_values().rev().collect()).unwrap();
    for entry in converters() {
        let fitted = usual(entry, &table).fit(entry.name, &table).unwrap();
        let (straight, turned) = (carried_out(&fitted, &table).unwrap(), carried_out(&fitted, &turned).unwrap());
        for name in straight.types().keys() {
            assert!(
                bits(&straight.column(name).unwrap()) == bits(&turned.column(name).unwrap()),
                "{}, {name}",
                entry.name
            );
        }
    }
}

#[test]
fn broken_bytes_are_refused_or_change_tables_without_panic() {
    let table = taken(complete(), &(0..333).step_by(4).collect::<Vec<_>>()).unwrap();
    for entry in converters() {
        let bytes = usual(entry, &table).fit(entry.name, &table).unwrap().to_bytes().unwrap();
        let step = bytes.len() / 40 + 1;
        for end in (0..bytes.len()).step_by(step) {
            assert!(Fitted::from_bytes(&bytes[..end]).is_err(), "{}: {end} bytes", entry.name);
        }
        assert!(Fitted::from_bytes(&[bytes.as_slice(), &[0]].concat()).is_err());
        for place in (0..bytes.len().min(48)).chain((48..bytes.len()).step_by(step)) {
            for value in [0, 1, 0xff] {
                let mut broken = bytes.clone();
                broken[place] = value;
                if let Ok(fitted) = Fitted::from_bytes(&broken) {
                    let _ = carried_out(&fitted, &table);
                }
            }
        }
    }
}

#[test]
fn a_bad_parameter_is_named() {
    let table = complete();
    for entry in converters() {
        let unknown = Asked { parameters: json!({"no_such": 1}).as_object().unwrap().clone(), ..usual(entry, &table) };
        let text = unknown.refusal(entry.name, &table);
        assert!(text.contains("no_such") && text.contains(entry.name), "{text}");
        for name in entry.schema.as_ref().unwrap()["properties"].as_object().unwrap().keys() {
            let mut asked = usual(entry, &table);
            asked.parameters.insert(name.clone(), Value::Array(vec![]));
            let text = asked.refusal(entry.name, &table);
            assert!(text.contains(name.as_str()) && text.contains(entry.name), "{text}");
        }
    }
}

#[test]
fn one_row_no_values_and_no_rows_give_a_sentence_or_a_result() {
    let table = complete();
    let emptied = |column: Column| {
        let values = match column.values {
            Values::Numbers(numbers) => Values::Numbers(vec![f64::NAN; numbers.len()]),
            Values::Texts(texts) => Values::Texts(vec![None; texts.len()]),
            Values::Codes(codes) => Values::Codes(vec![MISSING; codes.len()]),
        };
        Column { values, ..column }
    };
    let empty = Held::new(table.clone().into_columns().into_values().map(emptied).collect()).unwrap();
    let (one, none) = (taken(table.clone(), &[3]).unwrap(), taken(table.clone(), &[]).unwrap());
    for entry in converters() {
        let asked = usual(entry, &table);
        for (what, table) in [("one row", &one), ("no values", &empty), ("no rows", &none), ("gaps", &penguins())] {
            assert_sentence(&format!("{}, {what}", entry.name), asked.convert(entry.name, table));
        }
        let fitted = asked.fit(entry.name, &table).unwrap();
        for (what, table) in [("one row", &one), ("no values", &empty), ("no rows", &none), ("gaps", &penguins())] {
            assert_sentence(&format!("{} after learning, {what}", entry.name), carried_out(&fitted, table));
        }
        let all = Asked { scope: Vec::new(), ..asked };
        assert_sentence(entry.name, all.convert(entry.name, &table));
        assert_sentence(entry.name, all.convert(entry.name, &Held::new(Vec::new()).unwrap()));
    }
}

#[test]
fn infinite_and_huge_numbers_give_a_sentence_or_a_result() {
    let table = complete();
    for value in [f64::INFINITY, f64::MAX, -1e300, 9.1e15] {
        let put = |column: Column| match column.values {
            Values::Numbers(mut numbers) => {
                numbers[1] = value;
                Column { values: Values::Numbers(numbers), ..column }
            }
            values => Column { values, ..column },
        };
        let changed = Held::new(table.clone().into_columns().into_values().map(put).collect()).unwrap();
        for entry in converters() {
            assert_sentence(entry.name, usual(entry, &table).convert(entry.name, &changed));
        }
    }
}
