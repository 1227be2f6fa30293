//! A job's life over the ports: asked for, claimed, kept alive, ended once, and swept up after
//! whatever fails in between.
//!
//! ```text
//!              enqueue            claim               finish
//!   (nothing) --------> waiting --------> running ------------> finished
//!                          |  ^             |  |  fail, dead letter
//!                   cancel |  | retry_later |  |-------------> error
//!                          v  '-------------'  |  cancelled
//!                      cancelled               '-------------> killed
//! ```
//!
//! Each step is one transaction over the job, the entity it works on, and the record
//! `active/<kind>/<id>` that holds an entity to one job at a time. A step is conditional on the
//! versions it was decided on. The number of the claim ([`Job::attempt`]) is the fencing token:
//! who was overtaken can write neither progress nor results. Messages only say where to look; lost,
//! late and repeated ones change nothing but the time a job waits.
//!
//! Steps are a tenant's own. What makes up for failures ([`sweep`], [`recover`], [`collect_garbage`], [`check`]) goes over
//! all tenants, whosever scope it is given. Jobs of one notebook stand in a line: converters are carried out one after
//! the other, in the order they were asked for.

mod active;
mod cancel;
mod carry;
mod change;
mod check;
mod claim;
mod dependents;
mod ending;
mod enqueue;
mod feed;
mod garbage;
mod hand_over;
mod line;
mod listing;
mod notebook;
mod retention;
mod subject;
mod sweep;
mod tenants;
mod worker;

#[cfg(test)]
mod active_tests;
#[cfg(test)]
mod line_tests;
#[cfg(test)]
mod listing_tests;
#[cfg(test)]
mod retention_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod tests;

pub use cancel::{cancel, cancel_all, stop, stop_each};
pub use carry::{Handled, Work, carry_out, hand_back, pause};
pub use check::{Report, check, check_content};
pub use claim::{Claim, Claiming, claim};
pub use ending::Next;
pub use enqueue::{enqueue, enqueue_new};
pub use feed::{Changes, Cursor, MOST_TOLD, changes, is_empty};
pub use garbage::{Collected, GRACE, clear_up, collect_garbage, collect_older_than, unreferred};
pub use listing::{JobSummary, Listing, list};
pub use notebook::{convert, explore};
pub use retention::{Retention, forget_ended};
pub use subject::{JobEntity, Subject};
pub use sweep::{Swept, dead_letter, recover, sweep};
pub use worker::Worker;

use skydash_domain::job::Job;
use std::time::Duration;

/// How long a claim is valid unless renewed.
pub const LEASE: Duration = Duration::from_secs(60);

/// How often a running job's progress is written and its cancellation looked up, at most.
pub const BEAT: Duration = Duration::from_millis(500);

/// How often a job is claimed before it is given up.
pub const MAX_ATTEMPTS: u32 = 5;

/// After how long without a claim the sweeper sends a job's message again. It doubles each time.
pub const RESEND_AFTER: Duration = Duration::from_secs(120);

/// What a 404 says about a job.
pub const NOT_FOUND: &str = <Job as skydash_ports::Entity>::NOT_FOUND;
