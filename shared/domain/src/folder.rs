//! Folders, which group datasets in the list.

use crate::ids::FolderId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A folder. Deleting one leaves its datasets, outside of any folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// Its id.
    pub id: FolderId,
    /// Its name, unique among folders.
    pub name: String,
    /// When it was created.
    pub created: Timestamp,
    /// When it was last renamed.
    pub last_modified: Timestamp,
}
