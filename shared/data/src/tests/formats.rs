use super::{Stored, object, read, refused, types};
use crate::{Loader, Options};
use serde_json::{Value, json};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn json_loader(key: Value) -> Loader {
    Loader::new("JSONDataLoader", &object(json!({"data_key": key}))).unwrap()
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
    book_of(sheet, &[])
}

/// The same with other files, and a byte order mark in front of the sheet.
fn book_of(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{types}/{kind}" Target="{target}"/>"#)
    };
    let relations = |all: &[String]| format!("<Relationships>{}</Relationships>", all.concat());
    let sheet = format!("\u{feff}<?xml version=\"1.0\"?><x:worksheet><x:sheetData>{sheet}</x:sheetData></x:worksheet>");
    let root = relations(&[relation("r1", "officeDocument", "xl/workbook.xml")]);
    let parts = relations(&[
        relation("r1", "worksheet", "worksheets/Sheet1.xml"),
        relation("r2", "sharedStrings", "/xl/SharedStrings.xml"),
        relation("r3", "styles", "styles.xml"),
    ]);
    let book = r#"<workbook><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    let mut files = vec![
        ("_rels/.rels", root.as_str()),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", &parts),
        ("xl\\worksheets\\sheet1.xml", &sheet),
    ];
    files.extend(more);
    let files: Vec<(&str, &[u8])> = files.into_iter().map(|(name, text)| (name, text.as_bytes())).collect();
    archive(&files)
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
    let usual = Loader::new("JSONDataLoader", &object(json!({}))).unwrap();
    for (list, loader) in
        [(&b"[{\"a\": 1}, {\"a\": 2}]"[..], usual.clone()), (b"{\"data\": [{\"a\": 1}, {\"a\": 2}]}", usual)]
    {
        assert_eq!(good(list, &loader).summary.rows, 2);
    }
    assert_eq!(good(b"[{\"a\": 1}]", &json_loader(json!("rows"))).summary.rows, 1);
}

#[test]
fn json_that_is_no_list_of_objects_is_refused() {
    let text = |bytes: &[u8], key| refused(bytes, &json_loader(key));
    assert!(text(b"[1, 2]", Value::Null).contains("Row 1 of the JSON file is not an object"));
    assert!(text(b"[]", Value::Null).contains("no rows"));
    assert!(text(b"", Value::Null).contains("empty"));
    assert!(text(b"[{\"a\": 1}", Value::Null).contains("broken"));
    assert!(text(b"[{\"a\": }]", Value::Null).contains("broken"));
    for (after, key) in [("[{\"a\": 1}] x", ""), ("[{\"a\": 1}] [2]", "data"), ("{\"data\": [{\"a\": 1}]} {}", "data")]
    {
        assert!(text(after.as_bytes(), json!(key)).contains("text after the end"), "{after}");
    }
    for broken in ["", " x", ", x", ", \"more\"", ", \"more\": 1", ", \"more\": {\"x\": 1"] {
        assert!(
            text(format!("{{\"data\": [{{\"a\": 1}}]{broken}").as_bytes(), json!("data")).contains("broken"),
            "{broken}"
        );
    }
    assert!(text(b"{\"x\": []}", json!("data")).contains("no key 'data'"));
    assert!(text(b"{\"data\": 1}", json!("data")).contains("not a list"));
    let deep = format!("[{{\"a\": {}{}}}]", "[".repeat(100_000), "]".repeat(100_000));
    assert!(text(deep.as_bytes(), Value::Null).contains("nested deeper"));
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
}

