//! Turns of what is large or takes a thread for as long as its reader likes: so many at once, the others wait.

use skydash_domain::{Error, Result};
use skydash_http::App;
use std::marker::PhantomData;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many of a sort are written at once.
const AT_ONCE: usize = 16;

/// Pages of rows.
pub(crate) struct Pages;

/// Downloads of tables.
pub(crate) struct Downloads;

/// The turns of a sort.
pub(crate) struct Turns<Sort>(Arc<Semaphore>, PhantomData<fn() -> Sort>);

impl<Sort> Default for Turns<Sort> {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)), PhantomData)
    }
}

impl<Sort: 'static> Turns<Sort> {
    /// A turn, as soon as there is one, for as long as it is held.
    pub(crate) async fn take(app: &App) -> Result<OwnedSemaphorePermit> {
        let turn = app.shared::<Self>().0.clone().acquire_owned().await;
        turn.map_err(|error| Error::unavailable(error.to_string()))
    }
}
