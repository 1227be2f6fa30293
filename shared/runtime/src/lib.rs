//! What every process needs around its routers or its queue: logs, a listening socket, an orderly end.

pub mod logs;
pub mod serve;
