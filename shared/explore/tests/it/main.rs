//! Every explorer, as callers see it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod cases;
mod conformance;
mod golden;
mod hostile;
mod size;
mod tables;
