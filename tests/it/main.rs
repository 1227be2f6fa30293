//! Tests of the whole project: its shape, its published API, and its behaviour on the wire.

mod edges;
mod openapi;
mod sources;
