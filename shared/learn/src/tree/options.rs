//! What can be chosen about a tree, a forest and a boosted ensemble.

use skydash_catalog::models::{ForestClassWeight, MaxFeatures};

/// Where a single tree stops, and what it looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct TreeOptions {
    /// Largest number of questions on the way to a leaf; `None` has no limit.
    pub max_depth: Option<usize>,
    /// Nodes with fewer rows are leaves.
    pub min_samples_split: usize,
    /// No leaf has fewer rows.
    pub min_samples_leaf: usize,
    /// No leaf has a smaller share of the total weight.
    pub min_weight_fraction_leaf: f64,
    /// Largest number of leaves; with it, the node that gains most is split first.
    pub max_leaf_nodes: Option<usize>,
    /// A split must lower the weighted impurity by this much.
    pub min_impurity_decrease: f64,
    /// How many columns a node looks at, drawn anew at every node; `None` looks at all.
    pub features: Option<MaxFeatures>,
    /// Complexity price of a leaf: larger values prune more.
    pub ccp_alpha: f64,
}

impl Default for TreeOptions {
    fn default() -> Self {
        Self {
            max_depth: None,
            min_samples_split: 2,
            min_samples_leaf: 1,
            min_weight_fraction_leaf: 0.0,
            max_leaf_nodes: None,
            min_impurity_decrease: 0.0,
            features: None,
            ccp_alpha: 0.0,
        }
    }
}

/// An ensemble of independent trees; one tree without bootstrap is a decision tree.
#[derive(Debug, Clone, PartialEq)]
pub struct ForestOptions {
    /// What holds for each tree.
    pub tree: TreeOptions,
    /// Number of trees.
    pub trees: usize,
    /// Whether each tree learns from rows drawn with replacement.
    pub bootstrap: bool,
    /// Share of the rows drawn when bootstrapping; `None` draws as many as there are.
    pub max_samples: Option<f64>,
    /// How much each class counts, `None` for each row the same; regression ignores it.
    pub class_weight: Option<ForestClassWeight>,
    /// Seed of every random draw.
    pub seed: u64,
}

impl Default for ForestOptions {
    fn default() -> Self {
        Self {
            tree: TreeOptions { features: Some(MaxFeatures::Sqrt), ..TreeOptions::default() },
            trees: 100,
            bootstrap: true,
            max_samples: None,
            class_weight: None,
            seed: 0,
        }
    }
}

impl ForestOptions {
    /// One tree on all rows.
    #[must_use]
    pub fn single(tree: TreeOptions) -> Self {
        Self { tree, trees: 1, bootstrap: false, ..Self::default() }
    }
}

/// Gradient boosting over histograms.
#[derive(Debug, Clone, PartialEq)]
pub struct BoostOptions {
    /// Factor on every tree's contribution.
    pub learning_rate: f64,
    /// Number of rounds; a round grows one tree, or one a class from three classes on.
    pub max_iter: usize,
    /// Largest number of questions on the way to a leaf; `None` has no limit.
    pub max_depth: Option<usize>,
    /// Largest number of leaves of a tree.
    pub max_leaf_nodes: Option<usize>,
    /// No leaf has fewer rows.
    pub min_samples_leaf: usize,
    /// Penalty on the squares of the leaves' values.
    pub l2_regularization: f64,
    /// How much each class counts, `None` for each row the same; regression ignores it.
    pub class_weight: Option<ForestClassWeight>,
}

impl Default for BoostOptions {
    fn default() -> Self {
        Self {
            learning_rate: 0.1,
            max_iter: 100,
            max_depth: None,
            max_leaf_nodes: Some(31),
            min_samples_leaf: 20,
            l2_regularization: 0.0,
            class_weight: None,
        }
    }
}
