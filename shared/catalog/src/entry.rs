//! A component as the registry lists it.

use crate::component::Component;
use crate::kind::Kind;
use crate::wire;
use serde_json::{Map, Value};
use skydash_domain::Result;

/// Says whether parameters fit a component.
pub type Check = fn(&Map<String, Value>) -> Result<()>;

/// A component of the catalog with its English texts.
#[derive(Debug)]
pub struct Entry {
    /// The name clients use.
    pub name: &'static str,
    /// What sort of component it is.
    pub kind: Kind,
    /// Its title, where it has one beside its name.
    pub display_name: Option<&'static str>,
    /// What it is, in markdown.
    pub description: String,
    /// The colour of its card, as CSS writes colours.
    pub color: Option<&'static str>,
    /// The classes it directly descends from.
    pub parents: &'static [&'static str],
    /// Names of components it works with, as far as it states them itself (see [`crate::registry::related`]).
    pub related: &'static [&'static str],
    /// What clients need to know beside the parameters.
    pub metadata: Value,
    /// The schema of its parameters, where it can be configured.
    pub schema: Option<Value>,
    /// Checks parameters without keeping them, where it can be configured.
    pub check: Option<Check>,
}

impl Entry {
    /// The entry of a component with parameters.
    #[must_use]
    pub fn of<C: Component>() -> Self {
        let schema = wire::schema_of::<C>();
        Self {
            name: C::NAME,
            kind: C::KIND,
            display_name: Some(C::DISPLAY_NAME),
            description: schema["description"].as_str().unwrap_or_default().to_owned(),
            color: C::COLOR,
            parents: C::PARENTS,
            related: C::RELATED,
            metadata: C::metadata(),
            schema: Some(schema),
            check: Some(|parameters| C::check(parameters).map(drop)),
        }
    }

    /// Whether it is to use a GPU with these parameters: it has a parameter `device`, and that names another than the CPU.
    #[must_use]
    pub fn wants_gpu(&self, parameters: &Map<String, Value>) -> bool {
        let Some(property) = self.schema.as_ref().and_then(|schema| schema["properties"].get("device")) else {
            return false;
        };
        let device = parameters.get("device").or_else(|| property.get("placeholder"));
        device.and_then(Value::as_str).is_some_and(|device| !device.eq_ignore_ascii_case("cpu"))
    }
}
