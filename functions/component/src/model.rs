//! What requests and answers look like.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use skydash_catalog::Filter;
use skydash_domain::{Error, Result};
use utoipa::{IntoParams, ToSchema};

/// A component of the catalog.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Component {
    /// Its name, unique in the catalog.
    name: String,
    /// What sort of component it is: `Task`, `Model`, `Metric`, ...
    #[serde(rename = "type")]
    kind: String,
    /// Whether it has parameters.
    configurable_object: bool,
    /// JSON Schema of its parameters, with the texts and defaults of a form.
    schema: Option<Value>,
    /// What clients need to know beside the parameters, by type.
    metadata: Option<Value>,
    /// What it is, in markdown.
    description: Option<String>,
    /// Its title.
    display_name: Option<String>,
    /// The colour of its card.
    color: Option<String>,
    /// Credentials it cannot work without.
    required_credentials: Vec<String>,
    /// Credentials it can use.
    optional_credentials: Vec<String>,
    /// Whether the required credentials are there.
    credentials_satisfied: bool,
    /// Whether it is ready to be used: true for everything that needs no download.
    downloaded: bool,
}

/// Which components to list.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Only these types, in this order: repeated, or once as a JSON array.
    select_types: Option<Vec<String>>,
    /// Not these types: repeated, or once as a JSON array.
    ignore_types: Option<Vec<String>>,
    /// Only what works with this component.
    related_component: Option<String>,
    /// Only what descends from this class.
    component_parent: Option<String>,
    /// Only what works with some component of this type.
    has_related_of_type: Option<String>,
}

impl ListQuery {
    /// The catalog's filter.
    pub(crate) fn filter(self) -> Result<Filter> {
        Ok(Filter {
            select_types: words("select_types", self.select_types)?,
            ignore_types: words("ignore_types", self.ignore_types)?,
            related_component: self.related_component,
            component_parent: self.component_parent,
            has_related_of_type: self.has_related_of_type,
        })
    }
}

/// The words of a parameter given repeatedly, as JSON arrays, or both.
fn words(name: &str, values: Option<Vec<String>>) -> Result<Vec<String>> {
    let mut words = Vec::new();
    for value in values.unwrap_or_default() {
        if value.starts_with('[') {
            let array: Vec<String> = serde_json::from_str(&value)
                .map_err(|_| Error::invalid(format!("{name} must be type names or a JSON array of them.")))?;
            words.extend(array);
        } else {
            words.push(value);
        }
    }
    Ok(words)
}

/// How far to look for children.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChildrenQuery {
    /// Whether children of children count. Off by default.
    pub(crate) recursive: Option<bool>,
}

/// A model and the parameters it is to be used with.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct DownloadsQuestion {
    /// The model's name.
    #[expect(dead_code, reason = "no component of the catalog needs a download")]
    model_name: Option<String>,
    /// Its parameters, which may name further components.
    #[expect(dead_code, reason = "no component of the catalog needs a download")]
    parameters: Option<Map<String, Value>>,
}

/// A component that must be downloaded before use.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequiredDownload {
    /// The component's name.
    name: String,
    /// The component that uses it.
    parent: Option<String>,
    /// How much there is to download, in bytes.
    download_size_bytes: Option<u64>,
    /// Its title.
    display_name: Option<String>,
}

/// Whether a component's weights are here.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DownloadState {
    /// Whether it can be used now.
    pub(crate) downloaded: bool,
    /// Whether it needs weights at all.
    pub(crate) requires_download: bool,
}
