//! S3's protocol over objects in memory.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures::{TryStreamExt, stream};
use s3s::auth::SimpleAuth;
use s3s::dto::*;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s::{S3, S3Error, S3Request, S3Response, S3Result, s3_error};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, SystemTime};
use tokio::net::TcpListener;

#[derive(Clone)]
struct Object {
    bytes: Bytes,
    tag: ETag,
    modified: Timestamp,
}

#[derive(Default)]
struct Stored {
    objects: BTreeMap<String, Object>,
    uploads: BTreeMap<String, BTreeMap<i32, Object>>,
    count: u64,
}

#[derive(Default)]
struct Bucket(Mutex<Stored>);

/// Serves one bucket, whatever it is called, until it is ended. Who signs with other keys than the
/// tests do is turned away.
pub async fn serve(listener: TcpListener) {
    let mut service = S3ServiceBuilder::new(Bucket::default());
    service.set_auth(SimpleAuth::from_single(super::super::ACCOUNT, super::super::SECRET));
    let router = Router::new().fallback(handle).with_state(service.build());
    axum::serve(listener, router).await.expect("a server");
}

async fn handle(State(service): State<S3Service>, request: Request) -> Response {
    match service.call(request.map(s3s::Body::http_body_unsync)).await {
        Ok(answer) => answer.map(Body::new),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:?}")).into_response(),
    }
}

impl Stored {
    /// Something new, with a tag that nothing else has. Times are whole seconds, as in headers.
    fn object(&mut self, bytes: Bytes) -> Object {
        self.count += 1;
        let seconds = SystemTime::UNIX_EPOCH.elapsed().expect("a time after 1970").as_secs();
        let modified = (SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).into();
        Object { bytes, tag: ETag::Strong(format!("{:032x}", self.count)), modified }
    }

    fn found(&self, key: &str) -> S3Result<Object> {
        self.objects.get(key).cloned().ok_or_else(|| s3_error!(NoSuchKey))
    }

    fn upload(&mut self, id: &str) -> S3Result<&mut BTreeMap<i32, Object>> {
        self.uploads.get_mut(id).ok_or_else(|| s3_error!(NoSuchUpload))
    }

    /// Whether the conditions of a write hold.
    fn check_write(&self, key: &str, headers: &HeaderMap) -> S3Result<()> {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let there = self.objects.get(key);
        match (header("if-none-match"), header("if-match"), there) {
            (Some(_), _, Some(_)) => Err(s3_error!(PreconditionFailed)),
            (_, Some(_), None) => Err(s3_error!(NoSuchKey)),
            (_, Some(tag), Some(there)) if !tag.contains(there.tag.value()) => Err(s3_error!(PreconditionFailed)),
            _ => Ok(()),
        }
    }
}

impl Object {
    /// Whether the conditions of a read hold.
    fn check_read(
        &self,
        tags: (Option<ETagCondition>, Option<ETagCondition>),
        times: (Option<Timestamp>, Option<Timestamp>),
    ) -> S3Result<()> {
        let is = |tag: &ETagCondition| tag.as_etag().is_none_or(|tag| tag.value() == self.tag.value());
        let ((matching, other), (since, before)) = (tags, times);
        if matching.is_some_and(|tag| !is(&tag)) || before.is_some_and(|time| self.modified > time) {
            return Err(s3_error!(PreconditionFailed));
        }
        if other.is_some_and(|tag| is(&tag)) || since.is_some_and(|time| self.modified <= time) {
            let mut unchanged: S3Error = s3_error!(NotModified);
            unchanged.set_status_code(StatusCode::NOT_MODIFIED);
            return Err(unchanged);
        }
        Ok(())
    }

    fn size(&self) -> Option<i64> {
        i64::try_from(self.bytes.len()).ok()
    }
}

async fn read(body: Option<StreamingBlob>) -> Bytes {
    let Some(body) = body else { return Bytes::new() };
    body.try_collect::<Vec<_>>().await.expect("a body").concat().into()
}

fn answer<T>(output: T) -> S3Result<S3Response<T>> {
    Ok(S3Response::new(output))
}

impl Bucket {
    fn stored(&self) -> MutexGuard<'_, Stored> {
        self.0.lock().unwrap()
    }
}

#[async_trait::async_trait]
impl S3 for Bucket {
    async fn create_bucket(&self, _: S3Request<CreateBucketInput>) -> S3Result<S3Response<CreateBucketOutput>> {
        answer(CreateBucketOutput::default())
    }

    async fn put_object(&self, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        let bytes = read(request.input.body).await;
        let mut stored = self.stored();
        stored.check_write(&request.input.key, &request.headers)?;
        let object = stored.object(bytes);
        let tag = Some(object.tag.clone());
        stored.objects.insert(request.input.key, object);
        answer(PutObjectOutput { e_tag: tag, ..Default::default() })
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        let input = request.input;
        let object = self.stored().found(&input.key)?;
        let times = (input.if_modified_since, input.if_unmodified_since);
        object.check_read((input.if_match, input.if_none_match), times)?;
        let size = object.bytes.len() as u64;
        let range = input.range.map(|range| range.check(size)).transpose()?;
        let (bytes, content_range) = match range {
            None => (object.bytes, None),
            Some(range) => (
                object.bytes.slice(range.start as usize..range.end as usize),
                Some(format!("bytes {}-{}/{size}", range.start, range.end - 1)),
            ),
        };
        answer(GetObjectOutput {
            content_length: Some(bytes.len() as i64),
            content_range,
            content_disposition: input.response_content_disposition,
            body: Some(StreamingBlob::wrap(stream::iter([Ok::<_, std::io::Error>(bytes)]))),
            e_tag: Some(object.tag),
            last_modified: Some(object.modified),
            ..Default::default()
        })
    }

