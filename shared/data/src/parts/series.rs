//! Grown columns as polars keeps them.

use crate::csv::{Builder, Vector};
use crate::kind::Kind;
use polars::prelude::{
    BooleanChunked, DataType, Float64Chunked, Int64Chunked, IntoSeries, NewChunkedArray, PlSmallStr, Series,
    StringChunked, StringChunkedBuilder,
};
use skydash_domain::{Error, Result};

/// The column of these values.
///
/// # Errors
/// [`Error::Internal`] when text is not UTF-8, which the parser has ruled out.
pub(crate) fn from_builder(name: &str, builder: Builder) -> Result<Series> {
    let name = PlSmallStr::from(name);
    let Builder { values, nulls } = builder;
    Ok(match values {
        Vector::Float(values) if nulls.is_empty() => Float64Chunked::from_vec(name, values).into_series(),
        Vector::Float(values) => Float64Chunked::from_iter_options(name, optional(values, &nulls)).into_series(),
        Vector::Int(values) if nulls.is_empty() => Int64Chunked::from_vec(name, values).into_series(),
        Vector::Int(values) => Int64Chunked::from_iter_options(name, optional(values, &nulls)).into_series(),
        Vector::Bool(values) => BooleanChunked::from_iter_options(name, optional(values, &nulls)).into_series(),
        Vector::Text(bytes, ends) => text(name, &bytes, &ends, &nulls)?.into_series(),
    })
}

fn optional<T>(values: Vec<T>, nulls: &[u32]) -> impl Iterator<Item = Option<T>> + '_
where
    T: 'static,
{
    let mut nulls = nulls.iter().copied().peekable();
    (0u32..).zip(values).map(move |(row, value)| nulls.next_if_eq(&row).is_none().then_some(value))
}

fn text(name: PlSmallStr, bytes: &[u8], ends: &[usize], nulls: &[u32]) -> Result<StringChunked> {
    let all = std::str::from_utf8(bytes).map_err(|error| Error::internal(error.to_string()))?;
    let mut builder = StringChunkedBuilder::new(name, ends.len());
    let mut nulls = nulls.iter().copied().peekable();
    let mut start = 0;
    for (row, &end) in (0u32..).zip(ends) {
        if nulls.next_if_eq(&row).is_some() {
            builder.append_null();
        } else {
            let value = all.get(start..end).ok_or_else(|| Error::internal("a value was cut within a character"))?;
            builder.append_value(value);
        }
        start = end;
    }
    Ok(builder.finish())
}

/// The polars type of values of this kind.
pub(crate) fn dtype(kind: Kind) -> DataType {
    match kind {
        Kind::Bool => DataType::Boolean,
        Kind::Int => DataType::Int64,
        Kind::Float | Kind::Unknown => DataType::Float64,
        Kind::Text => DataType::String,
    }
}
