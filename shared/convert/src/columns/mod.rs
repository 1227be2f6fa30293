//! Removing, combining and retyping columns.

mod cast;
pub(crate) mod character_replacer;
pub(crate) mod column_arithmetic;
pub(crate) mod column_concat;
pub(crate) mod column_remover;
pub(crate) mod nan_remover;
pub(crate) mod numeric_expansion;
mod operand;
pub(crate) mod type_cast;

#[cfg(test)]
mod tests;
