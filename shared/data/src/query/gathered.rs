//! Rows from all over a table, as text in any order.

use crate::cell::View;
use crate::parts::Reader;
use crate::store::to_usize;
use skydash_domain::Result;
use std::ops::Range;

/// Rows between two wanted ones that are read rather than skipped.
const GAP_ROWS: u64 = 8192;

/// Adds the text of the row at a position of these columns.
pub(super) type WriteRow<'a> = dyn Fn(&[View<'_>], usize, &mut Vec<u8>) -> Result<()> + 'a;

/// The texts of some rows.
pub(super) struct Gathered {
    text: Vec<u8>,
    places: Vec<Range<usize>>,
}

impl Gathered {
    /// Reads the rows of these numbers in a few runs; none when their texts take more than `limit` bytes.
    pub(super) fn new(
        reader: &Reader<'_>,
        numbers: &[u64],
        limit: usize,
        write: &WriteRow<'_>,
    ) -> Result<Option<Self>> {
        let mut order: Vec<usize> = (0..numbers.len()).collect();
        order.sort_unstable_by_key(|&at| numbers[at]);
        let mut gathered = Self { text: Vec::new(), places: vec![0..0; numbers.len()] };
        for run in order.chunk_by(|&a, &b| numbers[b] < numbers[a] + GAP_ROWS) {
            let (Some(&first), Some(&last)) = (run.first(), run.last()) else { continue };
            let mut places = run.iter().copied().peekable();
            for group in reader.whole(numbers[first]..numbers[last] + 1) {
                let group = group?;
                let views = group.views()?;
                while let Some(place) = places.next_if(|&place| numbers[place] < group.rows.end) {
                    let start = gathered.text.len();
                    write(&views, to_usize(numbers[place] - group.rows.start)?, &mut gathered.text)?;
                    gathered.places[place] = start..gathered.text.len();
                    if gathered.text.len() > limit {
                        return Ok(None);
                    }
                }
            }
        }
        Ok(Some(gathered))
    }

    /// The texts, in the order of the numbers.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.places.iter().map(|place| &self.text[place.clone()])
    }
}
