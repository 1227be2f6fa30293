//! Texts that cells refer to by number.

use skydash_domain::{Error, Result};

/// Texts of one workbook, and their bytes together.
const MAX_TEXTS: usize = 8_000_000;
const MAX_TEXT_BYTES: usize = 128 << 20;

/// Texts, one after the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Adds the next text.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for too many texts, or too much of them.
    pub(super) fn push(&mut self, text: &str) -> Result<()> {
        if self.ends.len() >= MAX_TEXTS || self.text.len() + text.len() > MAX_TEXT_BYTES {
            return Err(Error::too_large(format!(
                "The workbook has more than {MAX_TEXTS} different texts, or more than {} MB of them. Upload the sheet as CSV.",
                MAX_TEXT_BYTES >> 20
            )));
        }
        self.text.push_str(text);
        self.ends.push(self.text.len());
        Ok(())
    }

    /// The text of this number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.text[start..end])
    }
}