    async fn head_object(&self, request: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        let input = request.input;
        let object = self.stored().found(&input.key)?;
        let times = (input.if_modified_since, input.if_unmodified_since);
        object.check_read((input.if_match, input.if_none_match), times)?;
        answer(HeadObjectOutput {
            content_length: object.size(),
            e_tag: Some(object.tag),
            last_modified: Some(object.modified),
            ..Default::default()
        })
    }

    async fn delete_objects(
        &self,
        request: S3Request<DeleteObjectsInput>,
    ) -> S3Result<S3Response<DeleteObjectsOutput>> {
        let mut stored = self.stored();
        for object in request.input.delete.objects {
            stored.objects.remove(&object.key);
        }
        answer(DeleteObjectsOutput::default())
    }

    /// Pages of at most 3 entries, so that every list of a test goes through several.
    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let (input, mut output) = (request.input, ListObjectsV2Output::default());
        let prefix = input.prefix.unwrap_or_default();
        let after = input.continuation_token.or(input.start_after).unwrap_or_default();
        let (mut objects, mut folders) = (Vec::new(), Vec::new());
        let mut last = String::new();
        for (key, object) in &self.stored().objects {
            let Some(rest) = key.strip_prefix(&prefix) else { continue };
            let folder = input.delimiter.as_ref().and_then(|delimiter| rest.split_once(delimiter.as_str()));
            let name = folder.map_or_else(|| key.clone(), |(folder, _)| format!("{prefix}{folder}/"));
            if name <= after || name == last {
                continue;
            }
            if objects.len() + folders.len() == 3 {
                output.is_truncated = Some(true);
                output.next_continuation_token = Some(last);
                break;
            }
            last.clone_from(&name);
            match folder {
                Some(_) => folders.push(CommonPrefix { prefix: Some(name) }),
                None => objects.push(s3s::dto::Object {
                    key: Some(name),
                    size: object.size(),
                    e_tag: Some(object.tag.clone()),
                    last_modified: Some(object.modified.clone()),
                    ..Default::default()
                }),
            }
        }
        answer(ListObjectsV2Output { contents: Some(objects), common_prefixes: Some(folders), ..output })
    }

    async fn copy_object(&self, request: S3Request<CopyObjectInput>) -> S3Result<S3Response<CopyObjectOutput>> {
        let CopySource::Bucket { key, .. } = &request.input.copy_source else { return Err(s3_error!(NotImplemented)) };
        let mut stored = self.stored();
        let bytes = stored.found(key)?.bytes;
        stored.check_write(&request.input.key, &request.headers)?;
        let object = stored.object(bytes);
        stored.objects.insert(request.input.key, object);
        answer(CopyObjectOutput { copy_object_result: Some(CopyObjectResult::default()), ..Default::default() })
    }

    async fn create_multipart_upload(
        &self,
        _: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        let mut stored = self.stored();
        stored.count += 1;
        let id = format!("upload{}", stored.count);
        stored.uploads.insert(id.clone(), BTreeMap::new());
        answer(CreateMultipartUploadOutput { upload_id: Some(id), ..Default::default() })
    }

    async fn upload_part(&self, request: S3Request<UploadPartInput>) -> S3Result<S3Response<UploadPartOutput>> {
        let bytes = read(request.input.body).await;
        let mut stored = self.stored();
        let part = stored.object(bytes);
        let tag = Some(part.tag.clone());
        stored.upload(&request.input.upload_id)?.insert(request.input.part_number, part);
        answer(UploadPartOutput { e_tag: tag, ..Default::default() })
    }

    async fn list_parts(&self, request: S3Request<ListPartsInput>) -> S3Result<S3Response<ListPartsOutput>> {
        let mut stored = self.stored();
        let part = |(number, part): (&i32, &Object)| Part {
            part_number: Some(*number),
            size: part.size(),
            e_tag: Some(part.tag.clone()),
            ..Default::default()
        };
        let parts = stored.upload(&request.input.upload_id)?.iter().map(part).collect();
        answer(ListPartsOutput { parts: Some(parts), ..Default::default() })
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let mut stored = self.stored();
        let parts = stored.upload(&request.input.upload_id)?.clone();
        let named = request.input.multipart_upload.and_then(|named| named.parts).unwrap_or_default();
        if named.is_empty() {
            return Err(s3_error!(MalformedXML));
        }
        let mut bytes = Vec::new();
        for (position, wanted) in named.iter().enumerate() {
            let part = wanted.part_number.and_then(|number| parts.get(&number));
            let part =
                part.filter(|part| wanted.e_tag.as_ref() == Some(&part.tag)).ok_or_else(|| s3_error!(InvalidPart))?;
            if position + 1 < named.len() && part.bytes.len() < 5 * 1024 * 1024 {
                return Err(s3_error!(EntityTooSmall));
            }
            bytes.extend_from_slice(&part.bytes);
        }
        stored.uploads.remove(&request.input.upload_id);
        let object = stored.object(bytes.into());
        let tag = Some(object.tag.clone());
        stored.objects.insert(request.input.key, object);
        answer(CompleteMultipartUploadOutput { e_tag: tag, ..Default::default() })
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        self.stored().uploads.remove(&request.input.upload_id).ok_or_else(|| s3_error!(NoSuchUpload))?;
        answer(AbortMultipartUploadOutput::default())
    }
}
