use super::{detail, empty, put};
use serde_json::{Value, json};
use skydash_data::write_table;
use skydash_domain::dataset::{Dataset, TableVersion};
use skydash_domain::parts::PartSink;
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{DatasetId, Result, Status, Timestamp};
use skydash_ports::Tables;
use skydash_testkit::{TestApp, seed};

/// Keeps parts until they can be stored.
#[derive(Default)]
struct Gathered(Vec<(String, Vec<u8>)>);

impl PartSink for Gathered {
    fn put(&mut self, number: usize, bytes: Vec<u8>) -> Result<String> {
        let name = Tables::part_name("t", number);
        self.0.push((name.clone(), bytes));
        Ok(name)
    }
}

fn columns() -> Vec<Column> {
    let column = |name: &str, column_type, values| Column { name: name.into(), column_type, values };
    let text = |text: &str| Some(text.to_owned());
    vec![
        column("id", ColumnType::Integer { dtype: "int64".into() }, Values::Numbers(vec![1.0, 2.0, 3.0, 4.0])),
        column("score", seed::float(), Values::Numbers(vec![3.5, f64::NAN, 5.0, 1.25])),
        column("kind", seed::category(&["A", "B"]), Values::Codes(vec![0, 1, 0, 1])),
        column(
            "note",
            ColumnType::Text { dtype: "string".into() },
            Values::Texts(vec![text("said \"hi\""), text("Zürich, CH"), None, text("ab")]),
        ),
    ]
}

/// An application with the finished dataset 1, named `name`, of four rows.
pub(super) async fn with_rows(name: &str) -> TestApp {
    let app = empty();
    let mut parts = Gathered::default();
    let summary = write_table(&columns(), true, &mut parts).unwrap();
    for (part, bytes) in parts.0 {
        app.scope.tables.put_part(&part, bytes.into()).await.unwrap();
    }
    app.scope.tables.put_summary("t", &summary).await.unwrap();
    let dataset = Dataset {
        id: DatasetId(app.scope.meta.next_id("dataset").await.unwrap()),
        name: name.into(),
        created: Timestamp(0),
        last_modified: Timestamp(0),
        status: Status::Finished,
        table: Some(TableVersion { id: "t".into(), rows: 4, columns: 4, hash: None }),
        folder_id: None,
        job_id: None,
    };
    put(&app, &dataset).await;
    app
}

