//! Pictures of components, drawn from their colour and kind.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use skydash_catalog::{Entry, Kind};
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
        sign = sign(entry.kind),
        initials = initials(entry.name),
    )
}

/// Lines that stand for a kind: a curve through points for models, a grid for tables, and so on.
fn sign(kind: Kind) -> &'static str {
    match kind {
        Kind::Model | Kind::GenerativeModel => {
            r#"<path d="M50 100C90 100 90 35 130 45S170 90 195 30"/><path d="M70 60h.1M105 95h.1M150 35h.1M180 85h.1" stroke-width="11"/>"#
        }
        Kind::Metric | Kind::Report => r#"<path d="M60 105V75M95 105V45M130 105V60M165 105V25M45 105H185"/>"#,
        Kind::DataLoader | Kind::DatasetSource => {
            r#"<path d="M60 25H180V110H60ZM60 52H180M60 80H180M100 25V110M140 25V110"/>"#
        }
        Kind::Splitter | Kind::EvaluationStrategy => {
            r#"<path d="M50 40H190M50 70H125M145 70H190M50 100H85M105 100H190"/>"#
        }
        Kind::Optimizer => r#"<path d="M50 35C80 120 110 120 130 75S175 95 190 45"/><circle cx="98" cy="102" r="7"/>"#,
        _ => r#"<circle cx="120" cy="68" r="42"/><path d="M100 68L115 83L142 53"/>"#,
    }
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
