//! The catalog: every component clients can choose, with its parameters, schema, relations and texts.

pub mod check;
pub mod component;
pub mod kind;
pub mod loaders;
pub mod models;
pub mod search;
pub mod wire;

pub use component::{Checked, Component};
pub use kind::Kind;
pub use search::{Bound, Search, Space};
