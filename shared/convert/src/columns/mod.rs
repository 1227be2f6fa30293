//! Removing, combining and retyping columns.

pub(crate) mod column_remover;

pub(crate) use column_remover::ColumnRemover;
