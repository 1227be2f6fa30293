use super::rows::with_rows;
use super::{change, detail, empty, keys, with_iris};
use serde_json::json;
use skydash_domain::Status;
use skydash_domain::dataset::Dataset;
use skydash_domain::statistics::{NumericStats, Statistics};
use skydash_domain::summary::Summary;
use skydash_ports::Stored;
use skydash_testkit::TestApp;

/// Gives the table of dataset 1 two first rows and statistics.
async fn with_contents() -> TestApp {
    let app = with_iris().await;
    let dataset: Stored<Dataset> = app.scope.meta.load(1).await.unwrap();
    let version = dataset.table.clone().unwrap().id;
    let mut summary: Summary = app.scope.tables.summary(&version).await.unwrap();
    let rows = [
        json!({ "sepal_length": 5.1, "sepal_width": null, "petal_length": 1.4, "petal_width": 0.2, "target": "setosa" }),
        json!({ "sepal_length": 4.9, "sepal_width": 3.0, "petal_length": 1.4, "petal_width": 0.2, "target": "setosa" }),
    ];
    summary.sample = rows.iter().map(|row| row.as_object().unwrap().clone()).collect();
    let mut statistics = Statistics::default();
    let mean = NumericStats { mean: Some(5.84), ..NumericStats::default() };
    statistics.numeric_stats.insert("sepal_length".into(), mean);
    summary.statistics = Some(statistics);
    app.scope.tables.put_summary(&version, &summary).await.unwrap();
    app
}

#[tokio::test]
async fn the_sample_goes_column_by_column() {
    let app = with_contents().await;
    let (status, sample) = app.get("/dataset/1/sample").await.pair();
    assert_eq!(
        (status, &sample["sepal_length"], &sample["sepal_width"]),
        (200, &json!([5.1, 4.9]), &json!([null, 3.0]))
    );
    assert_eq!(keys(&sample).len(), 5);
    assert_eq!(app.get("/dataset/sample/file?path=datasets/1").await.json(), sample);
}

#[tokio::test]
async fn types_are_in_column_order() {
    let app = with_iris().await;
    let types = app.get("/dataset/1/types").await.json();
    let names: Vec<&String> = types.as_object().unwrap().keys().collect();
    assert_eq!(names, ["sepal_length", "sepal_width", "petal_length", "petal_width", "target"]);
    assert_eq!(types["sepal_length"], json!({ "type": "Float", "dtype": "float64" }));
    assert_eq!(
        types["target"],
        json!({
            "type": "Categorical", "dtype": "string", "categories": ["setosa", "versicolor", "virginica"],
            "num_categories": 3, "converted": false, "encoder": "one_hot",
        })
    );
    assert_eq!(app.get("/dataset/types/file?path=datasets%2F1").await.json(), types);
}

#[tokio::test]
async fn info_has_sizes_and_statistics() {
    let app = with_contents().await;
    let info = app.get("/dataset/1/info").await.json();
    assert_eq!((&info["total_rows"], &info["total_columns"]), (&json!(150), &json!(5)));
    assert_eq!((&info["column_names"][4], &info["nan"]["target"]), (&json!("target"), &json!(0)));
    assert_eq!(info["numeric_stats"]["sepal_length"]["mean"], json!(5.84));
    for entry in ["train", "test", "val"] {
        assert_eq!(info[format!("{entry}_size")], json!(0));
        assert_eq!(info[format!("{entry}_indices")], json!([]));
    }
    for entry in ["general_info", "categorical_stats", "text_stats", "quality_info", "correlations"] {
        assert!(info[entry].is_object(), "{entry}");
    }
    assert_eq!(app.get("/dataset/file/info?path=datasets/1").await.json(), info);
}

#[tokio::test]
async fn info_without_statistics_has_sizes() {
    let app = with_iris().await;
    let info = app.get("/dataset/1/info").await.json();
    assert_eq!((&info["total_rows"], info.get("numeric_stats")), (&json!(150), None));
}

#[tokio::test]
async fn model_sessions_are_looked_for() {
    let app = with_iris().await;
    assert_eq!(app.get("/dataset/1/model-sessions-exist").await.pair(), (200, json!(false)));
    app.add_session(1.into(), "s").await.unwrap();
    assert_eq!(app.get("/dataset/1/model-sessions-exist").await.pair(), (200, json!(true)));
}

#[tokio::test]
async fn a_table_is_read_when_its_dataset_is_finished() {
    let app = with_iris().await;
    for what in ["sample", "info", "types", "model-sessions-exist", "export/csv"] {
        let unknown = app.get(&format!("/dataset/9/{what}")).await;
        assert_eq!(detail(&unknown), (404, "Dataset not found".into()), "{what}");
    }
    change(&app, 1, |dataset| dataset.status = Status::Started).await;
    for what in ["sample", "info", "types", "model-sessions-exist", "export/csv"] {
        let unready = app.get(&format!("/dataset/1/{what}")).await;
        assert_eq!(detail(&unready), (422, "Dataset is not in finished state".into()), "{what}");
    }
}

#[tokio::test]
async fn a_path_is_a_token_and_nothing_else() {
    let app = empty();
    let operations = ["sample/file", "file/info", "types/file", "file", "filter", "export/csv"];
    for operation in operations {
        for path in ["/etc/passwd", "..%2F..%2Fetc%2Fpasswd", "datasets/99", "notebooks/1", "predictions/1", ""] {
            let answer = app.get(&format!("/dataset/{operation}?path={path}")).await;
            assert_eq!(detail(&answer), (404, "Dataset file not found".into()), "{operation} {path}");
        }
        let missing = app.get(&format!("/dataset/{operation}")).await;
        assert_eq!((missing.status.as_u16(), &missing.json()["detail"][0]["loc"]), (422, &json!(["query", "path"])));
    }
}

#[tokio::test]
async fn statistics_of_a_notebooks_table_are_counted_once() {
    let app = with_rows("messy").await;
    let counted: Summary = app.scope.tables.summary("t").await.unwrap();
    let bare = Summary { statistics: None, ..counted.clone() };
    app.scope.tables.put_summary("t", &bare).await.unwrap();
    app.add_notebook(1.into(), "n").await.unwrap();
    assert_eq!(app.get("/dataset/1/info").await.json().get("numeric_stats"), None, "the client asked for none");
    let info = app.get("/dataset/file/info?path=notebooks/1").await.json();
    assert_eq!((&info["total_rows"], &info["numeric_stats"]["id"]["mean"]), (&json!(4), &json!(2.5)));
    let stored: Option<Statistics> = app.scope.tables.statistics("t").await.unwrap();
    assert_eq!(stored, counted.statistics);
    app.scope.tables.put_statistics("t", &Statistics::default()).await.unwrap();
    let again = app.get("/dataset/file/info?path=notebooks/1").await.json();
    assert_eq!(again["numeric_stats"], json!({}), "as stored");
    for path in ["sample/file?path=notebooks/1", "types/file?path=notebooks/1", "filter/?path=notebooks/1"] {
        assert_eq!(app.get(&format!("/dataset/{path}")).await.status, 200, "{path}");
    }
    assert_eq!(app.get("/dataset/export/csv?path=notebooks/1").await.status, 200);
}
