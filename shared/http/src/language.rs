//! The caller's language.

use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use std::convert::Infallible;

/// A language the catalog speaks, from the first tag of `Accept-Language`; English for any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
    /// Portuguese.
    Pt,
    /// German.
    De,
    /// Chinese.
    Zh,
}

impl Language {
    /// The two-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
            Self::Pt => "pt",
            Self::De => "de",
            Self::Zh => "zh",
        }
    }

    /// The language of an `Accept-Language` header: `es-CL,es;q=0.9` is Spanish. Weights are not compared.
    #[must_use]
    pub fn from_header(header: &str) -> Self {
        let first = header.split([',', ';']).next().unwrap_or_default();
        match first.split('-').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "es" => Self::Es,
            "pt" => Self::Pt,
            "de" => Self::De,
            "zh" => Self::Zh,
            _ => Self::En,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Language {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(header.map(Self::from_header).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_tag_counts() {
        for (header, language) in [
            ("es-CL,es;q=0.9", Language::Es),
            ("EN", Language::En),
            ("fr,de", Language::En),
            ("zh", Language::Zh),
            ("", Language::En),
        ] {
            assert_eq!(Language::from_header(header), language, "{header}");
        }
    }
}
