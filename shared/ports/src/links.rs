//! Addresses under which clients bring and fetch objects by themselves.

use async_trait::async_trait;
use object_store::path::Path;
use skydash_domain::Result;
use std::time::Duration;

/// How long an address can be used.
pub const VALID: Duration = Duration::from_secs(6 * 3600);

/// Gives out addresses of objects. Whoever has one may use it until it expires: a store has them where requests and
/// answers cannot be as large as files.
#[async_trait]
pub trait Links: Send + Sync {
    /// An address to which an object of exactly this size can be sent with `PUT`.
    async fn upload(&self, location: &Path, size_bytes: u64) -> Result<String>;

    /// An address from which an object is downloaded, with these headers `Content-Type` and `Content-Disposition`.
    async fn download(&self, location: &Path, content_type: &str, disposition: Option<&str>) -> Result<String>;
}
