//! Hashes of objects: whether what is stored is what was written.
//!
//! SHA-256, because processors have instructions for it, S3 knows it, and it also tells what was changed on purpose. The
//! name of an artifact or of a part of a table has it, as in `model-….{hash}` and `part-00000.{hash}.parquet`, so that
//! records and summaries, which have the names, have the hashes too. A summary's is in the records that point to the table
//! ([`skydash_domain::dataset::TableVersion`]), and an upload's in its job. Objects of earlier versions have none.

use crate::blocking::on_thread;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use skydash_domain::Result;
use std::fmt::Write;

/// Digits of a hash.
const DIGITS: usize = 64;

/// Bytes that are hashed at once on a thread that answers requests; more would keep it from answering.
const FEW: usize = 1 << 20;

/// Hashes bytes that come one after the other.
#[derive(Clone, Default)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Adds bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of what was added, in hexadecimal digits.
    #[must_use]
    pub fn finish(self) -> String {
        self.0.finalize().iter().fold(String::with_capacity(DIGITS), |mut digits, byte| {
            // Writing to a string cannot fail.
            let _ = write!(digits, "{byte:02x}");
            digits
        })
    }
}

/// The hash of these bytes, in hexadecimal digits.
#[must_use]
pub fn of_few(bytes: &[u8]) -> String {
    let mut hasher = Hasher::default();
    hasher.add(bytes);
    hasher.finish()
}

/// The hash of these bytes, however many, in hexadecimal digits.
pub async fn of(bytes: &Bytes) -> Result<String> {
    if bytes.len() <= FEW {
        return Ok(of_few(bytes));
    }
    let bytes = bytes.clone();
    on_thread(move || Ok(of_few(&bytes))).await
}

/// A name with a hash in it: before its extension, if it has one.
#[must_use]
pub fn name(name: &str, hash: &str) -> String {
    let end = name.rfind('/').map_or(0, |slash| slash + 1);
    match name[end..].rfind('.') {
        Some(dot) => format!("{}.{hash}{}", &name[..end + dot], &name[end + dot..]),
        None => format!("{name}.{hash}"),
    }
}

/// The hash that a name has.
#[must_use]
pub fn in_name(name: &str) -> Option<&str> {
    let is_hash =
        |part: &&str| part.len() == DIGITS && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    name.rsplit('/').next()?.split('.').find(is_hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn names_have_the_hash_of_the_content() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(of(&Bytes::new()).await.unwrap(), empty);
        let part = name("v1/part-00000.parquet", empty);
        assert_eq!(part, format!("v1/part-00000.{empty}.parquet"));
        assert_eq!(in_name(&part), Some(empty));
        assert_eq!(in_name(&name("model-1", empty)), Some(empty));
        assert_eq!(in_name("model-1"), None);
        assert_eq!(in_name(&format!("{empty}/part-00000.parquet")), None, "the name, and not the folder");
        let large = Bytes::from(vec![7; FEW + 1]);
        let mut pieces = Hasher::default();
        large.chunks(1000).for_each(|chunk| pieces.add(chunk));
        assert_eq!(of(&large).await.unwrap(), pieces.finish());
    }
}
