//! Multipart and URL-encoded forms: small fields in memory, files straight into the object store.

use crate::app::App;
use crate::error::{ApiError, ApiResult};
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use bytes::BytesMut;
use indexmap::IndexMap;
use object_store::{MultipartUpload, PutPayload};
use skydash_domain::Error;
use skydash_domain::job::Upload;
use skydash_ports::Scope;

/// Bytes of a file gathered before they are handed to the object store; S3 wants at least 5 MB a part.
const PART_BYTES: usize = 8 << 20;

/// Most fields of one form.
const MAX_FIELDS: usize = 1000;

/// A form as received: text fields, and the first file of each name, already stored.
#[derive(Debug, Default)]
pub struct Form {
    /// Text fields; the last value of each name.
    pub fields: IndexMap<String, String>,
    /// Files by field name.
    pub files: IndexMap<String, Upload>,
}

impl Form {
    /// The text of a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// Receives a multipart or URL-encoded form. Files go to `scope`'s uploads as they arrive, within
    /// the installation's budget; a form that fails half-way leaves nothing behind but what the
    /// sweeper collects.
    pub async fn receive(request: Request, app: &App, scope: &Scope) -> ApiResult<Self> {
        if content_type(request.headers()).starts_with("application/x-www-form-urlencoded") {
            return receive_urlencoded(request, app).await;
        }
        let mut parts = Multipart::from_request(request, app).await.map_err(malformed)?;
        let mut form = Self::default();
        while let Some(field) = parts.next_field().await.map_err(malformed)? {
            if form.fields.len() + form.files.len() >= MAX_FIELDS {
                return Err(Error::too_large(format!("A form may have at most {MAX_FIELDS} fields.")).into());
            }
            form.take(field, app, scope).await?;
        }
        Ok(form)
    }

    async fn take(&mut self, field: Field<'_>, app: &App, scope: &Scope) -> ApiResult<()> {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) => {
                let upload = store(field, file_name, app, scope).await?;
                self.files.insert(name, upload);
            }
            None => {
                let text = read_text(field, &name, app.config().max_body_bytes).await?;
                self.fields.insert(name, text);
            }
        }
        Ok(())
    }
}

/// Whether a request carries a form.
#[must_use]
pub fn is_form(headers: &HeaderMap) -> bool {
    let kind = content_type(headers);
    kind.starts_with("multipart/form-data") || kind.starts_with("application/x-www-form-urlencoded")
}

fn content_type(headers: &HeaderMap) -> String {
    headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default().to_ascii_lowercase()
}

async fn receive_urlencoded(request: Request, app: &App) -> ApiResult<Form> {
    let bytes = axum::body::to_bytes(request.into_body(), app.config().max_body_bytes)
        .await
        .map_err(|_| Error::too_large("The form is too large."))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| Error::invalid("The form is not valid UTF-8."))?;
    let decode = |part: &str| {
        let spaced = part.replace('+', " ");
        percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).take(MAX_FIELDS);
    let fields =
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(k, v)| (decode(k), decode(v))).collect();
    Ok(Form { fields, files: IndexMap::new() })
}

async fn read_text(mut field: Field<'_>, name: &str, max_bytes: usize) -> ApiResult<String> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = field.chunk().await.map_err(malformed)? {
        if bytes.len() + chunk.len() > max_bytes {
            return Err(Error::too_large(format!("The field '{name}' may have at most {max_bytes} bytes.")).into());
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes.into())
        .map_err(|_| Error::invalid(format!("The field '{name}' is not valid UTF-8.")).into())
}

async fn store(field: Field<'_>, file_name: String, app: &App, scope: &Scope) -> ApiResult<Upload> {
    let key = scope.entropy.uuid().to_string();
    let mut writer = scope.uploads.writer(&key).await?;
    match pump(field, &mut *writer, app.config().max_upload_bytes).await {
        Ok(size_bytes) => {
            writer.complete().await.map_err(unavailable)?;
            Ok(Upload { key, file_name, size_bytes })
        }
        Err(error) => {
            if let Err(abort) = writer.abort().await {
                tracing::warn!(error = %abort, "an unfinished upload could not be removed at once");
            }
            Err(error)
        }
    }
}

async fn pump(mut field: Field<'_>, writer: &mut dyn MultipartUpload, max_bytes: u64) -> ApiResult<u64> {
    let mut size_bytes = 0;
    let mut buffer = BytesMut::new();
    while let Some(chunk) = field.chunk().await.map_err(malformed)? {
        size_bytes += chunk.len() as u64;
        if size_bytes > max_bytes {
            return Err(Error::too_large(format!("A file may have at most {max_bytes} bytes.")).into());
        }
        buffer.extend_from_slice(&chunk);
        if buffer.len() >= PART_BYTES {
            put(writer, buffer.split()).await?;
        }
    }
    put(writer, buffer).await?;
    Ok(size_bytes)
}

async fn put(writer: &mut dyn MultipartUpload, bytes: BytesMut) -> ApiResult<()> {
    writer.put_part(PutPayload::from_bytes(bytes.freeze())).await.map_err(unavailable)
}

fn unavailable(error: object_store::Error) -> ApiError {
    Error::unavailable(format!("object store: {error}")).into()
}

fn malformed(error: impl std::fmt::Display) -> ApiError {
    let text = error.to_string().to_ascii_lowercase();
    if text.contains("boundary") {
        ApiError::exact(StatusCode::BAD_REQUEST, "Missing boundary in multipart.")
    } else {
        ApiError::exact(StatusCode::BAD_REQUEST, "Invalid multipart data.")
    }
}
