//! Tests of the whole project: its shape, its published API, and its behaviour on the wire.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod edges;
mod infra;
mod lanes;
mod lists;
mod notebooks;
mod openapi;
mod sources;
mod tenants;
mod world;
