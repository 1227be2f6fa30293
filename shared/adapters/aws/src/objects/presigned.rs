//! Addresses by which a browser fetches or brings an object without passing through Skydash.

use super::Objects;
use super::failure::translate as reason;
use super::failure::{Doing, generic};
use async_trait::async_trait;
use aws_sdk_s3::config::{Builder, RequestChecksumCalculation};
use aws_sdk_s3::presigning::PresigningConfig;
use object_store::path::Path;
use skydash_domain::{Error, Result};
use skydash_ports::Links;
use skydash_ports::links::VALID;
use skydash_ports::objects::unavailable;

/// A browser sends its bytes without a checksum of ours, so that none must be asked for.
fn without_checksums() -> Builder {
    Builder::new().request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
}

/// Valid for a while, and no longer than the credentials that sign.
fn expiring() -> Result<PresigningConfig> {
    PresigningConfig::expires_in(VALID).map_err(|error| Error::internal(error.to_string()))
}

#[async_trait]
impl Links for Objects {
    async fn upload(&self, location: &Path, size_bytes: u64) -> Result<String> {
        let size = i64::try_from(size_bytes).map_err(|error| unavailable(generic(error)))?;
        let put = self.client.put_object().bucket(&*self.bucket).key(location.as_ref()).content_length(size);
        let signed = put.customize().config_override(without_checksums()).presigned(expiring()?).await;
        let signed = signed.map_err(|error| unavailable(reason(error, location.as_ref(), Doing::Overwriting)))?;
        Ok(signed.uri().to_owned())
    }

    async fn download(&self, location: &Path, content_type: &str, disposition: Option<&str>) -> Result<String> {
        let get = self.client.get_object().bucket(&*self.bucket).key(location.as_ref());
        let get = get.response_content_type(content_type).set_response_content_disposition(disposition.map(Into::into));
        let signed = get.presigned(expiring()?).await;
        let signed = signed.map_err(|error| unavailable(reason(error, location.as_ref(), Doing::Reading)))?;
        Ok(signed.uri().to_owned())
    }
}
