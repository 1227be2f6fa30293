//! What a function may do, as statements of its role's policy.

use skydash_http::Grant;

/// Takes messages of the compute queue.
pub const TAKE_JOBS: &str = include_str!("../parts/permissions/take-jobs.yaml");

/// Takes dead letters, and removes what nothing refers to.
pub const CLEAN_UP: &str = include_str!("../parts/permissions/clean-up.yaml");

/// Stores answers that are too large, and leads to them.
const SEND_ANSWERS: &str = include_str!("../parts/permissions/send-answers.yaml");

/// The statements of these grants.
pub fn statements(grants: &[Grant]) -> String {
    grants.iter().map(|grant| statement(*grant)).collect()
}

/// The statements of a function that answers requests. What answers without records answers briefly.
pub fn of_a_server(grants: &[Grant]) -> String {
    let answers = if grants.contains(&Grant::Records) { SEND_ANSWERS } else { "" };
    statements(grants) + answers
}

/// The statements of what carries jobs out. It hands them over to the other lane, and calls those that waited for them.
pub fn of_a_worker() -> String {
    statements(&[Grant::Records, Grant::ReadObjects, Grant::WriteObjects, Grant::SendJobs])
}

fn statement(grant: Grant) -> &'static str {
    match grant {
        Grant::Records => include_str!("../parts/permissions/records.yaml"),
        Grant::ReadObjects => include_str!("../parts/permissions/read-objects.yaml"),
        Grant::WriteObjects => include_str!("../parts/permissions/write-objects.yaml"),
        Grant::SendJobs => include_str!("../parts/permissions/send-jobs.yaml"),
    }
}
