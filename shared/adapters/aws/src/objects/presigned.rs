//! Addresses by which a browser reads an object, or uploads one in pieces, without passing through
//! Skydash. Whoever has such an address may use it until it expires.

use super::Objects;
use super::failure::{Doing, generic, translate};
use aws_sdk_s3::config::{Builder, RequestChecksumCalculation};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::types::CompletedPart;
use object_store::path::Path;
use object_store::{PutResult, Result};
use std::time::Duration;

/// A piece of an upload that S3 has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which piece: 1 to 10,000.
    pub number: i32,
    /// Its size.
    pub size_bytes: u64,
    /// What S3 calls its content; needed to complete the upload.
    pub e_tag: String,
}

/// A browser sends its bytes without a checksum of ours, so that none must be asked for.
fn without_checksums() -> Builder {
    Builder::new().request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
}

fn expiring(after: Duration) -> Result<PresigningConfig> {
    PresigningConfig::expires_in(after).map_err(generic)
}

impl Objects {
    /// An address from which anybody may download an object for a while (at most a week, and no
    /// longer than the credentials that signed it). The browser saves it under `file_name`.
    pub async fn download_url(&self, location: &Path, file_name: &str, expires_in: Duration) -> Result<String> {
        let get = self.client.get_object().bucket(&*self.bucket).key(location.as_ref());
        let get = get.response_content_disposition(disposition(file_name));
        let signed = get.presigned(expiring(expires_in)?).await;
        let signed = signed.map_err(|error| translate(error, location.as_ref(), Doing::Reading))?;
        Ok(signed.uri().to_owned())
    }

    /// Begins an upload in pieces that others bring, and names it.
    pub async fn begin_upload(&self, location: &Path) -> Result<String> {
        let create = self.client.create_multipart_upload().bucket(&*self.bucket).key(location.as_ref());
        let created = create.customize().config_override(without_checksums()).send().await;
        let created = created.map_err(|error| translate(error, location.as_ref(), Doing::Overwriting))?;
        created.upload_id.ok_or_else(|| generic("S3 gave no name to an upload"))
    }

    /// An address to which anybody may `PUT` piece `number` of an upload for a while. Pieces have
    /// numbers from 1 to 10,000; each but the last has at least 5 MiB. Sent again, a piece is replaced.
    pub async fn piece_url(&self, location: &Path, upload: &str, number: i32, expires_in: Duration) -> Result<String> {
        let put = self.client.upload_part().bucket(&*self.bucket).key(location.as_ref());
        let put = put.upload_id(upload).part_number(number).customize().config_override(without_checksums());
        let signed = put.presigned(expiring(expires_in)?).await;
        let signed = signed.map_err(|error| translate(error, location.as_ref(), Doing::Overwriting))?;
        Ok(signed.uri().to_owned())
    }

    /// The pieces that have arrived so far, by number.
    pub async fn pieces(&self, location: &Path, upload: &str) -> Result<Vec<Part>> {
        let list = self.client.list_parts().bucket(&*self.bucket).key(location.as_ref()).upload_id(upload);
        let (mut pages, mut parts) = (list.into_paginator().send(), Vec::new());
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| translate(error, location.as_ref(), Doing::Reading))?;
            for part in page.parts.unwrap_or_default() {
                let size_bytes = part.size.and_then(|size| size.try_into().ok());
                let (Some(number), Some(size_bytes), Some(e_tag)) = (part.part_number, size_bytes, part.e_tag) else {
                    return Err(generic("S3 gave a piece without number, size or ETag"));
                };
                parts.push(Part { number, size_bytes, e_tag });
            }
        }
        Ok(parts)
    }

    /// Makes an object of all the pieces that have arrived.
    pub async fn complete_upload(&self, location: &Path, upload: &str) -> Result<PutResult> {
        let arrived = self.pieces(location, upload).await?.into_iter();
        let parts = arrived.map(|part| CompletedPart::builder().part_number(part.number).e_tag(part.e_tag).build());
        self.join(location, upload, parts.collect()).await
    }

    /// Gives an upload up and removes its pieces. Harmless when it is gone already.
    pub async fn abort_upload(&self, location: &Path, upload: &str) -> Result<()> {
        let abort = self.client.abort_multipart_upload().bucket(&*self.bucket).key(location.as_ref());
        match abort.upload_id(upload).send().await {
            Ok(_) => Ok(()),
            Err(error) => match translate(error, location.as_ref(), Doing::Overwriting) {
                object_store::Error::NotFound { .. } => Ok(()),
                error => Err(error),
            },
        }
    }
}

/// The header that gives a download its name, in ASCII and as it is.
fn disposition(file_name: &str) -> String {
    let harmless = |c: char| if c.is_ascii_alphanumeric() || " .-_()".contains(c) { c } else { '_' };
    let ascii: String = file_name.chars().map(harmless).collect();
    let exact = percent_encoding::utf8_percent_encode(file_name, super::PLAIN).to_string().replace('/', "%2F");
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_cannot_leave_its_header() {
        assert_eq!(
            disposition("a\"b\r\n/ü.csv"),
            "attachment; filename=\"a_b____.csv\"; filename*=UTF-8''a%22b%0D%0A%2F%C3%BC.csv"
        );
    }
}
