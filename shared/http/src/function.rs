//! What is deployed: a function is a few resources, and what they may touch.

use crate::Router;

/// One function, as every crate in `functions/` describes itself. The one binary serves all of them; a deployment runs
/// each on its own, with the permissions named here and no others.
pub struct Function {
    /// Its name, that of its folder.
    pub name: &'static str,
    /// Its routers, each with the path of its resource below the API's prefix.
    pub resources: Vec<(&'static str, Router)>,
    /// What it may do.
    pub grants: &'static [Grant],
    /// How much memory it gets. Lambda gives it a share of a processor in proportion.
    pub memory_mb: u32,
}

/// Something a function may do. Every function may write logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// Read and write records.
    Records,
    /// Read stored tables and results.
    ReadObjects,
    /// Store uploads and results, and remove them.
    WriteObjects,
    /// Send jobs to the queues.
    SendJobs,
}

impl Function {
    /// The paths of its resources.
    pub fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.resources.iter().map(|(path, _)| *path)
    }
}
