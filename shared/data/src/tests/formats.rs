use super::{Stored, object, read, refused, types};
use crate::{Loader, Options};
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn json_loader(key: Value) -> Loader {
    Loader::new("JSONDataLoader", &object(json!({"data_key": key}))).unwrap()
}

fn arff() -> Loader {
    Loader::new("ARFFDataLoader", &object(json!({}))).unwrap()
}

fn excel(parameters: Value) -> Loader {
    Loader::new("ExcelDataLoader", &object(parameters)).unwrap()
}

fn good(bytes: &[u8], loader: &Loader) -> Stored {
    read(bytes, loader, &Options { statistics: true, ..Options::default() }).unwrap()
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook with one sheet, as small as the format allows.
fn workbook(sheet: &str) -> Vec<u8> {
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
    );
    let root = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

const CELLS: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>n</t></is></c><c r="B1" t="inlineStr"><is><t>t, u</t></is></c><c r="C1" t="inlineStr"><is><t>f</t></is></c></row>
<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>say "x"</t></is></c><c r="C2"><v>1.5</v></c></row>
<row r="4"><c r="A4"><v>2</v></c><c r="C4"><v>2.5</v></c></row>"#;

#[test]
fn json_records_are_rows() {
    let records = br#"[{"a": 1, "b": "x, \"y\""}, {"b": null, "c": {"d": [1]}, "a": 2.5}]"#;
    let stored = good(records, &json_loader(Value::Null));
    assert_eq!(types(&stored).iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(stored.summary.sample[0]["b"], "x, \"y\"");
    assert_eq!(stored.summary.sample[1]["c"], "{\"d\":[1]}");
    let nested = br#"{"meta": {"rows": [{"no": 1}]}, "rows": [{"a": true}, {"a": false}], "more": 1}"#;
    assert_eq!(good(nested, &json_loader(json!("rows"))).summary.sample[1]["a"], false);
    assert_eq!(good(b"{\"a\": 1}\n{\"a\": 2}\n", &json_loader(Value::Null)).summary.rows, 2);
}

#[test]
fn json_that_is_no_list_of_objects_is_refused() {
    let text = |bytes: &[u8], key| refused(bytes, &json_loader(key));
    assert!(text(b"[1, 2]", Value::Null).contains("Row 1 of the JSON file is not an object"));
    assert!(text(b"[]", Value::Null).contains("no rows"));
    assert!(text(b"", Value::Null).contains("empty"));
    assert!(text(b"[{\"a\": 1}", Value::Null).contains("broken"));
    assert!(text(b"[{\"a\": }]", Value::Null).contains("broken"));
    assert!(text(b"[{\"a\": 1}]", json!("data")).contains("data_key"));
    assert!(text(b"{\"x\": []}", json!("data")).contains("no key 'data'"));
    assert!(text(b"{\"data\": 1}", json!("data")).contains("not a list"));
    let deep = format!("[{{\"a\": {}{}}}]", "[".repeat(100_000), "]".repeat(100_000));
    assert!(text(deep.as_bytes(), Value::Null).contains("nested deeper"));
}

#[test]
fn arff_files_bring_their_types() {
    let text = b"% made up\n@RELATION x\n@attribute 'a b' numeric\n@attribute class {setosa, 'very odd'}\n@attribute d date \"yyyy-MM-dd\"\n@attribute s string\n@data\n5,setosa,'2020-01-02','it\\'s'\n?,'very odd',?,\"b, c\"\n{0 7, 1 setosa, 2 '2020-01-03', 3 q}\n";
    let stored = good(text, &arff());
    assert_eq!(types(&stored), [("a b", "Float"), ("class", "Categorical"), ("d", "Date"), ("s", "Text")]);
    assert_eq!(stored.summary.sample[0]["s"], "it's");
    assert_eq!(stored.summary.sample[1]["a b"], Value::Null);
    assert_eq!(stored.summary.sample[2]["a b"], 7.0);
    assert!(refused(b"@relation x\n@attribute a numeric\n", &arff()).contains("@data"));
    assert!(refused(b"a,b\n1,2\n", &arff()).contains("declaration"));
    assert!(refused(b"@attribute a numeric\n@data\n1,2\n", &arff()).contains("2 values for 1 attributes"));
}

#[test]
fn workbooks_are_read_by_sheet_rows_and_columns() {
    let bytes = workbook(CELLS);
    let stored = good(&bytes, &excel(json!({"sheet": 0})));
    assert_eq!(types(&stored), [("n", "Integer"), ("t, u", "Text"), ("f", "Float")]);
    assert_eq!((stored.summary.rows, &stored.summary.sample[0]["t, u"]), (2, &json!("say \"x\"")));
    let some = good(&bytes, &excel(json!({"sheet": "Data", "usecols": "A,C:C", "nrows": 1})));
    assert_eq!((types(&some).len(), some.summary.rows), (2, 1));
    let bare = good(&bytes, &excel(json!({"header": null, "skiprows": 1, "names": "x,y,z"})));
    assert_eq!((types(&bare)[2], bare.summary.rows), (("z", "Float"), 2));
    assert!(refused(&bytes, &excel(json!({"sheet": 3}))).contains("Its sheets are: Data"));
    assert!(refused(&bytes, &excel(json!({"usecols": "1-2"}))).contains("usecols"));
    assert!(refused(b"a,b\n1,2\n", &excel(json!({}))).contains("no workbook"));
    assert!(refused(&archive(&[("a.txt", b"x")]), &excel(json!({}))).contains("no workbook"));
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let blank = vec![b' '; 40 << 20];
    let bomb = archive(&[("xl/workbook.xml", b"<x/>"), ("xl/bomb.xml", &blank)]);
    assert!(bomb.len() < 1 << 20);
    assert!(refused(&bomb, &excel(json!({}))).contains("unpacks to more than"));
    assert!(refused(&archive(&[("a.csv", &blank)]), &super::csv()).contains("unpacks to more than"));
    let far =
        workbook(r#"<row r="1"><c r="XFD1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#);
    assert!(refused(&far, &excel(json!({}))).contains("columns"));
}

#[test]
fn repeated_cells_of_a_sheet_are_budgeted_by_number_and_by_size() {
    let ods = |rows: u64, columns: u64, text: &str| {
        let cell = format!(
            r#"<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}"><text:p>{text}</text:p></table:table-cell>"#
        );
        let row = format!(r#"<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>"#);
        archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", row.as_bytes())])
    };
    let long = "x".repeat(1 << 20);
    for (rows, columns, text) in [(1_000_000_000, 1, "x"), (1, 1_000_000_000, "x"), (10_000, 1, &long), (20, 20, &long)]
    {
        let error = refused(&ods(rows, columns, text), &excel(json!({})));
        assert!(error.contains("spans more than"), "{rows} x {columns}: {error}");
    }
    assert!(!refused(&ods(1, 1, "x"), &excel(json!({}))).contains("spans more than"));
}

#[test]
fn a_workbook_may_not_claim_more_texts_than_it_holds() {
    let claim = |sst: &[u8]| archive(&[("xl/workbook.xml", b"<x/>"), ("xl/SharedStrings.xml", sst)]);
    let lies: [&[u8]; 2] = [
        br#"<sst count="9" uniqueCount = '4294967295'><si/></sst>"#,
        b"<\0s\0s\0t\0 \0u\0n\0i\0q\0u\0e\0C\0o\0u\0n\0t\0=\0\"\x004\x002\x009\x004\x009\x006\x007\x002\x009\x005\0\"\0>\0",
    ];
    for lie in lies {
        assert!(refused(&claim(lie), &excel(json!({}))).contains("claims 4294967295 shared texts"));
    }
    let honest = refused(&claim(br#"<sst count="9" uniqueCount="1"><si/></sst>"#), &excel(json!({})));
    assert!(!honest.contains("shared texts"), "{honest}");
}

#[test]
fn a_zip_archive_of_one_file_is_that_file() {
    let stored = good(&archive(&[("x/", b""), ("x/a.csv", b"a,b\n1,2\n")]), &super::csv());
    assert_eq!(stored.summary.rows, 1);
    let two = archive(&[("a.csv", b"a\n1\n"), ("b.csv", b"a\n1\n")]);
    assert!(refused(&two, &super::csv()).contains("holds 2 files"));
}
