//! What names look like in the published schemas.

use skydash_domain::name::MAX_CHARACTERS;
use std::borrow::Cow;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A name as [`skydash_domain::name::check`] wants it: `#[schema(value_type = Name)]` on a field that it checks.
#[derive(Debug)]
pub struct Name;

impl PartialSchema for Name {
    fn schema() -> RefOr<Schema> {
        text("A name. It is not blank.").min_length(Some(1)).pattern(Some(r"\S")).into()
    }
}

impl ToSchema for Name {
    fn name() -> Cow<'static, str> {
        "Name".into()
    }
}

/// A name that may be empty, as [`skydash_domain::name::check_length`] wants it.
#[derive(Debug)]
pub struct Title;

impl PartialSchema for Title {
    fn schema() -> RefOr<Schema> {
        text("A name that may be empty.").into()
    }
}

impl ToSchema for Title {
    fn name() -> Cow<'static, str> {
        "Title".into()
    }
}

fn text(description: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).max_length(Some(MAX_CHARACTERS)).description(Some(description))
}
