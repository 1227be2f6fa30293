//! Every explorer, as callers see it.

mod cases;
mod conformance;
mod golden;
mod hostile;
mod size;
mod tables;
