//! The languages of the catalog and its translations, keyed by the English text.

use serde_json::Value;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The languages, English first.
pub const LANGUAGES: [&str; 5] = ["en", "es", "pt", "de", "zh"];

/// The files of a language: one for each part of the catalog.
macro_rules! files {
    ($code:literal) => {
        files!($code: "core", "explorers", "columns", "time", "scaling", "encoding", "missing", "reduction", "kernels",
            "selection", "text", "sampling")
    };
    ($code:literal: $($part:literal),+) => {
        &[$(include_str!(concat!("../i18n/", $code, "/", $part, ".json"))),+]
    };
}

const TRANSLATIONS: [&[&str]; 5] = [&[], files!("es"), files!("pt"), files!("de"), files!("zh")];

/// The position of a language code, that of English for any other.
pub(crate) fn position(code: &str) -> usize {
    LANGUAGES.iter().position(|language| *language == code).unwrap_or_default()
}

/// The translations of the language at this position.
pub(crate) fn table(position: usize) -> &'static HashMap<String, String> {
    static TABLES: [OnceLock<HashMap<String, String>>; 5] = [const { OnceLock::new() }; 5];
    TABLES[position].get_or_init(|| {
        let parts = TRANSLATIONS[position].iter();
        parts.flat_map(|part| serde_json::from_str::<HashMap<String, String>>(part).unwrap_or_default()).collect()
    })
}

/// A text in the language at this position; English where it is missing, which a test forbids.
pub(crate) fn translate(position: usize, text: &str) -> Value {
    Value::String(table(position).get(text).cloned().unwrap_or_else(|| text.to_owned()))
}

/// A text in all languages at once, by code.
pub(crate) fn all_languages(text: &str) -> Value {
    LANGUAGES.iter().enumerate().map(|(position, code)| ((*code).to_owned(), translate(position, text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_translations_can_be_read() {
        for (code, parts) in LANGUAGES.iter().zip(TRANSLATIONS) {
            for (number, part) in parts.iter().enumerate() {
                assert!(serde_json::from_str::<HashMap<String, String>>(part).is_ok(), "{code}, file {number}");
            }
        }
    }
}
