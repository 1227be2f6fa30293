//! What every process needs around its routers or its queue: logs, a listening socket or Lambda's events, an orderly end.

mod connections;
mod idle;
pub mod lambda;
pub mod logs;
mod outgoing;
pub mod serve;
