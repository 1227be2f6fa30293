//! The nouns of Skydash: ids, entities, state machines, tables and errors.
//!
//! Plain data and pure rules. Nothing here performs input or output, waits, or knows
//! where anything is stored; every other crate builds on these types.

pub mod artifact;
pub mod categories;
pub mod change;
pub mod columns;
pub mod converter;
pub mod dataset;
pub mod error;
pub mod explorer;
pub mod folder;
pub mod ids;
pub mod job;
pub mod metric;
pub mod name;
pub mod notebook;
pub mod parts;
pub mod prediction;
pub mod progress;
pub mod run;
pub mod session;
pub mod statistics;
pub mod status;
pub mod summary;
pub mod table;
pub mod tenant;
pub mod time;

pub use error::{Error, Result};
pub use ids::{ConverterId, DatasetId, ExplorerId, FolderId, JobId, NotebookId, PredictionId, RunId, SessionId};
pub use status::{JobStatus, Status};
pub use tenant::Tenant;
pub use time::Timestamp;
