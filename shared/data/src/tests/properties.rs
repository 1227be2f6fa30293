use super::{csv, page_of, read, table};
use crate::csv::Builder;
use crate::{Filter, Formulas, Options, Sort, columns, export_csv};
use proptest::prelude::*;
use serde_json::json;
use skydash_domain::table::Values;

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('"', "\"\""))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read(values in prop::collection::vec(("[x-z\"\n, é]{1,7}", -50i32..50), 1..40)) {
        let mut text = "t,n\n".to_owned();
        for (value, number) in &values {
            text.push_str(&format!("{},{number}\n", quoted(value)));
        }
        let stored = table(&text);
        let read = columns(&stored.summary, &stored.parts, &["n"], None).unwrap();
        let wanted: Vec<f64> = values.iter().map(|(_, number)| f64::from(*number)).collect();
        let kind = crate::kind::Kind::of(&read[0].column_type);
        prop_assert_eq!(kind == crate::kind::Kind::Int, true);
        let page = page_of(&stored, 0, 100, &Filter::default(), &Sort::default());
        for (row, (value, number)) in page.rows.iter().zip(&values) {
            prop_assert_eq!(row["t"].as_str(), Some(value.as_str()));
            prop_assert_eq!(row["n"].as_i64(), Some(i64::from(*number)));
        }
        if let Values::Numbers(numbers) = &read[0].values {
            prop_assert_eq!(numbers, &wanted);
        }
    }

    #[test]
    fn an_export_reads_back_as_the_same_table(values in prop::collection::vec((any::<Option<i16>>(), "[xyz\"\n,]{1,5}"), 1..30)) {
        let mut text = "n,t\n".to_owned();
        for (number, value) in &values {
            text.push_str(&format!("{},{}\n", number.map_or(String::new(), |number| number.to_string()), quoted(value)));
        }
        let first = table(&text);
        let export = |stored: &super::Stored| {
            let mut text = Vec::new();
            export_csv(&stored.summary, &stored.parts, &Filter::default(), &Sort::default(), Formulas::Kept, &mut |piece| {
                text.extend(piece);
                Ok(())
            })
            .unwrap();
            text
        };
        let once = export(&first);
        let second = read(&once, &csv(), &Options::default()).unwrap();
        prop_assert_eq!(export(&second), once);
    }

    #[test]
    fn filters_let_through_what_they_say(numbers in prop::collection::vec(any::<Option<i8>>(), 1..60), bound in any::<i8>()) {
        let mut text = "n,x\n".to_owned();
        for number in &numbers {
            text.push_str(&format!("{},1\n", number.map_or(String::new(), |number| number.to_string())));
        }
        let stored = table(&text);
        let count = |operator: &str, value: serde_json::Value| {
            let model = json!({"items": [{"field": "n", "operator": operator, "value": value}]}).to_string();
            let filter = Filter::new(&stored.summary, Some(&model)).unwrap();
            page_of(&stored, 0, 1, &filter, &Sort::default()).total as usize
        };
        let is = |test: &dyn Fn(i8) -> bool| numbers.iter().flatten().filter(|number| test(**number)).count();
        prop_assert_eq!(count("lessThan", json!(bound)), is(&|number| number < bound));
        prop_assert_eq!(count("greaterThanOrEqualTo", json!(bound.to_string())), is(&|number| number >= bound));
        prop_assert_eq!(count("equals", json!(bound)), is(&|number| number == bound));
        prop_assert_eq!(count("between", json!([bound, ""])), is(&|number| number >= bound));
        prop_assert_eq!(count("contains", json!("1")), is(&|number| number.to_string().contains('1')));
        prop_assert_eq!(count("isEmpty", json!(null)), numbers.iter().filter(|number| number.is_none()).count());
    }

    #[test]
    fn a_page_of_an_order_is_a_page_of_all_of_it(numbers in prop::collection::vec(any::<Option<i8>>(), 1..80), page in 0i64..5, descending: bool) {
        let mut text = "n,i\n".to_owned();
        for (row, number) in numbers.iter().enumerate() {
            text.push_str(&format!("{},{row}\n", number.map_or(String::new(), |number| number.to_string())));
        }
        let stored = table(&text);
        let model = json!([{"id": "n", "desc": descending}]).to_string();
        let sort = Sort::new(&stored.summary, Some(&model)).unwrap();
        let found = page_of(&stored, page, 7, &Filter::default(), &sort);
        let mut order: Vec<usize> = (0..numbers.len()).collect();
        order.sort_by_key(|row| {
            let number = i64::from(numbers[*row].unwrap_or(0));
            (numbers[*row].is_none(), if descending { -number } else { number })
        });
        let wanted: Vec<u64> = order.into_iter().skip(page as usize * 7).take(7).map(|row| row as u64).collect();
        let got: Vec<u64> = found.rows.iter().map(|row| row["i"].as_u64().unwrap()).collect();
        prop_assert_eq!(got, wanted);
    }
}

#[test]
fn any_cut_gives_the_same_rows() {
    let text = "a,b\n1,\"x\ny\"\n2,\"say \"\"hi\"\"\"\n,O\"B\n4,\"\"\n".repeat(3);
    let plan = |kinds| crate::csv::Plan {
        separator: b',',
        skip_blank: true,
        missing: crate::csv::Dialect::plain().missing,
        truths: crate::csv::Dialect::plain().truths,
        kinds,
        strict: vec![false; 2],
    };
    let kinds = vec![crate::kind::Kind::Text; 2];
    let whole = crate::csv::parse(text.as_bytes(), &plan(kinds.clone())).unwrap();
    for step in 1..text.len() {
        let mut reader = text.as_bytes();
        let mut blocks = crate::csv::Blocks::new(&mut reader, skydash_catalog::loaders::Encoding::Utf8, b',');
        let mut all: Vec<Builder> = kinds.iter().map(|kind| Builder::new(*kind)).collect();
        while let Some(block) = blocks.next(step * 2, crate::csv::Step { bytes: step, rows: 7 }).unwrap() {
            for run in block.runs() {
                let chunk = crate::csv::parse(run, &plan(kinds.clone())).unwrap();
                all.iter_mut().zip(&chunk.columns).for_each(|(column, more)| column.append(more));
            }
        }
        for (column, wanted) in all.iter().zip(&whole.columns) {
            assert_eq!(format!("{column:?}"), format!("{wanted:?}"), "cut every {step}");
        }
    }
}
