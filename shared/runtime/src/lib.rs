//! What every process needs around its routers or its queue: logs, a listening socket, an orderly end.

mod connections;
pub mod logs;
mod outgoing;
pub mod serve;
