//! Budgets on what a file may hold. Files are written by strangers: everything that grows with them has an end here.

/// Columns of a table. A table of many more is not one that a form, a grid or a model can do anything with.
pub const MAX_COLUMNS: usize = 10_000;
/// Characters of a column's name.
pub const MAX_NAME_CHARS: usize = 512;
/// Bytes of a table's column names together: every row of an answer repeats them.
pub const MAX_NAMES_BYTES: usize = 2 << 20;
/// Bytes of one value.
pub const MAX_CELL_BYTES: usize = 8 << 20;
/// Bytes of one row of a text file; a quote that is never closed runs into it.
pub const MAX_ROW_BYTES: usize = 64 << 20;
/// Rows of a table (eight bytes a row are kept while duplicates are counted).
pub const MAX_ROWS: u64 = 50_000_000;
/// Values of a categorical column; a column with more is text or numbers.
pub const MAX_CATEGORIES: usize = 1_000;
/// Bytes of a categorical column's values together: every answer about the column's type has them.
pub const MAX_CATEGORY_BYTES: usize = 1 << 20;
/// Cells of a spreadsheet.
pub const MAX_SHEET_CELLS: u64 = 20_000_000;
/// Bytes of text of a spreadsheet's cells, which may repeat a few texts many times.
pub const MAX_SHEET_TEXT_BYTES: u64 = 512 << 20;
/// Objects and lists inside each other in a JSON file.
pub const MAX_JSON_DEPTH: usize = 64;
/// Bytes that a compressed file may unpack to.
pub const MAX_UNPACKED_BYTES: u64 = 8 << 30;
/// How many times its own size a compressed file may unpack to, once that is more than [`FREE_UNPACKED_BYTES`].
pub const MAX_UNPACK_RATIO: u64 = 200;
/// Unpacked size below which the ratio does not matter.
pub const FREE_UNPACKED_BYTES: u64 = 16 << 20;
/// Numeric columns that are correlated with each other: the answer grows with the square of their number.
pub const MAX_CORRELATED_COLUMNS: usize = 256;
/// Bytes of keys that a sort of a whole table may need.
pub const MAX_SORT_BYTES: usize = 256 << 20;
/// Bytes of the columns that stay, about, of a table whose rows are put into another order; it is read several times then.
pub const MAX_GATHERED_BYTES: u64 = 1 << 30;
/// Rows of a page.
pub const MAX_PAGE_ROWS: u64 = 10_000;
/// Bytes of a page's JSON.
pub const MAX_PAGE_BYTES: usize = 64 << 20;
/// Rows of a preview's sample.
pub const PREVIEW_ROWS: usize = 100;
/// Bytes of the JSON of a preview's sample.
pub const PREVIEW_BYTES: usize = 16 << 20;
/// Bytes of text that a preview reads, however few rows they are.
pub const PREVIEW_READ_BYTES: usize = 32 << 20;
/// Rows of a summary's sample.
pub const SAMPLE_ROWS: usize = 10;
/// Bytes of the JSON of a summary's sample.
pub const SAMPLE_BYTES: usize = 4 << 20;
/// Rows that a preview may look at to infer types.
pub const MAX_INFERENCE_ROWS: usize = 10_000;
/// Conditions of one filter, and columns of one sort.
pub const MAX_CONDITIONS: usize = 100;

/// Cells of a table: its rows times its columns.
pub const MAX_CELLS: u64 = 4_000_000_000;
/// Cells that rows leave out and that are filled in, as those after the end of a short row are. A few bytes of text stand for
/// any number of them.
pub const FREE_FILLED_CELLS: u64 = 20_000_000;
/// How many times those that are written may be left out, once that is more than [`FREE_FILLED_CELLS`].
pub const MAX_FILL_RATIO: u64 = 200;
/// Cells that a preview reads, however many rows were asked for.
pub const PREVIEW_CELLS: usize = 2 << 20;
/// Bytes of the categories of all columns of a table together, each counted with [`CATEGORY_BYTES`] more.
pub const MAX_TABLE_CATEGORY_BYTES: usize = 16 << 20;
/// What a category counts for beside its text.
pub const CATEGORY_BYTES: usize = 16;
/// Bytes of the values that all attributes of an ARFF file declare, each counted with [`DECLARED_BYTES`] more.
pub const MAX_DECLARED_BYTES: usize = 64 << 20;
/// What a declared value counts for beside its text.
pub const DECLARED_BYTES: usize = 72;

// What is in memory at once is bounded in cells, for a cell takes its bytes there however few it takes in a file: a number
// eight and four more where it is missing, a text sixteen and more.

/// Rows after which a row group is written.
pub(crate) const GROUP_ROWS: usize = 128 << 10;
/// Cells after which a row group is written, and cells that are read at once.
pub(crate) const GROUP_CELLS: usize = 4 << 20;
/// Bytes in memory after which a row group is written, however few cells it has.
pub(crate) const GROUP_BYTES: usize = 48 << 20;
/// Bytes after which a part is finished.
pub(crate) const PART_BYTES: usize = 24 << 20;
/// Columns of row groups after which a part is finished: its footer describes each of them.
pub(crate) const PART_CHUNKS: usize = 40_000;
/// Bytes of parsed columns kept in memory for the second look at them; what does not fit is read from the parts.
pub(crate) const KEPT_BYTES: usize = 96 << 20;
/// Bytes of what is remembered of the columns that are looked at a second time together.
pub(crate) const LOOK_BYTES: usize = 192 << 20;
/// Cells of the columns, or of the rows, that are gathered from all row groups together. In tests, small tables need several
/// such runs.
pub(crate) const GATHER_CELLS: usize = if cfg!(test) { 64 << 10 } else { 16 << 20 };
/// Columns of row groups whose descriptions are kept while a table is read.
pub(crate) const FOOTER_CHUNKS: usize = 120_000;
/// Bytes of text read at once.
pub(crate) const BLOCK_BYTES: usize = 4 << 20;
/// Bytes of text parsed by one task.
pub(crate) const CHUNK_BYTES: usize = 512 << 10;
/// Cells parsed by one task.
pub(crate) const CHUNK_CELLS: usize = 512 << 10;
/// Cells parsed at once, by all tasks together, however many there are.
pub(crate) const FLIGHT_CELLS: usize = 2 << 20;

/// Rows of so many columns that have at most this many cells; one at least.
pub(crate) fn rows_of(cells: usize, columns: usize) -> usize {
    (cells / columns.max(1)).max(1)
}
