//! Notebooks from the outside: steps are applied, and taken back to the bytes that were there before.

use crate::world::{penguins, work};
use futures::TryStreamExt;
use object_store::ObjectStore;
use serde_json::{Value, json};
use skydash_domain::notebook::Notebook;
use skydash_executor::Worker;
use skydash_ports::Lane;
use skydash_testkit::TestApp;

/// The dataset 1, penguins, and the notebook 1 on it.
async fn notebook() -> TestApp {
    let app = penguins().await;
    carry_on(&app).await;
    assert_eq!(app.post("/notebook/", json!({ "dataset_id": 1 })).await.status, 201);
    app
}

/// Carries out what waits.
async fn carry_on(app: &TestApp) {
    work(app, &Worker::endless(Lane::Compute)).await;
}

/// Adds a step and asks for it; gives its id.
async fn ask(app: &TestApp, converter: &str, columns: &[&str], params: Value) -> i64 {
    let types = app.get("/dataset/types/file?path=notebooks/1").await.json();
    let place = |name: &str| types.as_object().unwrap().keys().position(|key| key == name).unwrap_or_default() + 1;
    let columns: Vec<Value> = columns.iter().map(|name| json!({ "idx": place(name), "columnName": name })).collect();
    let parameters =
        json!({ "params": params, "scope": { "columns": columns, "rows": [] }, "order": 1, "target": null });
    let body = json!({ "notebook_id": 1, "converter": converter, "parameters": parameters });
    let id = app.post("/converter/", body).await.json()["id"].as_i64().unwrap();
    let job = app.post("/job/", json!({ "job_type": "ConverterJob", "kwargs": { "converter_id": id } })).await;
    assert_eq!(job.status, 201);
    id
}

/// Applies a step, and gives its id.
async fn step(app: &TestApp, converter: &str, columns: &[&str], params: Value) -> i64 {
    let id = ask(app, converter, columns, params).await;
    carry_on(app).await;
    let jobs = app.get("/job/").await.json();
    assert_eq!(jobs[0]["status"], "finished", "{converter}: {}", jobs[0]["error_msg"]);
    id
}

async fn csv(app: &TestApp) -> Vec<u8> {
    let answer = app.get("/dataset/export/csv?path=notebooks/1").await;
    assert_eq!(answer.status, 200);
    answer.bytes.to_vec()
}

/// How many objects there are of tables.
async fn table_objects(app: &TestApp) -> usize {
    let prefix = object_store::path::Path::from(format!("{}/tables", app.scope.tenant));
    app.scope.objects.list(Some(&prefix)).try_collect::<Vec<_>>().await.unwrap().len()
}

