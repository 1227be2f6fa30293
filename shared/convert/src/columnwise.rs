//! Changing each column by itself.

use rayon::prelude::*;
use skydash_domain::table::Column;
use skydash_domain::{Error, Result};
use std::collections::HashMap;

/// What each input becomes, in the order of the inputs; several at once. `change` is given the position of the
/// input's name in `names`.
///
/// # Errors
/// Those of `change`; [`Error::Internal`] for an input of another name.
pub(crate) fn each<'a, T: Send>(
    names: &[String],
    inputs: &'a [Column],
    change: impl Fn(usize, &'a Column) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let places: HashMap<&str, usize> = names.iter().map(String::as_str).zip(0..).collect();
    inputs
        .par_iter()
        .map(|input| match places.get(input.name.as_str()) {
            Some(&place) => change(place, input),
            None => Err(Error::internal(format!("column '{}' was not asked for", input.name))),
        })
        .collect()
}
