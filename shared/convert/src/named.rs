//! Numbers by name that a parameter holds as one text.

use serde_json::{Map, Value};
use skydash_domain::{Error, Result};

/// The numbers of these names in a text such as `{"gamma": 0.5}`; none for those that are not in it.
///
/// # Errors
/// [`Error::Invalid`] that names the parameter, for a text that is no such object or has other names.
pub(crate) fn numbers<const N: usize>(
    text: Option<&str>,
    parameter: &str,
    converter: &str,
    names: [&str; N],
) -> Result<[Option<f64>; N]> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok([None; N]) };
    let wrong = || {
        let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        Error::invalid(format!(
            "'{parameter}' of {converter} must be JSON such as {{\"{}\": 1}} with numbers for {}, or null.",
            names[0],
            quoted.join(", ")
        ))
    };
    // Python's quotes are understood, too.
    let given: Map<String, Value> = serde_json::from_str(&text.replace('\'', "\"")).map_err(|_| wrong())?;
    let mut found = [None; N];
    for (name, value) in &given {
        let place = names.iter().position(|known| known == name).ok_or_else(wrong)?;
        found[place] = Some(value.as_f64().filter(|number| number.is_finite()).ok_or_else(wrong)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_hold_numbers_by_name() {
        let read = |text: Option<&str>| numbers(text, "kernel_params", "Nystroem", ["gamma", "degree"]);
        assert_eq!(read(None).unwrap(), [None, None]);
        assert_eq!(read(Some(" ")).unwrap(), [None, None]);
        assert_eq!(read(Some(r#"{"degree": 2}"#)).unwrap(), [None, Some(2.0)]);
        assert_eq!(read(Some("{'gamma': 0.5}")).unwrap(), [Some(0.5), None]);
        for wrong in ["gamma=1", "[1]", r#"{"gamma": "x"}"#, r#"{"beta": 1}"#] {
            assert_eq!(
                read(Some(wrong)).unwrap_err().to_string(),
                "'kernel_params' of Nystroem must be JSON such as {\"gamma\": 1} with numbers for 'gamma', 'degree', or null."
            );
        }
    }
}
