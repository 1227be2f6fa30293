//! Categories as numbers.

mod grouping;
pub(crate) mod label_encoder;
mod learning;
pub(crate) mod one_hot_encoder;
pub(crate) mod ordinal_encoder;

#[cfg(test)]
mod tests;
