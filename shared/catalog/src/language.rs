//! The languages of the catalog and its translations, keyed by the English text.

use serde_json::Value;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The languages, English first.
pub const LANGUAGES: [&str; 5] = ["en", "es", "pt", "de", "zh"];

const TRANSLATIONS: [&str; 5] = [
    "{}",
    include_str!("../i18n/es.json"),
    include_str!("../i18n/pt.json"),
    include_str!("../i18n/de.json"),
    include_str!("../i18n/zh.json"),
];

/// The position of a language code, that of English for any other.
pub(crate) fn position(code: &str) -> usize {
    LANGUAGES.iter().position(|language| *language == code).unwrap_or_default()
}

/// The translations of the language at this position.
pub(crate) fn table(position: usize) -> &'static HashMap<String, String> {
    static TABLES: [OnceLock<HashMap<String, String>>; 5] = [const { OnceLock::new() }; 5];
    TABLES[position].get_or_init(|| serde_json::from_str(TRANSLATIONS[position]).unwrap_or_default())
}

/// A text in the language at this position; English where it is missing, which a test forbids.
pub(crate) fn translate(position: usize, text: &str) -> Value {
    Value::String(table(position).get(text).cloned().unwrap_or_else(|| text.to_owned()))
}

/// A text in all languages at once, by code.
pub(crate) fn all_languages(text: &str) -> Value {
    LANGUAGES.iter().enumerate().map(|(position, code)| ((*code).to_owned(), translate(position, text))).collect()
}
