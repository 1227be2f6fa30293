//! Multipart and URL-encoded forms: small fields in memory, files straight into the object store.

mod ahead;

use self::ahead::Ahead;
use crate::app::App;
use crate::body;
use crate::error::{ApiError, ApiResult};
use crate::storing::Storing;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use bytes::BytesMut;
use indexmap::IndexMap;
use skydash_domain::Error;
use skydash_domain::job::Upload;
use skydash_ports::Scope;

/// Most fields of one form.
const MAX_FIELDS: usize = 1000;

/// A form as received: text fields, and files, already stored.
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
        let mut receiving = Receiving {
            form: Self::default(),
            ahead: Ahead::default(),
            text_bytes: app.config().max_body_bytes,
            file_bytes: app.config().max_upload_bytes,
            scope,
        };
        match receiving.read(request, app).await {
            Ok(()) => Ok(receiving.form),
            Err(error) => {
                receiving.discard().await;
                Err(error)
            }
        }
    }
}

/// A form on its way in, with what is left of its budgets.
struct Receiving<'a> {
    form: Form,
    ahead: Ahead,
    text_bytes: usize,
    file_bytes: u64,
    scope: &'a Scope,
}

impl Receiving<'_> {
    async fn read(&mut self, request: Request, app: &App) -> ApiResult<()> {
        let request = request.map(|body| self.ahead.watch(body));
        let mut parts = Multipart::from_request(request, app).await.map_err(malformed)?;
        let mut count = 0;
        while let Some(field) = parts.next_field().await.map_err(malformed)? {
            self.ahead.caught_up();
            count += 1;
            if count > MAX_FIELDS {
                return Err(Error::too_large(format!("A form may have at most {MAX_FIELDS} fields.")).into());
            }
            self.take(field).await?;
        }
        Ok(())
    }

    async fn take(&mut self, field: Field<'_>) -> ApiResult<()> {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(_) if self.form.files.contains_key(&name) => {
                Err(Error::invalid(format!("The form has more than one file '{name}'. Send each under its own name."))
                    .into())
            }
            Some(file_name) => {
                let upload = self.store(field, file_name).await?;
                self.form.files.insert(name, upload);
                Ok(())
            }
            None => {
                let text = self.read_text(field, &name).await?;
                self.form.fields.insert(name, text);
                Ok(())
            }
        }
    }

    async fn read_text(&mut self, mut field: Field<'_>, name: &str) -> ApiResult<String> {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = field.chunk().await.map_err(malformed)? {
            self.ahead.caught_up();
            self.text_bytes = self.text_bytes.checked_sub(chunk.len()).ok_or_else(|| {
                Error::too_large(format!("The text fields of the form are too large; '{name}' is more than is left."))
            })?;
            bytes.extend_from_slice(&chunk);
        }
        String::from_utf8(bytes.into())
            .map_err(|_| Error::invalid(format!("The field '{name}' is not valid UTF-8.")).into())
    }

    async fn store(&mut self, field: Field<'_>, file_name: String) -> ApiResult<Upload> {
        let key = self.scope.entropy.uuid().to_string();
        let mut storing = Storing::new(self.scope.uploads.writer(&key).await?);
        match self.pump(field, &mut storing).await {
            Ok(size_bytes) => {
                let hash = Some(storing.complete().await?);
                Ok(Upload { key, file_name, size_bytes, hash })
            }
            Err(error) => {
                storing.abort().await;
                Err(error)
            }
        }
    }

    async fn pump(&mut self, mut field: Field<'_>, storing: &mut Storing) -> ApiResult<u64> {
        let budget = self.file_bytes;
        while let Some(chunk) = field.chunk().await.map_err(malformed)? {
            self.ahead.caught_up();
            self.file_bytes = self.file_bytes.checked_sub(chunk.len() as u64).ok_or_else(|| {
                Error::too_large(format!("The file is larger than the {budget} bytes that an upload may still have."))
            })?;
            storing.add(&chunk).await?;
        }
        Ok(budget - self.file_bytes)
    }

    /// Removes what was stored of a form that failed.
    async fn discard(&self) {
        for upload in self.form.files.values() {
            if let Err(error) = self.scope.uploads.remove(&upload.key).await {
                tracing::warn!(%error, "an upload could not be removed at once");
            }
        }
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
    let bytes = body::read(request, app.config().max_body_bytes).await?;
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

fn malformed(error: impl std::error::Error + 'static) -> ApiError {
    if let Some(stalled) = body::stalled(&error) {
        return stalled;
    }
    if error.to_string().to_ascii_lowercase().contains("boundary") {
        ApiError::exact(StatusCode::BAD_REQUEST, "Missing boundary in multipart.")
    } else {
        ApiError::exact(StatusCode::BAD_REQUEST, "Invalid multipart data.")
    }
}
