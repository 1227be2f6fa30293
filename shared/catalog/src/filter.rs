//! Which components of the catalog a client asks for.

use crate::ancestry::descends_from;
use crate::entry::Entry;
use crate::kind::Kind;
use crate::registry;
use skydash_domain::{Error, Result};

/// What to list. An empty filter lists everything; several conditions must all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these kinds, in this order. Empty means all.
    pub select_types: Vec<String>,
    /// Not these kinds.
    pub ignore_types: Vec<String>,
    /// Only what works with this component.
    pub related_component: Option<String>,
    /// Only what descends from this class.
    pub component_parent: Option<String>,
    /// Only what works with some component of this kind.
    pub has_related_of_type: Option<String>,
}

impl Filter {
    /// Whether it lists everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The components it lists, by kind in the order asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a kind or a related component that does not exist.
    pub fn apply(&self) -> Result<Vec<&'static Entry>> {
        let mut kinds = parse("Select type", &self.select_types)?;
        let ignored = parse("Ignore type", &self.ignore_types)?;
        let needed = self.has_related_of_type.as_deref().map(|word| kind("Type", word)).transpose()?;
        let related = self.related_component.as_deref().map(component).transpose()?;
        if kinds.is_empty() {
            kinds = Kind::ALL.to_vec();
        }
        let wanted = |entry: &Entry| {
            related.is_none_or(|related| registry::related(entry, related))
                && self.component_parent.as_deref().is_none_or(|class| descends_from(entry, class))
                && needed.is_none_or(|needed| has_related_of(entry, needed))
        };
        Ok(kinds
            .into_iter()
            .filter(|kind| !ignored.contains(kind))
            .flat_map(|kind| registry::all().iter().filter(move |entry| entry.kind == kind))
            .filter(|entry| wanted(entry))
            .collect())
    }
}

/// The components that descend from a class: directly, or also through others. None for an unknown class.
#[must_use]
pub fn children(class: &str, recursive: bool) -> Vec<&'static Entry> {
    let is_child =
        |entry: &&Entry| if recursive { descends_from(entry, class) } else { entry.parents.contains(&class) };
    registry::all().iter().filter(is_child).collect()
}

fn has_related_of(entry: &Entry, kind: Kind) -> bool {
    registry::all().iter().any(|other| other.kind == kind && registry::related(entry, other))
}

fn component(name: &str) -> Result<&'static Entry> {
    registry::find(name)
        .ok_or_else(|| Error::invalid(format!("Related component {name} does not exist in the registry.")))
}

/// The kinds of these words, each once.
fn parse(what: &str, words: &[String]) -> Result<Vec<Kind>> {
    let mut kinds = Vec::new();
    for word in words {
        let kind = kind(what, word)?;
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    Ok(kinds)
}

fn kind(what: &str, word: &str) -> Result<Kind> {
    Kind::parse(word).ok_or_else(|| {
        let known: Vec<String> = Kind::ALL.iter().map(|kind| format!("'{}'", kind.word())).collect();
        Error::invalid(format!(
            "{what} '{word}' does not exist in the registry. Available types: [{}].",
            known.join(", ")
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(filter: &Filter) -> Vec<&'static str> {
        filter.apply().unwrap().iter().map(|entry| entry.name).collect()
    }

    #[test]
    fn kinds_come_in_the_order_asked_for() {
        let filter = Filter { select_types: vec!["Task".into(), "DataLoader".into()], ..Filter::default() };
        let tasks_first = names(&filter);
        assert_eq!(tasks_first[0], "TabularClassificationTask");
        assert_eq!(tasks_first.last(), Some(&"ARFFDataLoader"));
        assert!(names(&Filter { select_types: vec!["Report".into()], ..Filter::default() }).is_empty());
    }

    #[test]
    fn relations_hold_both_ways() {
        let filter = Filter {
            select_types: vec!["Task".into()],
            related_component: Some("KNeighborsClassifier".into()),
            ..Filter::default()
        };
        assert_eq!(names(&filter), ["TabularClassificationTask"]);
        let filter = Filter {
            select_types: vec!["Model".into()],
            related_component: Some("RegressionTask".into()),
            ..Filter::default()
        };
        assert_eq!(names(&filter).len(), 8);
        let filter = Filter {
            select_types: vec!["Task".into()],
            has_related_of_type: Some("Model".into()),
            ..Filter::default()
        };
        assert_eq!(names(&filter).len(), 2);
    }

    #[test]
    fn ancestry_is_followed_upwards() {
        let of = |class: &str| names(&Filter { component_parent: Some(class.into()), ..Filter::default() }).len();
        assert_eq!(of("TabularClassificationModel"), 8);
        assert_eq!(of("BaseModel"), 16);
        assert_eq!(of("Nope"), 0);
        assert_eq!(children("BaseModel", false).len(), 0);
        assert_eq!(children("BaseModel", true).len(), 16);
        assert_eq!(children("SklearnLikeRegressor", false).len(), 8);
    }

    #[test]
    fn what_does_not_exist_is_named() {
        let error = Filter { select_types: vec!["Nope".into()], ..Filter::default() }.apply().unwrap_err();
        assert!(error.to_string().starts_with(
            "Select type 'Nope' does not exist in the registry. Available types: ['Task', 'GenerativeTask', 'Model',"
        ));
        let error = Filter { related_component: Some("Nope".into()), ..Filter::default() }.apply().unwrap_err();
        assert_eq!(error.to_string(), "Related component Nope does not exist in the registry.");
    }
}
