//! Cells that a file leaves out: they take no byte of it, and as much memory and time as all others once they are filled in.

use crate::limits::{FREE_FILLED_CELLS, MAX_FILL_RATIO};
use skydash_domain::{Error, Result};

/// Counts the cells of a file that are written and those that are not.
#[derive(Debug)]
pub(crate) struct Filled {
    written: u64,
    left_out: u64,
    remedy: &'static str,
}

impl Filled {
    /// None yet. `remedy` ends the sentence for a file that leaves out too many.
    pub(crate) fn new(remedy: &'static str) -> Self {
        Self { written: 0, left_out: 0, remedy }
    }

    /// Adds cells.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when more are left out than [`FREE_FILLED_CELLS`], and [`MAX_FILL_RATIO`] times those written.
    pub(crate) fn add(&mut self, written: u64, left_out: u64) -> Result<()> {
        self.written = self.written.saturating_add(written);
        self.left_out = self.left_out.saturating_add(left_out);
        if self.left_out <= FREE_FILLED_CELLS.max(self.written.saturating_mul(MAX_FILL_RATIO)) {
            return Ok(());
        }
        Err(Error::too_large(format!(
            "The file leaves out nearly all of its table: {} values are written, more than {} are not. {}",
            self.written, FREE_FILLED_CELLS, self.remedy
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_follows_from_what_is_written() {
        let mut filled = Filled::new("Write them.");
        filled.add(1, FREE_FILLED_CELLS).unwrap();
        let error = filled.add(1, 1).unwrap_err().to_string();
        assert!(error.contains("2 values are written, more than 20000000 are not. Write them."), "{error}");
        let mut filled = Filled::new("");
        filled.add(FREE_FILLED_CELLS, FREE_FILLED_CELLS * MAX_FILL_RATIO).unwrap();
        filled.add(0, 1).unwrap_err();
    }
}
