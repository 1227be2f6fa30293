//! Reading objects, whole or in part, under conditions.

use super::Objects;
use super::failure::{Doing, generic, translate};
use crate::backoff::Backoff;
use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::primitives::{ByteStream, DateTime as SdkDateTime};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::StreamExt;
use futures::stream::{self, BoxStream};
use object_store::path::Path;
use object_store::{Attributes, GetOptions, GetRange, GetResult, GetResultPayload, ObjectMeta, Result};
use std::ops::Range;
use std::time::SystemTime;

/// A range as the header says it.
fn header(range: &GetRange) -> Result<String> {
    range.is_valid().map_err(|error| generic(error.to_string()))?;
    Ok(match range {
        GetRange::Bounded(range) => format!("bytes={}-{}", range.start, range.end - 1),
        GetRange::Offset(start) => format!("bytes={start}-"),
        GetRange::Suffix(length) => format!("bytes=-{length}"),
    })
}

/// The range and the whole size that an answer names: `bytes 2-4/14`.
fn content_range(text: &str) -> Option<(Range<u64>, u64)> {
    let (range, size) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    Some((first.parse().ok()?..last.parse::<u64>().ok()?.checked_add(1)?, size.parse().ok()?))
}

fn date(date: Option<DateTime<Utc>>) -> Option<SdkDateTime> {
    date.map(|date| SdkDateTime::from(SystemTime::from(date)))
}

/// A time that S3 gave.
pub fn last_modified(date: Option<&SdkDateTime>) -> Result<DateTime<Utc>> {
    let date = date.ok_or_else(|| generic("S3 gave no time for an object"))?;
    DateTime::from_timestamp(date.secs(), date.subsec_nanos()).ok_or_else(|| generic("S3 gave an impossible time"))
}

fn length(length: Option<i64>) -> Result<u64> {
    length.and_then(|length| length.try_into().ok()).ok_or_else(|| generic("S3 gave no length for an object"))
}

/// The body of an answer. One that breaks off is taken up where it broke, of the same object: it would cost a job an
/// attempt otherwise.
struct Body {
    objects: Objects,
    meta: ObjectMeta,
    left: Range<u64>,
    bytes: ByteStream,
    backoff: Backoff,
}

impl Body {
    async fn next(&mut self) -> Result<Option<Bytes>> {
        loop {
            match self.bytes.next().await {
                None => return Ok(None),
                Some(Ok(chunk)) => {
                    self.left.start += chunk.len() as u64;
                    return Ok(Some(chunk));
                }
                Some(Err(error)) => {
                    // What is wrong with a body that came as a whole will not get better.
                    if self.left.is_empty() || !self.backoff.wait().await {
                        return Err(generic(error));
                    }
                    self.take_up().await?;
                }
            }
        }
    }

    async fn take_up(&mut self) -> Result<()> {
        let options = GetOptions {
            range: Some(GetRange::Bounded(self.left.clone())),
            if_match: self.meta.e_tag.clone(),
            version: self.meta.version.clone(),
            ..GetOptions::default()
        };
        self.bytes = self.objects.ask(&self.meta.location, options).await?.body;
        Ok(())
    }

    fn chunks(self) -> BoxStream<'static, Result<Bytes>> {
        stream::try_unfold(self, |mut body| async move {
            let chunk = body.next().await?;
            Ok::<_, object_store::Error>(chunk.map(|chunk| (chunk, body)))
        })
        .boxed()
    }
}

impl Objects {
    /// What is known of an object.
    pub(super) async fn head(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let found = self
            .client
            .head_object()
            .bucket(&*self.bucket)
            .key(location.as_ref())
            .set_if_match(options.if_match)
            .set_if_none_match(options.if_none_match)
            .set_if_modified_since(date(options.if_modified_since))
            .set_if_unmodified_since(date(options.if_unmodified_since))
            .set_version_id(options.version)
            .send()
            .await
            .map_err(|error| translate(error, location.as_ref(), Doing::Reading))?;
        let meta = ObjectMeta {
            location: location.clone(),
            last_modified: last_modified(found.last_modified())?,
            size: length(found.content_length)?,
            e_tag: found.e_tag,
            version: found.version_id,
        };
        let payload = GetResultPayload::Stream(stream::empty().boxed());
        Ok(GetResult { payload, range: 0..meta.size, meta, attributes: Attributes::new() })
    }

    async fn ask(&self, location: &Path, options: GetOptions) -> Result<GetObjectOutput> {
        self.client
            .get_object()
            .bucket(&*self.bucket)
            .key(location.as_ref())
            .set_range(options.range.as_ref().map(header).transpose()?)
            .set_if_match(options.if_match)
            .set_if_none_match(options.if_none_match)
            .set_if_modified_since(date(options.if_modified_since))
            .set_if_unmodified_since(date(options.if_unmodified_since))
            .set_version_id(options.version)
            .send()
            .await
            .map_err(|error| translate(error, location.as_ref(), Doing::Reading))
    }

    /// An object's bytes.
    pub(super) async fn read(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let found = self.ask(location, options).await?;
        let (range, size) = match found.content_range() {
            Some(text) => content_range(text).ok_or_else(|| generic("S3 gave a range that is none"))?,
            None => {
                let size = length(found.content_length)?;
                (0..size, size)
            }
        };
        let meta = ObjectMeta {
            location: location.clone(),
            last_modified: last_modified(found.last_modified())?,
            size,
            e_tag: found.e_tag,
            version: found.version_id,
        };
        let (objects, left) = (self.clone(), range.clone());
        let body = Body { objects, meta: meta.clone(), left, bytes: found.body, backoff: Backoff::default() };
        let payload = GetResultPayload::Stream(body.chunks());
        Ok(GetResult { payload, range, meta, attributes: Attributes::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_written_and_read_as_http_has_them() {
        let written = [GetRange::Bounded(2..5), GetRange::Offset(3), GetRange::Suffix(2)].map(|range| header(&range));
        assert_eq!(written.map(Result::unwrap), ["bytes=2-4", "bytes=3-", "bytes=-2"]);
        assert!(header(&GetRange::Bounded(5..5)).is_err());
        assert_eq!(content_range("bytes 2-4/14"), Some((2..5, 14)));
        for odd in ["", "bytes */14", "bytes 2-/14", "2-4/14", "bytes 2-18446744073709551615/14"] {
            assert_eq!(content_range(odd), None, "{odd}");
        }
    }
}
