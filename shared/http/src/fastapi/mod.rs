//! Habits of FastAPI and pydantic that clients of the reference API rely on, and nothing else.
//!
//! * A request of the wrong shape is answered with 422 and a list, one entry a fault, each with
//!   `type`, `loc`, `msg` and `input` ([`ValidationError`]). The screens print `msg`.
//! * Numbers and booleans are accepted as text where a number or boolean is due: the frontend
//!   sends `model_session_id` as a string.
//! * Ids in paths that are not integers are a 422, not a 404.
//! * A trailing slash more or less reaches the same route (see [`crate::middleware`]).
//!
//! The shape demanded is the shape published: requests are checked against the OpenAPI schema of
//! the type they are read into.

mod body;
pub mod json_error;
mod lax;
mod path;
mod query;
mod schema;
mod validation;

pub use body::{Body, double_option, parse_body};
pub use path::{PathId, PathText};
pub use query::Query;
pub use validation::{ValidationError, validate};
