//! The catalog: every component clients can choose, with its parameters, schema, relations and texts.
//!
//! A component with parameters is one struct that implements [`Component`]; what is published about it is
//! derived from the struct. Engines take [`Checked`] parameters only.

pub mod ancestry;
pub mod card;
pub mod check;
pub mod component;
pub mod converters;
pub mod entry;
pub mod explorers;
pub mod filter;
pub mod jobs;
pub mod kind;
pub mod language;
pub mod loaders;
pub mod metrics;
pub mod models;
pub mod optimizers;
pub mod published;
pub mod registry;
pub mod rules;
pub mod search;
pub mod splitters;
pub mod strategies;
pub mod tasks;
pub mod wire;

pub use card::{Card, Cardinality, ConverterTraits};
pub use component::{Checked, Component};
pub use entry::Entry;
pub use filter::{Filter, children};
pub use kind::Kind;
pub use language::LANGUAGES;
pub use published::{multilingual, published};
pub use registry::{find, is, is_model};
pub use search::{Bound, Search, Space};

#[cfg(test)]
mod tests;
