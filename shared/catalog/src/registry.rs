//! Every component there is, one line each.

use crate::entry::Entry;
use crate::kind::Kind;
use crate::loaders::{Arff, Csv, Excel, Json};
use crate::models::{
    DecisionTreeClassifier, DecisionTreeRegression, DummyClassifier, ElasticNetRegression, GaussianNB,
    HistGradientBoostingClassifier, HistGradientBoostingRegression, KNeighborsClassifier, KNeighborsRegression,
    LassoRegression, LinearRegression, LogisticRegression, RandomForestClassifier, RandomForestRegression,
    RidgeRegression, SVC,
};
use crate::optimizers::{HyperOptOptimizer, OptunaOptimizer};
use crate::splitters::{
    GroupKFoldSplitter, HoldoutSplitter, KFoldSplitter, LeaveOneOutSplitter, RepeatedKFoldSplitter,
    RepeatedStratifiedKFoldSplitter, StratifiedGroupKFoldSplitter, StratifiedKFoldSplitter,
};
use crate::{converters, explorers, jobs, metrics, strategies, tasks};
use std::sync::LazyLock;

/// The registry, in the order of catalogs: by kind, then as listed.
static REGISTRY: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut entries = configurable();
    entries.extend(explorers::entries());
    entries.extend(converters::entries());
    entries.extend(tasks::ALL.iter().map(Entry::from));
    entries.extend(metrics::ALL.iter().map(Entry::from));
    entries.extend(strategies::ALL.iter().map(Entry::from));
    entries.extend(jobs::ALL.iter().map(Entry::from));
    entries.sort_by_key(|entry| entry.kind);
    entries
});

fn configurable() -> Vec<Entry> {
    vec![
        Entry::of::<DecisionTreeClassifier>(),
        Entry::of::<DummyClassifier>(),
        Entry::of::<GaussianNB>(),
        Entry::of::<HistGradientBoostingClassifier>(),
        Entry::of::<KNeighborsClassifier>(),
        Entry::of::<LogisticRegression>(),
        Entry::of::<RandomForestClassifier>(),
        Entry::of::<SVC>(),
        Entry::of::<DecisionTreeRegression>(),
        Entry::of::<ElasticNetRegression>(),
        Entry::of::<HistGradientBoostingRegression>(),
        Entry::of::<KNeighborsRegression>(),
        Entry::of::<LassoRegression>(),
        Entry::of::<LinearRegression>(),
        Entry::of::<RandomForestRegression>(),
        Entry::of::<RidgeRegression>(),
        Entry::of::<Csv>(),
        Entry::of::<Excel>(),
        Entry::of::<Json>(),
        Entry::of::<Arff>(),
        Entry::of::<OptunaOptimizer>(),
        Entry::of::<HyperOptOptimizer>(),
        Entry::of::<HoldoutSplitter>(),
        Entry::of::<KFoldSplitter>(),
        Entry::of::<StratifiedKFoldSplitter>(),
        Entry::of::<StratifiedGroupKFoldSplitter>(),
        Entry::of::<RepeatedStratifiedKFoldSplitter>(),
        Entry::of::<GroupKFoldSplitter>(),
        Entry::of::<LeaveOneOutSplitter>(),
        Entry::of::<RepeatedKFoldSplitter>(),
    ]
}

/// Every component, in the order of catalogs.
#[must_use]
pub fn all() -> &'static [Entry] {
    &REGISTRY
}

/// The component of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Entry> {
    all().iter().find(|entry| entry.name == name)
}

/// The components of a kind, in the order of catalogs.
pub fn of(kind: Kind) -> impl Iterator<Item = &'static Entry> {
    all().iter().filter(move |entry| entry.kind == kind)
}

/// Whether there is a component of this name and kind.
#[must_use]
pub fn is(kind: Kind, name: &str) -> bool {
    find(name).is_some_and(|entry| entry.kind == kind)
}

/// Whether there is a model of this name.
#[must_use]
pub fn is_model(name: &str) -> bool {
    is(Kind::Model, name)
}

/// Whether two components work together. A relation stated by one side holds for both.
#[must_use]
pub fn related(a: &Entry, b: &Entry) -> bool {
    a.related.contains(&b.name) || b.related.contains(&a.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_relations_lead_somewhere() {
        let names: HashSet<&str> = all().iter().map(|entry| entry.name).collect();
        assert_eq!(names.len(), all().len());
        for entry in all() {
            for other in entry.related {
                assert!(names.contains(other), "{} relates to {other}, which does not exist", entry.name);
            }
        }
    }

    #[test]
    fn every_component_says_what_it_is() {
        for entry in all() {
            assert!(!entry.description.is_empty(), "{}", entry.name);
            for (name, field) in entry.schema.iter().flat_map(|schema| schema["properties"].as_object().unwrap()) {
                assert!(!field["description"].as_str().unwrap().is_empty(), "{}.{name}", entry.name);
                assert!(field.get("type").is_some() || field.get("anyOf").is_some(), "{}.{name}: {field}", entry.name);
            }
        }
    }
}
