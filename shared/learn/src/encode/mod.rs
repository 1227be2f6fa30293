//! From the columns of a table to the numbers a model sees, and back.

mod category;
mod input;
mod target;

pub use input::InputEncoder;
pub use target::TargetEncoder;

#[cfg(test)]
mod tests;