fn encoded(model: &Value) -> String {
    model.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn ids(page: &Value) -> Vec<i64> {
    page["rows"].as_array().unwrap().iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn rows_come_in_pages() {
    let app = with_rows("messy").await;
    let page = app.get("/dataset/file/?path=datasets/1&page=0&page_size=2").await.json();
    assert_eq!(
        page,
        json!({ "rows": [
            { "id": 1, "score": 3.5, "kind": "A", "note": "said \"hi\"" },
            { "id": 2, "score": null, "kind": "B", "note": "Zürich, CH" },
        ], "total": 4 })
    );
    let next = app.get("/dataset/file?path=datasets/1&page=1&page_size=3").await.json();
    assert_eq!((ids(&next), &next["total"]), (vec![4], &json!(4)));
    let past = app.get("/dataset/filter/?path=datasets/1&page=999&page_size=5").await.json();
    assert_eq!(past, json!({ "rows": [], "total": 4 }));
    assert_eq!(ids(&app.get("/dataset/filter/?path=datasets/1").await.json()), [1, 2, 3, 4]);
}

#[tokio::test]
async fn rows_are_filtered_and_sorted() {
    let app = with_rows("messy").await;
    let filter = encoded(&json!({ "items": [{ "field": "kind", "operator": "equals", "value": "A" }] }));
    let page = app.get(&format!("/dataset/filter/?path=datasets/1&filterModel={filter}")).await.json();
    assert_eq!((ids(&page), &page["total"]), (vec![1, 3], &json!(2)));
    let sort = encoded(&json!([{ "id": "id", "desc": true }]));
    let page = app.get(&format!("/dataset/filter/?path=datasets/1&page_size=3&sortModel={sort}")).await.json();
    assert_eq!((ids(&page), &page["total"]), (vec![4, 3, 2], &json!(4)));
    let page = app.get("/dataset/filter/?path=datasets/1&filterModel=not+json&sortModel=%5B").await.json();
    assert_eq!(page["total"], 4);
}

#[tokio::test]
async fn a_question_that_makes_no_sense_is_refused() {
    let app = with_rows("messy").await;
    for operation in ["file", "filter"] {
        let negative = app.get(&format!("/dataset/{operation}/?path=datasets/1&page=-1")).await;
        assert_eq!(detail(&negative), (422, "Parameter 'page' must be 0 or more (got -1).".into()));
        let negative = app.get(&format!("/dataset/{operation}/?path=datasets/1&page_size=-5")).await;
        assert_eq!(detail(&negative), (422, "Parameter 'page_size' must be 0 or more (got -5).".into()));
        let word = app.get(&format!("/dataset/{operation}/?path=datasets/1&page=x")).await.json();
        assert_eq!(word["detail"][0]["loc"], json!(["query", "page"]));
    }
    let filter = encoded(&json!({ "items": [{ "field": "nope", "operator": "equals", "value": 1 }] }));
    let sort = encoded(&json!([{ "id": "nope", "desc": false }]));
    for query in [
        format!("filter/?path=datasets/1&filterModel={filter}"),
        format!("filter/?path=datasets/1&sortModel={sort}"),
        format!("export/csv?path=datasets/1&filter_model={filter}"),
        format!("export/csv?path=datasets/1&sort_model={sort}"),
    ] {
        let answer = app.get(&format!("/dataset/{query}")).await;
        assert_eq!(detail(&answer), (422, "Column 'nope' not found in dataset".into()), "{query}");
    }
}

#[tokio::test]
async fn a_table_is_downloaded_as_csv() {
    let app = with_rows("messy").await;
    let answer = app.get("/dataset/export/csv?path=datasets/1").await;
    let text = "\"id\",\"score\",\"kind\",\"note\"\n1,3.5,\"A\",\"said \"\"hi\"\"\"\n2,,\"B\",\"Zürich, CH\"\n3,5,\"A\",\n4,1.25,\"B\",\"ab\"\n";
    assert_eq!(String::from_utf8(answer.bytes.to_vec()).unwrap(), text);
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(answer.headers["content-disposition"], "attachment; filename=messy.csv");
    let whole = app.get("/dataset/1/export/csv").await;
    assert_eq!((whole.status.as_u16(), whole.bytes), (200, answer.bytes));
    assert_eq!(whole.headers["content-disposition"], "attachment; filename=messy.csv");
}

#[tokio::test]
async fn some_rows_are_downloaded_in_another_order() {
    let app = with_rows("messy").await;
    let filter = encoded(&json!({ "items": [{ "field": "id", "operator": "lessThan", "value": 3 }] }));
    let sort = encoded(&json!([{ "id": "id", "desc": true }]));
    let path = format!("/dataset/export/csv?path=datasets/1&filter_model={filter}&sort_model={sort}");
    let answer = app.get(&path).await;
    let text = String::from_utf8(answer.bytes.to_vec()).unwrap();
    let first: Vec<&str> = text.lines().map(|line| &line[..1]).collect();
    assert_eq!(first, ["\"", "2", "1"]);
}

#[tokio::test]
async fn a_name_cannot_break_out_of_the_download_header() {
    let app = with_rows("a\"\r\nSet-Cookie: x=1; ../Ω").await;
    let answer = app.get("/dataset/1/export/csv").await;
    assert!(answer.headers.get("set-cookie").is_none());
    let disposition = answer.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename=a___Set-Cookie__x_1__.._"), "{disposition}");
    assert!(disposition.ends_with("%CE%A9.csv"), "{disposition}");
}

#[tokio::test]
async fn a_lost_part_is_an_error_and_not_a_short_file() {
    let app = with_rows("messy").await;
    let dataset: skydash_ports::Stored<Dataset> = app.scope.meta.load(1).await.unwrap();
    let version = dataset.table.clone().unwrap().id;
    let mut summary: skydash_domain::summary::Summary = app.scope.tables.summary(&version).await.unwrap();
    summary.parts[0].name = "gone/part-00000.parquet".into();
    app.scope.tables.put_summary(&version, &summary).await.unwrap();
    assert_ne!(app.get("/dataset/file/?path=datasets/1").await.status, 200);
}
