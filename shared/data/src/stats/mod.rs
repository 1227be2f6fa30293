//! Statistics of a table: what can be counted while rows stream by, and what needs a whole column.

mod comoments;
mod counts;
mod duplicates;
mod moments;
mod order;
mod profile;
mod report;
mod running;
mod texts;

pub(crate) use profile::{Profile, Profiler, Wanted, profile};
pub(crate) use report::{Report, report};
pub(crate) use running::Running;
