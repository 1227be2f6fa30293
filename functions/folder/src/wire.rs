//! What clients send and receive.

use serde::{Deserialize, Serialize};
use skydash_domain::folder::Folder;
use skydash_http::openapi::Name;
use skydash_http::time;
use utoipa::ToSchema;

/// A folder.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FolderRow {
    id: i64,
    name: String,
    created: String,
    last_modified: String,
}

impl From<Folder> for FolderRow {
    fn from(folder: Folder) -> Self {
        Self {
            id: folder.id.0,
            name: folder.name,
            created: time::local(folder.created),
            last_modified: time::local(folder.last_modified),
        }
    }
}

/// The name of a folder to be created or renamed.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct FolderName {
    /// Unique among folders.
    #[schema(value_type = Name)]
    pub(crate) name: String,
}
