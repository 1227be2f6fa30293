//! What a component is: a name, a kind, texts, relations and, where it can be configured, parameters.

use crate::check::{self, Unknown};
use crate::kind::Kind;
use crate::registry;
use crate::rules;
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use skydash_domain::{Error, Result};
use std::ops::Deref;

/// A component with parameters. The struct's fields are the parameters, its `Default` their defaults,
/// and its doc comments the texts users read.
pub trait Component: Serialize + DeserializeOwned + JsonSchema + Default + 'static {
    /// The name clients use.
    const NAME: &'static str;
    /// What sort of component it is.
    const KIND: Kind;
    /// Its English title.
    const DISPLAY_NAME: &'static str;
    /// The colour of its card, as CSS writes colours.
    const COLOR: Option<&'static str> = None;
    /// The classes it directly descends from (see [`crate::ancestry`]).
    const PARENTS: &'static [&'static str];
    /// Names of the components it works with. One side of a relation is enough.
    const RELATED: &'static [&'static str] = &[];

    /// What clients need to know beside the parameters.
    fn metadata() -> Value {
        Value::Null
    }

    /// Rules between its fields, for forms and for [`Component::check`].
    fn rules() -> Vec<Value> {
        Vec::new()
    }

    /// Reads parameters: missing ones take their defaults, envelopes and bare values are both accepted.
    ///
    /// # Errors
    /// [`Error::Invalid`] that names the parameter, when one is unknown, of a wrong type or out of bounds.
    fn check(parameters: &Map<String, Value>) -> Result<Checked<Self>> {
        read(parameters, Unknown::Refuse)
    }

    /// Reads the parameters it knows as [`Component::check`] does, from a map that also holds other things.
    ///
    /// # Errors
    /// [`Error::Invalid`] that names the parameter, when one is of a wrong type or out of bounds.
    fn pick(parameters: &Map<String, Value>) -> Result<Checked<Self>> {
        read(parameters, Unknown::Ignore)
    }
}

fn read<C: Component>(parameters: &Map<String, Value>, unknown: Unknown) -> Result<Checked<C>> {
    let schema = registry::find(C::NAME)
        .and_then(|entry| entry.schema.as_ref())
        .ok_or_else(|| Error::internal(format!("{} is not registered", C::NAME)))?;
    let clean = check::parameters(C::NAME, schema, parameters, unknown)?;
    let read: C = serde_json::from_value(Value::Object(clean.clone())).map_err(|_| unusable::<C>(&clean))?;
    let rules = C::rules();
    if !rules.is_empty()
        && let Ok(Value::Object(values)) = serde_json::to_value(&read)
        && let Some(message) = rules::broken(&rules, &values)
    {
        return Err(Error::invalid(message));
    }
    Ok(Checked(read))
}

/// The error of parameters that their schema allows and their type does not hold, such as a whole number beyond all use.
fn unusable<C: Component>(parameters: &Map<String, Value>) -> Error {
    let is_unusable = |(name, value): &(&String, &Value)| {
        let alone = Map::from_iter([((*name).clone(), (*value).clone())]);
        serde_json::from_value::<C>(Value::Object(alone)).is_err()
    };
    match parameters.iter().find(is_unusable) {
        Some((name, value)) => {
            let value = check::shortened(&value.get("fixed_value").unwrap_or(value).to_string());
            Error::invalid(format!(
                "Parameter '{name}' of {} cannot be {value}. Choose a value nearer to its default.",
                C::NAME
            ))
        }
        None => Error::invalid(format!("The parameters of {} do not go together. Choose their defaults.", C::NAME)),
    }
}

/// Parameters known to be within their bounds. Only [`Component::check`] and [`Component::pick`] make them from input.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked<P>(P);

impl<P: Component> Default for Checked<P> {
    /// The defaults, which a test keeps within their own bounds.
    fn default() -> Self {
        Self(P::default())
    }
}

impl<P> Deref for Checked<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.0
    }
}
