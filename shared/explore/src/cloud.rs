//! Word clouds: counting words, placing them, drawing them.

mod base64;
mod layout;
mod stopwords;
mod svg;
mod widths;
mod words;

pub(crate) use base64::encode;
pub(crate) use layout::{Canvas, place};
pub(crate) use svg::draw;
pub(crate) use words::Counts;