#[test]
fn bombs_are_refused_while_they_are_unpacked() {
    let blank = vec![b' '; 40 << 20];
    let bomb = archive(&[("xl/workbook.xml", &blank)]);
    assert!(bomb.len() < 1 << 20);
    assert!(refused(&bomb, &excel(json!({}))).contains("unpacks to more than"));
    assert!(refused(&archive(&[("content.xml", &blank)]), &excel(json!({}))).contains("unpacks to more than"));
    assert!(refused(&archive(&[("a.csv", &blank)]), &super::csv()).contains("unpacks to more than"));
    let mut damaged = archive(&[("a.csv", b"a,b\n1,2\n")]);
    damaged[40] ^= 0x55;
    assert!(refused(&damaged, &super::csv()).contains("is damaged"));
    let many: Vec<(String, &[u8])> = (0..40_000).map(|file| (format!("{file:0>500}"), b"".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert!(refused(&archive(&many), &super::csv()).contains("too many files"));
}

#[test]
fn repeated_cells_of_a_sheet_are_budgeted_by_number_and_by_size() {
    let ods = |rows: u64, columns: u64, text: &str| {
        let cell = format!(
            r#"<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}"><text:p>{text}</text:p></table:table-cell>"#
        );
        let row = format!(r#"<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>"#);
        archive(&[("content.xml", format!("<table:table table:name=\"S\">{row}</table:table>").as_bytes())])
    };
    let long = "xyz ".repeat(1 << 18);
    for (rows, columns, text, sentence) in [
        (1_000_000_000, 1, "x", "more than 20000000 cells"),
        (1, 1_000_000_000, "x", "10001 columns"),
        (10_000, 1, &long, "hold more than 512 MB"),
        (1, 100, &long, "A row holds more than 64 MB"),
    ] {
        let error = refused(&ods(rows, columns, text), &excel(json!({})));
        assert!(error.contains(sentence), "{rows} x {columns}: {error}");
    }
    let stored = good(&ods(3, 2, "x"), &excel(json!({"header": null})));
    assert_eq!((stored.summary.rows, types(&stored).len()), (3, 2));
}

#[test]
fn what_many_cells_refer_to_is_kept_once() {
    let cells: String = (0..100).map(|_| "<c t=\"s\"><v>0</v></c>").collect();
    let shared = format!("<sst uniqueCount=\"4294967295\"><si><t>{}</t></si></sst>", "xyz ".repeat(1 << 18));
    let book = book_of(&format!("<row>{cells}</row>"), &[("xl/sharedStrings.xml", &shared)]);
    assert!(refused(&book, &excel(json!({}))).contains("A row holds more than 64 MB"));
    let book = book_of("<row><c t=\"s\"><v>7</v></c></row>", &[("xl/sharedStrings.xml", "<sst/>")]);
    assert!(refused(&book, &excel(json!({}))).contains("a text that is not there"));
    let long = format!("<row><c t=\"str\"><v>{}</v></c></row>", "xyz ".repeat(9 << 18));
    assert!(refused(&book_of(&long, &[]), &excel(json!({}))).contains("A cell holds more than 8 MB"));
    let noise: String = (0u32..2_200_000).map(|n| format!("{:08x}", n.wrapping_mul(2_654_435_761))).collect();
    let tag = format!("<row {noise}/>");
    assert!(refused(&book_of(&tag, &[]), &excel(json!({}))).contains("a tag or text of more than 16 MB"));
}

#[test]
fn formats_tell_days_and_times_from_numbers() {
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd hh:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="21"/></cellXfs></styleSheet>"#;
    let rows: String = ["n", "d", "m", "t", "b", "e"].map(|name| format!("<c t=\"str\"><v>{name}</v></c>")).concat();
    let values = r#"<c s="0"><v>44197.5</v></c><c s="1"><v>44197</v></c><c s="2"><v>44197</v></c><c s="3"><v>0.5</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>"#;
    let book = book_of(&format!("<row>{rows}</row><row>{values}</row>"), &[("xl/styles.xml", styles)]);
    let stored = good(&book, &excel(json!({})));
    let row: Vec<&Value> = stored.summary.sample[0].values().collect();
    assert_eq!(json!(row), json!([44197.5, "2021-01-01", "2021-01-01 00:00:00", "12:00:00", true, null]));
}

#[test]
fn sheets_that_make_no_sense_are_refused() {
    for (sheet, sentence) in [
        ("<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"/>", "rows are out of order"),
        ("<row r=\"0\"/>", "there is no row '0'"),
        ("<row><c r=\"ABCD1\"><v>1</v></c></row>", "there is no cell 'ABCD1'"),
        ("<row><c r=\"A1\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>", "a cell is not in its row"),
        ("<row><c><v>one</v></c></row>", "'one' is no number"),
        ("<row><c t=\"str\"><v>&l9;</v></c></row>", "the entity 'l9'"),
        ("<row><c><v>1", "ends too early"),
    ] {
        let error = refused(&book_of(sheet, &[]), &excel(json!({})));
        assert!(error.contains(sentence), "{sheet}: {error}");
    }
    assert!(refused(&archive(&[("a.txt", b"x")]), &excel(json!({}))).contains("no workbook"));
    let binary =
        r#"<Relationships><Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>"#;
    assert!(refused(&archive(&[("_rels/.rels", binary.as_bytes())]), &excel(json!({}))).contains("(xlsb)"));
    let list = b"<manifest:encryption-data/>";
    let encrypted = archive(&[("content.xml", b"?"), ("META-INF/manifest.xml", list)]);
    assert!(refused(&encrypted, &excel(json!({}))).contains("protected by a password"));
}

#[test]
fn opendocument_cells_are_read_by_their_values() {
    let cell = |attributes: &str, text: &str| format!("<table:table-cell {attributes}>{text}</table:table-cell>");
    let value =
        |kind: &str, more: &str| cell(&format!("office:value-type=\"{kind}\" {more}"), "<text:p>shown</text:p>");
    let text = |text: &str| cell("office:value-type=\"string\"", text);
    let names: String =
        ["n", "d", "t", "b", "s", "p", "e"].map(|name| text(&format!("<text:p>{name}</text:p>"))).concat();
    let row = [
        value("float", "office:value=\"1.5\""),
        value("date", "office:date-value=\"2021-01-01\""),
        value("time", "office:time-value=\"PT10H30M00S\""),
        value("boolean", "office:boolean-value=\"true\""),
        text(
            "<office:annotation><text:p>note</text:p></office:annotation><text:p>a<text:s text:c=\"2\"/><text:span>b</text:span></text:p><text:p>c</text:p>",
        ),
        "<table:covered-table-cell/>".to_owned(),
        cell(
            "office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"",
            "<text:p>#N/A</text:p>",
        ),
    ];
    let rows = format!(
        "<x><table:table table:name=\"Other\"/><table:table table:name=\"S\"><table:table-row>{names}</table:table-row><table:table-row>{}</table:table-row><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table></x>",
        row.concat()
    );
    let book = archive(&[("content.xml", rows.as_bytes())]);
    let stored = good(&book, &excel(json!({"sheet": "S"})));
    let row: Vec<&Value> = stored.summary.sample[0].values().collect();
    assert_eq!(json!(row), json!([1.5, "2021-01-01", "10:30:00", true, "a  b\nc", null, null]));
    assert!(refused(&book, &excel(json!({"sheet": "T"}))).contains("Its sheets are: Other, S."));
}

#[test]
fn a_zip_archive_of_one_file_is_that_file() {
    let stored = good(&archive(&[("x/", b""), ("x/a.csv", b"a,b\n1,2\n")]), &super::csv());
    assert_eq!(stored.summary.rows, 1);
    let two = archive(&[("a.csv", b"a\n1\n"), ("b.csv", b"a\n1\n")]);
    assert!(refused(&two, &super::csv()).contains("holds 2 files"));
}
