//! The loaders as clients choose them: a component name and its parameters.

use serde_json::{Map, Value};
use skydash_catalog::Component;
use skydash_catalog::loaders::{Arff, Csv, Excel, Json};
use skydash_domain::{Error, Result};

/// A loader with its parameters.
#[derive(Debug, Clone, PartialEq)]
pub enum Loader {
    /// Delimited text.
    Csv(Csv),
    /// A sheet of a workbook (xlsx, xls, ods).
    Excel(Excel),
    /// A list of objects.
    Json(Json),
    /// Weka's format.
    Arff(Arff),
}

impl Loader {
    /// The loader of this component name, with what it knows of `parameters`; other entries are left alone.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a name that is no loader, [`Error::Invalid`] that names a wrong or missing parameter.
    pub fn new(name: &str, parameters: &Map<String, Value>) -> Result<Self> {
        match name {
            Csv::NAME => {
                if !parameters.contains_key("separator") {
                    return Err(Error::invalid(
                        "Error trying to load the CSV dataset: separator parameter was not provided.",
                    ));
                }
                Ok(Self::Csv((*Csv::pick(parameters)?).clone()))
            }
            Excel::NAME => Ok(Self::Excel((*Excel::pick(parameters)?).clone())),
            Json::NAME => Ok(Self::Json((*Json::pick(parameters)?).clone())),
            Arff::NAME => Ok(Self::Arff((*Arff::pick(parameters)?).clone())),
            other => Err(Error::not_found(format!("Dataloader {other} not found in registry."))),
        }
    }
}