const STEPS: [(&str, &[&str], &str); 20] = [
    ("MissingIndicator", &["bill_length_mm", "body_mass_g"], "{}"),
    ("SimpleImputer", &["bill_length_mm", "bill_depth_mm"], r#"{"strategy": "mean"}"#),
    ("NanRemover", &["flipper_length_mm"], "{}"),
    ("StandardScaler", &["bill_length_mm"], "{}"),
    ("MinMaxScaler", &["bill_depth_mm"], "{}"),
    ("MaxAbsScaler", &["flipper_length_mm"], "{}"),
    ("NumericExpansion", &["body_mass_g"], r#"{"operation": "log1p"}"#),
    ("ColumnArithmetic", &["bill_length_mm", "bill_depth_mm"], r#"{"operation": "add"}"#),
    ("OneHotEncoder", &["island"], "{}"),
    ("LabelEncoder", &["species"], "{}"),
    ("Normalizer", &["bill_length_mm", "bill_depth_mm"], "{}"),
    ("Binarizer", &["body_mass_g"], r#"{"threshold": 4000.0}"#),
    ("ColumnConcat", &["species", "island"], r#"{"separator": "-"}"#),
    ("NanRemover", &["sex"], "{}"),
    ("OrdinalEncoder", &["sex"], "{}"),
    ("TypeCast", &["year"], r#"{"new_type": "Text"}"#),
    ("PolynomialFeatures", &["bill_length_mm", "bill_depth_mm"], r#"{"degree": 2}"#),
    ("ColumnRemover", &["island"], "{}"),
    ("CharacterReplacer", &["species"], r#"{"char_to_replace": "e", "replacement_char": "E"}"#),
    ("StandardScaler", &["body_mass_g"], "{}"),
];

#[tokio::test(flavor = "multi_thread")]
async fn twenty_steps_are_taken_back_to_identical_bytes() {
    let app = notebook().await;
    let mut tables = vec![csv(&app).await];
    let mut ids = Vec::new();
    for (converter, columns, params) in STEPS {
        ids.push(step(&app, converter, columns, serde_json::from_str(params).unwrap()).await);
        tables.push(csv(&app).await);
        assert_ne!(tables[tables.len() - 1], tables[tables.len() - 2], "{converter} changed nothing");
    }
    let objects = table_objects(&app).await;
    for id in ids.into_iter().rev() {
        tables.pop();
        assert_eq!(app.delete(&format!("/converter/{id}")).await.pair(), (200, json!({ "jobId": null })));
        assert_eq!(csv(&app).await, *tables.last().unwrap());
    }
    assert_eq!(table_objects(&app).await, objects, "no rows were written");
    assert_eq!(app.get("/notebook/1/converters").await.json(), json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn steps_asked_for_at_once_are_applied_in_their_order() {
    let app = notebook().await;
    for _ in 0..3 {
        ask(&app, "MissingIndicator", &["body_mass_g"], json!({})).await;
    }
    let (one, two) = tokio::join!(carry_on(&app), carry_on(&app));
    assert_eq!((one, two), ((), ()));
    let converters = app.get("/notebook/1/converters").await.json();
    assert!(converters.as_array().unwrap().iter().all(|step| step["status"] == 3), "{converters}");
    let notebook = app.scope.meta.load::<Notebook>(1).await.unwrap();
    assert_eq!((notebook.steps, notebook.table.columns), (3, 11));
    assert_eq!(skydash_jobs::check(&app.scope).await, Ok(vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_fails_says_why_and_leaves_the_notebook_as_it_was() {
    let app = notebook().await;
    let before = csv(&app).await;
    let fails = |converter: &'static str, columns: &'static [&'static str]| {
        let app = app.clone();
        async move {
            ask(&app, converter, columns, json!({})).await;
            carry_on(&app).await;
            let job = app.get("/job/").await.json()[0].clone();
            assert_eq!((&job["status"], &job["job_name"]), (&json!("error"), &json!(format!("{converter}: penguins"))));
            job["error_msg"].as_str().unwrap().to_owned()
        }
    };
    let unknown = fails("NopeConverter", &[]).await;
    assert_eq!(
        unknown,
        "Error applying converters to dataset 1: Error importing converter NopeConverter: \"Component 'NopeConverter' does \
         not exists in the registry.\""
    );
    let wrong = fails("StandardScaler", &["species"]).await;
    let prefix = "Error applying converters to dataset 1: Validation error fitting StandardScaler: ";
    assert!(wrong.starts_with(prefix) && wrong.contains("'species'"), "{wrong}");
    let gone = fails("StandardScaler", &["nope"]).await;
    assert_eq!(gone, "Error applying converters to dataset 1: Column 'nope' not found in dataset");
    assert_eq!(csv(&app).await, before);
    assert_eq!(app.get("/converter/notebook/1").await.json(), json!([]));
    assert_eq!(skydash_jobs::check(&app.scope).await, Ok(vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notebook_is_explored_and_saved_as_a_dataset() {
    let app = notebook().await;
    step(&app, "StandardScaler", &["bill_length_mm"], json!({})).await;
    let columns = json!([{ "columnName": "bill_length_mm" }]);
    let body = json!({
        "notebook_id": 1, "exploration_type": "DescribeExplorer", "columns": columns, "parameters": {},
    });
    assert_eq!(app.post("/explorer", body).await.status, 201);
    let twice = app.post("/job/", json!({ "job_type": "ExplorerJob", "kwargs": { "explorer_id": 1 } })).await;
    assert_eq!(twice.status, 201);
    carry_on(&app).await;
    let results = app.post("/explorer/1/results/", json!({ "options": {} })).await.json();
    assert_eq!(
        (&results[0]["type"], &results[0]["payload"]["rows"][0][0]),
        (&json!("table"), &json!("bill_length_mm"))
    );
    let jobs = app.get("/job/").await.json();
    assert_eq!(jobs.as_array().unwrap().len(), 3, "one job each for the dataset, the step and the explorer");

    let objects = table_objects(&app).await;
    app.post("/dataset/", json!({ "name": "saved", "notebook_id": 1 })).await;
    let params = json!({ "name": "saved", "compute_metadata": true });
    let kwargs = json!({ "dataset_id": 2, "notebook_id": 1, "params": params });
    assert_eq!(app.post("/job/", json!({ "job_type": "DatasetJob", "kwargs": kwargs })).await.status, 201);
    carry_on(&app).await;
    let info = app.get("/dataset/2/info").await.json();
    assert_eq!(info["total_rows"], 344);
    assert!(info["numeric_stats"]["bill_length_mm"]["mean"].as_f64().unwrap().abs() < 1e-9);
    assert_eq!(table_objects(&app).await, objects + 1, "a summary, and no rows");
    let saved = app.get("/dataset/export/csv?path=datasets/2").await.bytes;
    assert_eq!(saved.to_vec(), csv(&app).await);
    assert_eq!(skydash_jobs::check(&app.scope).await, Ok(vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_asks_for_a_gpu_is_taken_in_the_batch_lane() {
    let app = notebook().await;
    ask(&app, "TokenizerConverter", &["species"], json!({ "device": "cuda", "max_length": 8 })).await;
    carry_on(&app).await;
    assert_eq!(app.get("/job/").await.json()[0]["status"], "not_started");
    assert_eq!(work(&app, &Worker::endless(Lane::Batch)).await, 1);
    // Species are categories, which this converter does not take: it came as far as to say so.
    assert_eq!(app.get("/job/").await.json()[0]["status"], "error");
}
