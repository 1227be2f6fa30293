//! Carries jobs out: takes messages, claims, runs, commits, acknowledges.
//!
//! One file a kind of job ([`dataset`], [`explorer`], [`converter`], [`model`], [`predict`]). Each reads what the job's ids lead
//! to, computes on threads of its own ([`threads`]), writes outputs under new keys, and ends with the one
//! transaction of [`skydash_jobs::Claim::finish`].

mod converter;
mod dataset;
mod executor;
mod explorer;
mod gpu;
mod model;
mod predict;
mod runner;
mod scope;
mod stage;
mod threads;
mod work;

pub use executor::Executor;
pub use runner::{Runner, Subprocess, hand_to};
pub use skydash_jobs::{Handled, Worker};
pub use work::carry_out;
