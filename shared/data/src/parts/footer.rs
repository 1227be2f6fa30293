//! The footer of a part: which row groups and columns it has, and where they are.

use super::{broken, defect};
use polars::prelude::ArrowSchema;
use polars_buffer::Buffer;
use polars_parquet::read::{RowGroupMetadata, infer_schema, read_metadata};
use skydash_domain::parts::PartSource;
use skydash_domain::summary::Part;
use skydash_domain::{Error, Result};
use std::io::Cursor;

/// Bytes fetched from the end of a part, in the hope that its whole footer is in them.
const TAIL_BYTES: u64 = 64 << 10;

/// What is known of a part without its values.
pub(super) struct Footer {
    /// The last bytes of the part, where they are few.
    pub tail: Buffer<u8>,
    /// Its columns.
    pub schema: ArrowSchema,
    /// Its row groups.
    pub groups: Vec<RowGroupMetadata>,
}

impl Footer {
    /// Reads the footer of a part.
    ///
    /// # Errors
    /// Those of the source, and [`Error::Internal`] for a part that is damaged.
    pub(super) fn read(part: &Part, source: &dyn PartSource) -> Result<Self> {
        let size = part.size_bytes;
        let mut tail = source.read(&part.name, size.saturating_sub(TAIL_BYTES)..size)?;
        let length = tail.len().checked_sub(8).and_then(|at| tail.get(at..at + 4)?.try_into().ok());
        let footer = length.map_or(0, u32::from_le_bytes).saturating_add(8).into();
        let short = footer <= tail.len() as u64;
        if !short {
            tail = source.read(&part.name, size.saturating_sub(footer)..size)?;
        }
        let mut metadata = read_metadata(&mut Cursor::new(tail.as_slice())).map_err(broken)?;
        let schema = infer_schema(&metadata).map_err(defect)?;
        let groups = std::mem::take(&mut metadata.row_groups);
        if groups.iter().map(|group| group.num_rows() as u64).sum::<u64>() != part.rows {
            return Err(Error::internal(format!("part {} has other rows than its summary says", part.name)));
        }
        // A long tail has no values in it.
        Ok(Self { tail: if short { tail } else { Vec::new() }.into(), schema, groups })
    }

    /// How many columns of row groups it describes.
    pub(super) fn chunks(&self) -> usize {
        self.groups.len() * self.schema.len()
    }
}
