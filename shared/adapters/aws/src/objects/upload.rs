//! Uploads in pieces.

use super::failure::{Doing, generic, translate};
use super::{Objects, body};
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use futures::FutureExt;
use object_store::path::Path;
use object_store::{MultipartUpload, PutPayload, PutResult, Result, UploadPart};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An upload under way. Left alone, neither completed nor aborted, its pieces stay invisible in the
/// bucket until the bucket's lifecycle rule removes them.
#[derive(Debug)]
pub struct Upload {
    objects: Objects,
    location: Path,
    id: String,
    begun: i32,
    done: Arc<Mutex<Vec<CompletedPart>>>,
}

impl Upload {
    /// Begins an upload.
    pub async fn begin(objects: Objects, location: Path) -> Result<Self> {
        let create = objects.client.create_multipart_upload().bucket(&*objects.bucket).key(location.as_ref());
        let created = create.send().await.map_err(|error| translate(error, location.as_ref(), Doing::Overwriting))?;
        let id = created.upload_id.ok_or_else(|| generic("S3 gave no name to an upload"))?;
        Ok(Self { objects, location, id, begun: 0, done: Arc::default() })
    }

    fn done(&self) -> MutexGuard<'_, Vec<CompletedPart>> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait::async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, payload: PutPayload) -> UploadPart {
        self.begun += 1;
        let (objects, location, id) = (self.objects.clone(), self.location.clone(), self.id.clone());
        let (number, done) = (self.begun, self.done.clone());
        async move {
            let part = objects.put_piece(&location, &id, number, payload).await?;
            done.lock().unwrap_or_else(PoisonError::into_inner).push(part);
            Ok(())
        }
        .boxed()
    }

    async fn complete(&mut self) -> Result<PutResult> {
        if self.begun == 0 {
            self.put_part(PutPayload::default()).await?;
        }
        let mut parts = self.done().clone();
        parts.sort_unstable_by_key(|part| part.part_number);
        if parts.len() != usize::try_from(self.begun).unwrap_or(usize::MAX) {
            return Err(generic("an upload was completed before all of its pieces were stored"));
        }
        self.objects.join(&self.location, &self.id, parts).await
    }

    async fn abort(&mut self) -> Result<()> {
        self.objects.give_up(&self.location, &self.id).await
    }
}

impl Objects {
    /// Stores a piece of an upload; the first has number 1.
    pub(super) async fn put_piece(
        &self,
        location: &Path,
        upload: &str,
        number: i32,
        payload: PutPayload,
    ) -> Result<CompletedPart> {
        let put = self.client.upload_part().bucket(&*self.bucket).key(location.as_ref()).upload_id(upload);
        let sent = put.part_number(number).body(body(payload)).send().await;
        let stored = sent.map_err(|error| translate(error, location.as_ref(), Doing::Overwriting))?;
        Ok(CompletedPart::builder()
            .part_number(number)
            .set_e_tag(stored.e_tag)
            .set_checksum_crc32(stored.checksum_crc32)
            .build())
    }

    /// Makes an object of the pieces of an upload.
    pub(super) async fn join(&self, location: &Path, upload: &str, parts: Vec<CompletedPart>) -> Result<PutResult> {
        let parts = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
        let complete = self.client.complete_multipart_upload().bucket(&*self.bucket).key(location.as_ref());
        let sent = complete.upload_id(upload).multipart_upload(parts).send().await;
        let stored = sent.map_err(|error| translate(error, location.as_ref(), Doing::Overwriting))?;
        Ok(PutResult { e_tag: stored.e_tag, version: stored.version_id })
    }
    /// Removes the pieces of an upload. Harmless when it is gone already.
    async fn give_up(&self, location: &Path, upload: &str) -> Result<()> {
        let abort = self.client.abort_multipart_upload().bucket(&*self.bucket).key(location.as_ref());
        match abort.upload_id(upload).send().await {
            Ok(_) => Ok(()),
            Err(error) => match translate(error, location.as_ref(), Doing::Overwriting) {
                object_store::Error::NotFound { .. } => Ok(()),
                error => Err(error),
            },
        }
    }
}
