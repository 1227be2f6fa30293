//! Pictures of components, drawn from their colour and kind.

use crate::sign::sign;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use skydash_catalog::Entry;
use skydash_http::error::Detail;
use skydash_http::{ApiResult, PathText};

const DEFAULT_COLOR: &str = "#90A4AE";

/// Returns a picture of a component.
#[utoipa::path(
    get, path = "/image/{name}", tag = "component",
    params(("name" = String, Path, description = "The component's name")),
    responses(
        (status = 200, body = String, content_type = "image/svg+xml"),
        (status = 404, body = Detail, description = "No such component"),
    )
)]
pub(crate) async fn get_component_image(PathText(name): PathText) -> ApiResult<Response> {
    let picture = draw(crate::entry(&name)?);
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=3600")];
    Ok((headers, picture).into_response())
}

/// A card in the component's colour with a sign of its kind and its initials.
fn draw(entry: &Entry) -> String {
    let color = entry.color.unwrap_or(DEFAULT_COLOR);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 160" role="img"><title>{name}</title><rect width="240" height="160" rx="12" fill="{color}" fill-opacity="0.15"/><g fill="none" stroke="{color}" stroke-width="5" stroke-linecap="round" stroke-linejoin="round">{sign}</g><text x="120" y="142" fill="{color}" font-family="sans-serif" font-size="20" font-weight="bold" text-anchor="middle">{initials}</text></svg>"#,
        name = entry.name,
        sign = sign(entry),
        initials = initials(entry.name),
    )
}

/// The capital letters of a name, four at most.
fn initials(name: &str) -> String {
    name.chars().filter(char::is_ascii_uppercase).take(4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_component_has_a_picture() {
        for entry in skydash_catalog::registry::all() {
            let picture = draw(entry);
            assert!(picture.starts_with("<svg") && picture.ends_with("</svg>"), "{}", entry.name);
            assert!(!initials(entry.name).is_empty(), "{}", entry.name);
        }
    }
}
