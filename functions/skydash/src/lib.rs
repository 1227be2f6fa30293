//! The one binary's parts: every router together, the frontend, and the server over embedded storage.

pub mod args;
pub mod check;
pub mod frontend;
pub mod routes;
pub mod serve;
