//! Handing finished parts over while the next ones are made.

use skydash_domain::parts::PartSink;
use skydash_domain::summary::Part;
use skydash_domain::{Error, Result};
use std::sync::mpsc::{SyncSender, sync_channel};

/// Takes finished parts, in order. It holds one at a time; the next one waits until that is kept.
pub(crate) struct Queue(SyncSender<Vec<u8>>);

impl Queue {
    /// Hands a part over.
    pub(super) fn put(&self, bytes: Vec<u8>) -> Result<()> {
        self.0.send(bytes).map_err(|_| Error::internal("parts are no longer kept"))
    }
}

/// Does `work`, which makes parts, while another thread gives them to `sink`; then the parts have their names.
///
/// # Errors
/// Those of `sink`, else those of `work`.
pub(crate) fn keeping<R>(
    sink: &mut dyn PartSink,
    work: impl FnOnce(Queue) -> Result<(R, Vec<Part>)>,
) -> Result<(R, Vec<Part>)> {
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(0);
        let keeper = scope.spawn(move || -> Result<Vec<String>> {
            receiver.into_iter().enumerate().map(|(number, bytes)| sink.put(number, bytes)).collect()
        });
        let made = work(Queue(sender));
        let names = keeper.join().map_err(|_| Error::internal("the thread that keeps parts broke off"))??;
        let (result, mut parts) = made?;
        parts.iter_mut().zip(names).for_each(|(part, name)| part.name = name);
        Ok((result, parts))
    })
}
