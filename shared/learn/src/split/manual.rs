//! Rows listed by the user.

use super::Partitions;
use skydash_domain::{Error, Result};

/// Refuses lists that name rows that are not there, name a row twice, or leave nothing to learn from.
pub(super) fn check(partitions: &Partitions, rows: usize) -> Result<()> {
    if partitions.train.is_empty() {
        return Err(Error::invalid("train_indexes is empty: list at least one row to learn from."));
    }
    let lists = [
        ("train_indexes", &partitions.train),
        ("test_indexes", &partitions.test),
        ("val_indexes", &partitions.validation),
    ];
    let mut owner: Vec<Option<&str>> = vec![None; rows];
    for (name, list) in lists {
        for &row in list {
            match owner.get_mut(row) {
                None => {
                    return Err(Error::invalid(format!(
                        "{name} lists row {row}, but rows go from 0 to {}.",
                        rows.saturating_sub(1)
                    )));
                }
                Some(Some(other)) => {
                    return Err(Error::invalid(format!(
                        "Row {row} is listed in {other} and again in {name}. List each row once."
                    )));
                }
                Some(slot) => *slot = Some(name),
            }
        }
    }
    Ok(())
}
