//! What holds for every converter, and what scikit-learn and pandas make of the same tables.

mod budgets;
mod chain;
mod conformance;
pub(crate) mod golden;
mod requests;
