//! What Skydash needs from the outside, as traits: a store for metadata, a queue for jobs, an
//! object store, a clock and a source of ids.
//!
//! Nothing in here knows a vendor. Each port has one conformance suite (feature `conformance`)
//! that every adapter passes.

pub mod blocking;
pub mod cascade;
pub mod clock;
pub mod damage;
pub mod entity;
pub mod hash;
pub mod identity;
pub mod links;
pub mod meta;
pub mod objects;
pub mod place;
pub mod queue;
pub mod references;
pub mod room;
pub mod scope;
pub mod splits;
pub mod upload_reader;
pub mod uploads;

#[cfg(feature = "conformance")]
pub mod conformance;

pub use blocking::{NewParts, Parts, on_thread};
pub use clock::{Clock, Entropy};
pub use damage::Damaged;
pub use entity::{Attempt, Entity, Stored, Transaction};
pub use links::Links;
pub use meta::{Commit, Expect, Key, Kind, MetaStore, Order, Page, Query, Record, Write};
pub use objects::{Artifacts, Tables};
pub use queue::{Delivery, JobQueue, Lane};
pub use scope::Scope;
pub use uploads::Uploads;
