//! Room on the disk, and what is said where there is none.

use skydash_domain::Error;
use std::io::ErrorKind;

/// Whether a failure means that there is no room: on the disk, for this user, or in a file of this process.
#[must_use]
pub fn is_full(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}

/// Whether a failure, or what it came from, means that there is no room.
#[must_use]
pub fn comes_from_full(error: &(dyn std::error::Error + 'static)) -> bool {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.filter_map(|cause| cause.downcast_ref()).any(is_full)
}

/// What is said where the data is kept and there is no room.
#[must_use]
pub fn full() -> Error {
    Error::full("The disk of the data directory is full. Delete what is not needed, or make room on it, and try again.")
}

/// A failure of a temporary file.
pub fn temporary(error: std::io::Error) -> Error {
    if is_full(&error) {
        return Error::full("The disk for temporary files is full. Make room on it, and try again.");
    }
    Error::unavailable(format!("temporary file: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_seen_below_what_it_made_fail() {
        for kind in [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge] {
            let error = object_store::Error::Generic { store: "disk", source: std::io::Error::from(kind).into() };
            assert!(comes_from_full(&error), "{kind}");
        }
        let error = object_store::Error::Generic { store: "disk", source: "something else".into() };
        assert!(!comes_from_full(&error));
    }
}
