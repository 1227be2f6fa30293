//! Lists of objects, and deleting many.

use super::failure::{Doing, generic, translate, words};
use super::{Objects, get};
use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::types::{Delete, Object, ObjectIdentifier};
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use object_store::path::{DELIMITER, Path};
use object_store::{ListResult, ObjectMeta, Result};

/// What is known of a listed object.
fn meta(object: &Object) -> Result<ObjectMeta> {
    let size = object.size().and_then(|size| size.try_into().ok());
    Ok(ObjectMeta {
        location: Path::parse(object.key().unwrap_or_default())?,
        last_modified: get::last_modified(object.last_modified())?,
        size: size.ok_or_else(|| generic("S3 gave no size for an object"))?,
        e_tag: object.e_tag().map(str::to_owned),
        version: None,
    })
}

impl Objects {
    /// The pages of a list: below `prefix` as a folder, after `offset`, and with `is_flat` nothing
    /// below its own folders.
    fn pages(
        &self,
        prefix: Option<&Path>,
        offset: Option<&Path>,
        is_flat: bool,
    ) -> BoxStream<'static, Result<ListObjectsV2Output>> {
        let prefix = prefix.filter(|prefix| !prefix.as_ref().is_empty()).map(|prefix| format!("{prefix}{DELIMITER}"));
        let place = prefix.clone().unwrap_or_default();
        let list = self
            .client
            .list_objects_v2()
            .bucket(&*self.bucket)
            .set_prefix(prefix)
            .set_start_after(offset.map(ToString::to_string))
            .set_delimiter(is_flat.then(|| DELIMITER.to_owned()));
        let pages = list.into_paginator().send();
        stream::try_unfold((pages, place), |(mut pages, place)| async move {
            match pages.try_next().await {
                Ok(page) => Ok(page.map(|page| (page, (pages, place)))),
                Err(error) => Err(translate(error, &place, Doing::Reading)),
            }
        })
        .boxed()
    }

    /// Every object below `prefix`, after `offset`.
    pub(super) fn list_after(
        &self,
        prefix: Option<&Path>,
        offset: Option<&Path>,
    ) -> BoxStream<'static, Result<ObjectMeta>> {
        let found = |page: ListObjectsV2Output| stream::iter(page.contents.unwrap_or_default()).map(|it| meta(&it));
        self.pages(prefix, offset, false).map_ok(found).try_flatten().boxed()
    }

    /// The objects and folders directly below `prefix`.
    pub(super) async fn list_folder(&self, prefix: Option<&Path>) -> Result<ListResult> {
        let mut pages = self.pages(prefix, None, true);
        let mut result = ListResult { objects: Vec::new(), common_prefixes: Vec::new() };
        while let Some(page) = pages.try_next().await? {
            for object in page.contents() {
                result.objects.push(meta(object)?);
            }
            for folder in page.common_prefixes() {
                result.common_prefixes.push(Path::parse(folder.prefix().unwrap_or_default())?);
            }
        }
        Ok(result)
    }

    /// Deletes objects, and gives the keys of those that could not be, with the reason.
    pub(super) async fn delete_keys(&self, keys: Vec<String>) -> Result<Vec<(String, String)>, String> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut delete = Delete::builder().quiet(true);
        for key in keys {
            delete = delete.objects(ObjectIdentifier::builder().key(key).build().map_err(|error| error.to_string())?);
        }
        let delete = delete.build().map_err(|error| error.to_string())?;
        let deleted = self.client.delete_objects().bucket(&*self.bucket).delete(delete).send().await;
        let failures = deleted.map_err(|error| words(&error))?.errors.unwrap_or_default();
        let failure = |failure: aws_sdk_s3::types::Error| {
            let why = format!("{}: {}", failure.code().unwrap_or("unknown"), failure.message().unwrap_or("no message"));
            (failure.key.unwrap_or_default(), why)
        };
        Ok(failures.into_iter().map(failure).collect())
    }
}
