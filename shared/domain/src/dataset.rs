//! Datasets: a name and a pointer to an immutable version of a table.

use crate::ids::{DatasetId, FolderId, JobId};
use crate::status::Status;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// An immutable version of a table in the object store: one summary object that names its parts.
///
/// Renaming a column or choosing an encoder writes a new summary over the same parts; copying a
/// dataset copies this pointer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableVersion {
    /// The version's own id (UUID text), from which its summary's key is made.
    pub id: String,
    /// Number of rows.
    pub rows: u64,
    /// Number of columns.
    pub columns: u64,
    /// SHA-256 of its summary, in hexadecimal digits; none where an earlier version wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

/// A dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// Its id.
    pub id: DatasetId,
    /// Its name, unique among datasets.
    pub name: String,
    /// When it was created (restated when its upload job starts).
    pub created: Timestamp,
    /// When anything about it last changed.
    pub last_modified: Timestamp,
    /// Where its upload stands.
    pub status: Status,
    /// The table, once there is one.
    pub table: Option<TableVersion>,
    /// The folder it is listed in.
    pub folder_id: Option<FolderId>,
    /// The job that last worked on it.
    pub job_id: Option<JobId>,
}
