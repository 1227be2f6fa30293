//! Lists: whole unless a part is asked for, and every part leads to the next.

use serde_json::Value;
use skydash_domain::folder::Folder;
use skydash_domain::{FolderId, Timestamp};
use skydash_ports::{Expect, Key, Record, Transaction, Write};
use skydash_testkit::TestApp;

/// More than a page of the store, of everything that is listed.
const COUNT: usize = 230;

fn api() -> TestApp {
    TestApp::new(skydash::routes::functions().into_iter().flat_map(|function| function.resources).collect())
}

/// An application with [`COUNT`] of everything; all notebooks, sessions, runs and so on belong to the first of what they
/// can belong to.
async fn filled() -> TestApp {
    let app = api();
    for number in 0..COUNT {
        let name = format!("number {number}");
        app.add_dataset(&name, 0, &[]).await.unwrap();
        app.add_session(1.into(), &name).await.unwrap();
        app.add_run(1.into(), &name).await.unwrap();
        app.add_prediction(1.into(), Some((number as i64 + 1).into())).await.unwrap();
        app.add_notebook(1.into(), &name).await.unwrap();
        app.add_explorer(1.into()).await.unwrap();
        let step = app.add_step(1.into()).await.unwrap();
        app.apply_step(step).await.unwrap();
        let (created, last_modified) = (Timestamp(0), Timestamp(0));
        let folder = Folder { id: FolderId(number as i64 + 1), name, created, last_modified };
        Transaction::new().insert(&folder).unwrap().commit(&*app.scope.meta).await.unwrap();
    }
    app
}

const LISTS: [&str; 12] = [
    "/dataset/",
    "/folder/",
    "/model-session/",
    "/run/",
    "/run/?model_session_id=1",
    "/predict/",
    "/predict/?run_id=1",
    "/notebook/",
    "/explorer",
    "/notebook/1/explorers",
    "/notebook/1/converters",
    "/converter/notebook/1",
];

fn ids(rows: &[Value]) -> Vec<u64> {
    rows.iter().filter_map(|row| row["id"].as_u64()).collect()
}

#[tokio::test]
async fn a_list_is_whole_and_its_parts_are_the_whole_list() {
    let app = filled().await;
    let all: Vec<u64> = (1..=COUNT as u64).collect();
    for path in LISTS {
        let whole = app.parts(path).await;
        assert_eq!((whole.len(), ids(&whole[0]) == all), (1, true), "{path}");
        let joint = if path.contains('?') { '&' } else { '?' };
        let parts = app.parts(&format!("{path}{joint}limit=100")).await;
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [100, 100, 30], "{path}");
        assert_eq!(parts.concat(), whole[0], "{path}");
        assert_eq!(app.get(&format!("{path}{joint}cursor=nonsense")).await.status, 422, "{path}");
        assert_eq!(app.get(&format!("{path}{joint}limit=x")).await.status, 422, "{path}");
    }
}

#[tokio::test]
async fn a_damaged_record_is_missing_from_its_list_and_spoils_it_not() {
    let app = filled().await;
    for (kind, path) in [("dataset", "/dataset/"), ("run", "/run/"), ("folder", "/folder/")] {
        let key = Key::new(kind, 7);
        let damaged = Record { key, version: 0, parent: None, order: 7, body: Value::from("damaged") };
        let write = Transaction::new().write(Write::Put(damaged, Expect::Present), None);
        write.commit(&*app.scope.meta).await.unwrap();
        let rows = app.get(path).await.json();
        let left = ids(rows.as_array().unwrap());
        assert!(left.len() == COUNT - 1 && !left.contains(&7), "{path}");
    }
}
