//! Tables of few rows with much in them: what is answered, and what is in memory, has an end.

use super::{Stored, csv, object, page_of, read};
use crate::limits::{MAX_PAGE_BYTES, PREVIEW_BYTES, PREVIEW_READ_BYTES, SAMPLE_BYTES};
use crate::{Filter, Formulas, Look, Options, Sort, declared_types, export_csv, preview, rows};
use serde_json::json;
use skydash_domain::Error;
use std::io::Cursor;

const MB: usize = 1 << 20;

/// The text of a table of `rows` rows with `bytes` bytes each, every one another.
fn text(rows: usize, bytes: usize) -> String {
    let row = |row: usize| format!("{row},{}\n", format!("{:04} ", row * 7919 % 9973).repeat(bytes / 5));
    "a,b\n".to_owned() + &(0..rows).map(row).collect::<String>()
}

fn stored(rows: usize, bytes: usize) -> Stored {
    let types = json!({"a": {"type": "Integer"}, "b": {"type": "Text"}});
    let options = Options { types: Some(declared_types(&object(types)).unwrap()), ..Options::default() };
    read(text(rows, bytes).as_bytes(), &csv(), &options).unwrap()
}

#[test]
fn a_preview_reads_and_shows_no_more_than_its_budget() {
    let text = text(40, MB);
    let look = Look { rows: 1000, native_types: true };
    let shown = preview(&mut Cursor::new(text.as_bytes()), &csv(), look).unwrap();
    let read = usize::try_from(shown.previewed_bytes).unwrap();
    assert!((PREVIEW_READ_BYTES..PREVIEW_READ_BYTES + 4 * MB).contains(&read), "{read}");
    assert!((30..40).contains(&shown.preview_row_count), "{}", shown.preview_row_count);
    assert_eq!(shown.sample.len(), shown.preview_row_count);
    assert!(shown.sample[0]["b"].as_str().unwrap().ends_with("..."));
    assert!(serde_json::to_vec(&shown).unwrap().len() < PREVIEW_BYTES);
    let values = shown.inferred_types["b"]["inference_reason"]["sample_values"].as_array().unwrap();
    assert!(values.len() == 5 && values.iter().all(|value| value.as_str().unwrap().len() == 63), "{values:?}");
}

#[test]
fn a_summary_s_sample_is_cut() {
    let sample = stored(20, MB).summary.sample;
    assert_eq!(sample.len(), 10);
    assert!(serde_json::to_vec(&sample).unwrap().len() < SAMPLE_BYTES);
}

#[test]
fn a_page_that_is_too_wide_names_the_remedy() {
    let stored = stored(80, MB);
    for sort in ["", "[{\"id\": \"b\", \"desc\": true}]"] {
        let sort = Sort::new(&stored.summary, Some(sort)).unwrap();
        let error = rows(&stored.summary, &stored.parts, 0, 100, &Filter::default(), &sort).unwrap_err();
        assert!(matches!(&error, Error::TooLarge(text) if text.contains("'page_size'")), "{error}");
        let text = rows(&stored.summary, &stored.parts, 1, 10, &Filter::default(), &sort).unwrap();
        assert!((10 * MB - 1000..MAX_PAGE_BYTES).contains(&text.len()), "{}", text.len());
    }
    let last = page_of(&stored, 7, 10, &Filter::default(), &Sort::default());
    assert_eq!((last.rows.len(), last.total, &last.rows[9]["a"]), (10, 80, &json!(79)));
}

#[test]
fn long_texts_are_ordered_by_how_they_start() {
    let long = |start: &str, end: &str| format!("{start}{}{end}", "é".repeat(600));
    let text = format!("a,b\n0,{}\n1,{}\n2,{}\n", long("y", "b"), long("y", "a"), long("x", "c"));
    let stored = super::table(&text);
    let sort = Sort::new(&stored.summary, Some("[{\"id\": \"b\"}]")).unwrap();
    let page = page_of(&stored, 0, 10, &Filter::default(), &sort);
    assert_eq!(page.rows.iter().map(|row| row["a"].as_u64().unwrap()).collect::<Vec<_>>(), [2, 0, 1]);
}

#[test]
fn wide_rows_are_exported_in_small_pieces_in_any_order() {
    let stored = stored(80, MB);
    for (sort, first) in [("", "0,\"0000 "), ("[{\"id\": \"a\", \"desc\": true}]", "79,\"")] {
        let sort = Sort::new(&stored.summary, Some(sort)).unwrap();
        let (mut largest, mut all, mut start) = (0, 0, Vec::new());
        export_csv(&stored.summary, &stored.parts, &Filter::default(), &sort, Formulas::Kept, &mut |piece| {
            largest = largest.max(piece.len());
            all += piece.len();
            start.extend(piece.iter().take(100 - start.len().min(100)));
            Ok(())
        })
        .unwrap();
        assert!(all > 79 * MB && largest < 2 * MB, "{all} in pieces of {largest}");
        assert!(String::from_utf8_lossy(&start).starts_with(&format!("\"a\",\"b\"\n{first}")));
    }
}

#[test]
fn long_values_are_no_categories() {
    let types = json!({"a": {"type": "Integer"}, "b": {"type": "Categorical"}});
    let options = Options { types: Some(declared_types(&object(types)).unwrap()), ..Options::default() };
    let kind =
        |bytes| read(text(20, bytes).as_bytes(), &csv(), &options).unwrap().summary.columns[1].column_type.name();
    assert_eq!((kind(1000), kind(MB / 10)), ("Categorical", "Text"));
}

#[test]
fn names_are_short_together() {
    let names: Vec<String> = (0..9000).map(|column| format!("{column:0>300}")).collect();
    let text = format!("{}\n{}\n", names.join(","), vec!["1"; names.len()].join(","));
    assert!(super::refused(text.as_bytes(), &csv()).contains("longer than 2 MB together"));
}
