//! The record of an active job, when others get in between.

use crate::tests::{TASK, store_runs};
use crate::{active, cancel, enqueue};
use futures::FutureExt;
use futures::future::BoxFuture;
use skydash_memory::{Memory, Observer, observed};
use std::sync::{Arc, Mutex};

/// Something that happens between two steps of whoever uses a store: right before the next commit.
struct Interruption(Mutex<Option<BoxFuture<'static, ()>>>);

#[async_trait::async_trait]
impl Observer for Interruption {
    async fn commit(&self) {
        let deed = self.0.lock().expect("a deed").take();
        if let Some(deed) = deed {
            deed.await;
        }
    }
}

#[tokio::test]
async fn the_record_of_a_job_is_not_taken_for_that_of_the_one_before_it() {
    let scope = Memory::scope();
    store_runs(&scope, 1).await;
    let first = enqueue(&scope, TASK, "Train").await.expect("a job");
    let stale = active::find(&scope, TASK.entity()).await.expect("an answer").expect("a record");
    let other = scope.clone();
    // The record is made anew, at the version it had.
    let deed = async move {
        cancel(&other, first).await.expect("an end");
        enqueue(&other, TASK, "Train").await.expect("another job");
    };
    let interruption = Interruption(Mutex::new(Some(deed.boxed())));
    active::repair(&observed(&scope, Arc::new(interruption)), &stale).await.expect("a repair");
    let found = active::find(&scope, TASK.entity()).await.expect("an answer").expect("a record");
    assert_ne!(found.job_id, first);
    assert_eq!(found.version, stale.version);
}
