//! HTTP over the ports: shared state, extractors, errors as responses, and the habits of the
//! reference API that clients rely on.
//!
//! A router crate uses, and needs, only this much of it:
//! [`App`] as the state, [`Scoped`] for the caller's data, [`Language`], the extractors
//! [`Body`], [`Query`], [`PathId`] and [`PathText`], [`ApiResult`] with `?`, the [`reply`] types, and [`list`] for lists.

pub mod app;
pub mod artifact;
pub mod body;
pub mod cache;
pub mod config;
pub mod error;
pub mod fastapi;
pub mod function;
pub mod language;
pub mod list;
pub mod middleware;
pub mod multipart;
pub mod openapi;
pub mod reply;
pub mod rows;
pub mod storing;
pub mod tables;
pub mod time;
pub mod token;

pub use app::{App, Scoped};
pub use config::Config;
pub use error::{ApiError, ApiResult};
pub use fastapi::{Body, PathId, PathText, Query};
pub use function::{Function, Grant};
pub use language::Language;
pub use token::TableToken;

/// A router of one resource, to be nested under `/api/v1`.
pub type Router = utoipa_axum::router::OpenApiRouter<App>;

/// Where the API lives.
pub const API_PREFIX: &str = "/api/v1";
