//! The converters and their parameters, one file or folder a family.

mod cards;
pub mod columns;
pub mod encoding;
pub mod kernels;
pub mod missing;
pub mod options;
pub mod reduction;
pub mod sampling;
pub mod scaling;
pub mod selection;
pub mod text;
pub mod time;

use crate::{Card, Component, ConverterTraits, Entry, Kind};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A component that changes tables. Its card says everything but its parameters.
pub trait Converter: Serialize + DeserializeOwned + JsonSchema + Default + 'static {
    /// The name clients use.
    const NAME: &'static str;
    /// How its card looks, and which columns it takes.
    const CARD: Card;
    /// What a form has to know of it.
    const TRAITS: ConverterTraits = ConverterTraits::NONE;

    /// Rules between its fields, for forms and for [`Component::check`].
    fn rules() -> Vec<Value> {
        Vec::new()
    }
}

impl<C: Converter> Component for C {
    const NAME: &'static str = <C as Converter>::NAME;
    const KIND: Kind = Kind::Converter;
    const DISPLAY_NAME: &'static str = C::CARD.display_name;
    const COLOR: Option<&'static str> = Some(C::CARD.color);
    const PARENTS: &'static [&'static str] = CLASS;

    fn metadata() -> Value {
        C::CARD.converter(C::TRAITS)
    }

    fn rules() -> Vec<Value> {
        <C as Converter>::rules()
    }
}

/// The class that all converters descend from.
pub const CLASS: &[&str] = &["BaseConverter"];

/// Every converter, in the order of catalogs.
pub(crate) fn entries() -> Vec<Entry> {
    let parts = [
        columns::entries(),
        time::entries(),
        missing::entries(),
        reduction::entries(),
        scaling::entries(),
        encoding::entries(),
        kernels::entries(),
        text::entries(),
        selection::entries(),
        sampling::entries(),
    ];
    parts.into_iter().flatten().collect()
}
