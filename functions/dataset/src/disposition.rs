//! The `Content-Disposition` of a download (RFC 6266), whatever a dataset is called.

use axum::http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 8187 demands to be encoded in an extended value.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Most characters of a file name, its extension not counted.
const MAX_CHARACTERS: usize = 120;

/// A header that saves the answer as `name` with this extension.
///
/// A name that a token cannot hold is sent twice: in plain characters, and in full as `filename*`. Whatever could end
/// the header, leave the folder or hide the file is replaced.
pub(crate) fn attachment(name: &str, extension: &str) -> HeaderValue {
    let name = format!("{}.{extension}", safe(name));
    let text = if name.bytes().all(is_plain) {
        format!("attachment; filename={name}")
    } else {
        let plain: String = name.chars().map(|it| if it.is_ascii() && is_plain(it as u8) { it } else { '_' }).collect();
        format!("attachment; filename={plain}; filename*=UTF-8''{}", utf8_percent_encode(&name, ENCODED))
    };
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

fn safe(name: &str) -> String {
    let clean = |it: char| if it.is_control() || r#"\/:*?"<>|"#.contains(it) { '_' } else { it };
    let name: String = name.trim().chars().take(MAX_CHARACTERS).map(clean).collect();
    let name = name.trim_start_matches('.');
    if name.is_empty() { "dataset".into() } else { name.into() }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_plain_name_is_written_plainly() {
        assert_eq!(attachment("iris_2", "csv"), "attachment; filename=iris_2.csv");
    }

    #[test]
    fn any_other_name_is_encoded() {
        assert_eq!(attachment("Año 1", "csv"), "attachment; filename=A_o_1.csv; filename*=UTF-8''A%C3%B1o%201.csv");
    }

    #[test]
    fn no_name_breaks_out_of_the_header_or_the_folder() {
        assert_eq!(attachment("../../etc/passwd", "csv"), "attachment; filename=_.._etc_passwd.csv");
        assert_eq!(
            attachment("a\r\nSet-Cookie: b=1", "csv"),
            "attachment; filename=a__Set-Cookie__b_1.csv; filename*=UTF-8''a__Set-Cookie_%20b%3D1.csv"
        );
        assert_eq!(attachment("a\"; filename=\"b", "csv").to_str().map(|it| it.contains('"')).ok(), Some(false));
        assert_eq!(attachment("", "csv"), "attachment; filename=dataset.csv");
        assert_eq!(attachment(&"x".repeat(500), "csv").len(), "attachment; filename=.csv".len() + 120);
    }
}
