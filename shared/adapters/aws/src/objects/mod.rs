//! Objects in one S3 bucket.
//!
//! An object is there, for everybody, when the call that wrote it returns; S3 keeps it on several
//! devices in at least three data centres.

mod failure;
mod get;
mod list;
mod presigned;
mod upload;

use crate::backoff::Backoff;
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use bytes::Bytes;
use failure::{Doing, status, translate};
use futures::StreamExt;
use futures::stream::BoxStream;
use object_store::path::Path;
use object_store::{
    CopyMode, CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMode,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;
use std::sync::Arc;

/// Most objects that one call deletes.
const MOST_DELETES: usize = 1000;

/// What stays as it is in the address of an object to copy from.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The bucket.
#[derive(Clone)]
pub struct Objects {
    client: Client,
    bucket: Arc<str>,
}

impl fmt::Debug for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objects").field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

impl fmt::Display for Objects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S3 bucket {}", self.bucket)
    }
}

/// The bytes of a payload in one piece, as sending them again needs.
fn body(payload: PutPayload) -> ByteStream {
    ByteStream::from(Bytes::from(payload))
}

/// Refuses what nothing in Skydash asks for.
fn plain(operation: &str, is_plain: bool) -> Result<()> {
    if is_plain {
        return Ok(());
    }
    Err(Error::NotImplemented { operation: operation.to_owned(), implementer: "S3 adapter".to_owned() })
}

impl Objects {
    /// Over this bucket.
    pub(crate) fn new(client: Client, bucket: String) -> Self {
        Self { client, bucket: bucket.into() }
    }

    async fn put_once(&self, location: &Path, body: ByteStream, mode: &PutMode) -> Result<PutResult, (u16, Error)> {
        let mut put = self.client.put_object().bucket(&*self.bucket).key(location.as_ref()).body(body);
        let doing = match mode {
            PutMode::Overwrite => Doing::Overwriting,
            PutMode::Create => {
                put = put.if_none_match("*");
                Doing::Creating
            }
            PutMode::Update(version) => {
                put = put.set_if_match(version.e_tag.clone());
                Doing::Updating
            }
        };
        match put.send().await {
            Ok(stored) => Ok(PutResult { e_tag: stored.e_tag, version: stored.version_id }),
            Err(error) => Err((status(&error), translate(error, location.as_ref(), doing))),
        }
    }

    /// Deletes up to a thousand objects; that one of them is not there is no failure.
    async fn delete_some(self, locations: Vec<Result<Path>>) -> Vec<Result<Path>> {
        let keys = locations.iter().flatten();
        let failures = match self.delete_keys(keys.map(ToString::to_string).collect()).await {
            Ok(failures) => failures,
            Err(why) => locations.iter().flatten().map(|location| (location.to_string(), why.clone())).collect(),
        };
        let outcome = |location: Path| match failures.iter().find(|(key, _)| *key == location.as_ref()) {
            None => Ok(location),
            Some((_, why)) => Err(failure::generic(why.clone())),
        };
        locations.into_iter().map(|location| location.and_then(outcome)).collect()
    }
}

#[async_trait::async_trait]
impl ObjectStore for Objects {
    /// Two conditional writes at the same moment can both be turned away, to be tried again.
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        plain("attributes and tags", options.attributes.is_empty() && options.tags.encoded().is_empty())?;
        if matches!(&options.mode, PutMode::Update(version) if version.e_tag.is_none()) {
            return Err(failure::generic("an update needs the ETag of what it is to replace"));
        }
        let bytes = Bytes::from(payload);
        let mut backoff = Backoff::default();
        loop {
            match self.put_once(location, bytes.clone().into(), &options.mode).await {
                Ok(stored) => return Ok(stored),
                Err((409, _)) if backoff.wait().await => {}
                Err((_, error)) => return Err(error),
            }
        }
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        plain("attributes and tags", options.attributes.is_empty() && options.tags.encoded().is_empty())?;
        Ok(Box::new(upload::Upload::begin(self.clone(), location.clone()).await?))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        if options.head { self.head(location, options).await } else { self.read(location, options).await }
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let store = self.clone();
        let chunks = locations.chunks(MOST_DELETES).then(move |chunk| store.clone().delete_some(chunk));
        chunks.flat_map(futures::stream::iter).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.list_after(prefix, None)
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.list_after(prefix, Some(offset))
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.list_folder(prefix).await
    }

    /// Up to 5 GB, which S3 copies by itself.
    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        let source = format!("{}/{from}", self.bucket);
        let source = utf8_percent_encode(&source, PLAIN).to_string();
        let mut copy = self.client.copy_object().bucket(&*self.bucket).key(to.as_ref()).copy_source(source);
        let doing = match options.mode {
            CopyMode::Overwrite => Doing::Overwriting,
            CopyMode::Create => {
                copy = copy.if_none_match("*");
                Doing::Creating
            }
        };
        let missing_or_taken = |status| if status == 404 { from } else { to };
        let copied = copy.send().await;
        copied.map(drop).map_err(|error| {
            let location = missing_or_taken(status(&error)).as_ref();
            translate(error, location, doing)
        })
    }
}
