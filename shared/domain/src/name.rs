//! What may be a name.

use crate::error::{Error, Result};

/// Longest name of an entity; names become part of keys.
pub const MAX_CHARACTERS: usize = 200;

/// Checks a name that must say something.
///
/// # Errors
/// [`Error::Invalid`] for a blank or overlong name.
pub fn check(name: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::invalid("Name cannot be empty"));
    }
    check_length(name)
}

/// Checks a name that may be empty.
///
/// # Errors
/// [`Error::Invalid`] for an overlong name.
pub fn check_length(name: &str) -> Result<()> {
    if name.chars().nth(MAX_CHARACTERS).is_some() {
        return Err(Error::invalid(format!("The name may have at most {MAX_CHARACTERS} characters.")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_neither_blank_nor_endless() {
        assert_eq!(check(" \t"), Err(Error::invalid("Name cannot be empty")));
        assert!(check(&"é".repeat(MAX_CHARACTERS)).is_ok());
        assert!(check(&"é".repeat(MAX_CHARACTERS + 1)).is_err());
        assert!(check_length("").is_ok());
    }
}
