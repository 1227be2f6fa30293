//! Columns in memory as polars keeps them.

use super::series::from_builder;
use crate::cell::Cell;
use crate::csv::{Builder, float, integer};
use crate::kind::Kind;
use polars::prelude::{
    BooleanChunked, Float64Chunked, Int64Chunked, IntoSeries, NewChunkedArray, PlSmallStr, Series, StringChunked,
};
use skydash_domain::table::{ColumnType, MISSING, Values};
use skydash_domain::{Error, Result};
use std::ops::Range;

/// The values of these rows as a column of this name and type.
///
/// # Errors
/// [`Error::Internal`] when there are no such values: too few of them, or others than the type names.
pub(crate) fn from_values(name: &str, column_type: &ColumnType, values: &Values, rows: Range<usize>) -> Result<Series> {
    let kind = Kind::of(column_type);
    let label = PlSmallStr::from(name);
    let series = match (values, column_type) {
        (Values::Numbers(numbers), _) => numbers.get(rows).map(|numbers| numeric(label, kind, numbers)),
        (Values::Texts(texts), _) => texts.get(rows).and_then(|texts| textual(label, kind, texts)),
        (Values::Codes(codes), ColumnType::Categorical { categories, .. }) => {
            codes.get(rows).and_then(|codes| categorical(label, kind, codes, categories))
        }
        (Values::Codes(_), _) => None,
    };
    series.ok_or_else(|| Error::internal(format!("column '{name}' does not have the values its type names")))
}

#[expect(clippy::cast_possible_truncation, reason = "whole numbers in a column of integers come from 64 bits")]
fn numeric(name: PlSmallStr, kind: Kind, numbers: &[f64]) -> Series {
    let complete = !numbers.iter().any(|number| number.is_nan());
    let present = || numbers.iter().map(|&number| (!number.is_nan()).then_some(number));
    match kind {
        Kind::Float | Kind::Unknown if complete => Float64Chunked::from_vec(name, numbers.to_vec()).into_series(),
        Kind::Float | Kind::Unknown => Float64Chunked::from_iter_options(name, present()).into_series(),
        Kind::Int if complete => {
            Int64Chunked::from_vec(name, numbers.iter().map(|&number| number as i64).collect()).into_series()
        }
        Kind::Int => {
            Int64Chunked::from_iter_options(name, present().map(|it| it.map(|number| number as i64))).into_series()
        }
        Kind::Bool => {
            BooleanChunked::from_iter_options(name, present().map(|it| it.map(|number| number != 0.0))).into_series()
        }
        Kind::Text => {
            let text = present().map(|it| it.map(|number| Cell::Float(number).category()));
            StringChunked::from_iter_options(name, text).into_series()
        }
    }
}

/// None for a text that is no value of this kind.
fn textual(name: PlSmallStr, kind: Kind, texts: &[Option<String>]) -> Option<Series> {
    if kind == Kind::Text {
        return Some(StringChunked::from_iter_options(name, texts.iter().map(Option::as_deref)).into_series());
    }
    let mut builder = Builder::with_capacity(kind, texts.len());
    for text in texts {
        match text {
            Some(text) => builder.push_category(text)?,
            None => builder.push_null(),
        }
    }
    from_builder(&name, builder).ok()
}

/// None for a code without a category, or a category that is no value of this kind.
fn categorical(name: PlSmallStr, kind: Kind, codes: &[u32], categories: &[String]) -> Option<Series> {
    if codes.iter().any(|&code| code != MISSING && code as usize >= categories.len()) {
        return None;
    }
    let texts = || categories.iter().map(|category| category.as_bytes());
    Some(match kind {
        Kind::Bool => {
            let truths: Vec<bool> = categories.iter().map(|text| truth(text)).collect::<Option<_>>()?;
            BooleanChunked::from_iter_options(name, picked(codes, &truths)).into_series()
        }
        Kind::Int => {
            let numbers: Vec<i64> = texts().map(integer).collect::<Option<_>>()?;
            Int64Chunked::from_iter_options(name, picked(codes, &numbers)).into_series()
        }
        Kind::Float | Kind::Unknown => {
            let numbers: Vec<f64> = texts().map(float).collect::<Option<_>>()?;
            Float64Chunked::from_iter_options(name, picked(codes, &numbers)).into_series()
        }
        Kind::Text => {
            let texts: Vec<&str> = categories.iter().map(String::as_str).collect();
            StringChunked::from_iter_options(name, picked(codes, &texts)).into_series()
        }
    })
}

fn picked<'a, T: Copy>(codes: &'a [u32], categories: &'a [T]) -> impl Iterator<Item = Option<T>> + 'a {
    codes.iter().map(|&code| categories.get(code as usize).copied())
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "True" | "true" => Some(true),
        "False" | "false" => Some(false),
        _ => None,
    }
}
