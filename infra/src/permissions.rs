//! What a function may do, as statements of its role's policy.

use skydash_http::Grant;

/// Takes messages of the compute queue.
pub const TAKE_JOBS: &str = include_str!("../parts/permissions/take-jobs.yaml");

/// Takes dead letters, and removes what nothing refers to.
pub const CLEAN_UP: &str = include_str!("../parts/permissions/clean-up.yaml");

/// The statements of these grants.
pub fn statements(grants: &[Grant]) -> String {
    grants.iter().map(|grant| statement(*grant)).collect()
}

fn statement(grant: Grant) -> &'static str {
    match grant {
        Grant::Records => include_str!("../parts/permissions/records.yaml"),
        Grant::ReadObjects => include_str!("../parts/permissions/read-objects.yaml"),
        Grant::WriteObjects => include_str!("../parts/permissions/write-objects.yaml"),
        Grant::SendJobs => include_str!("../parts/permissions/send-jobs.yaml"),
    }
}
