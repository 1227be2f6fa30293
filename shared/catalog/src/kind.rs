//! The twenty sorts of components, in the order catalogs list them.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// A sort of component.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Kind {
            $($(#[$doc])* $name,)+
        }

        impl Kind {
            /// All of them, in the order catalogs list them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word clients use.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }
        }
    };
}

kinds! {
    /// What is to be learnt: classification, regression, ...
    Task,
    /// What is to be generated.
    GenerativeTask,
    /// A model that learns from a table.
    Model,
    /// A model that generates text, images or sound.
    GenerativeModel,
    /// A reader of a file format.
    DataLoader,
    /// A catalogue of public datasets.
    DatasetSource,
    /// Access to somebody else's service.
    Credential,
    /// A score.
    Metric,
    /// A search for better parameters.
    Optimizer,
    /// Work done in the background.
    Job,
    /// A page about a trained model.
    Report,
    /// An explanation of one prediction.
    LocalExplainer,
    /// An explanation of a whole model.
    GlobalExplainer,
    /// A look at a table.
    Explorer,
    /// A change of a table.
    Converter,
    /// A way to partition rows.
    Splitter,
    /// A way to evaluate models with the partitions.
    EvaluationStrategy,
    /// A test of a hypothesis.
    StatisticalTest,
    /// A way to cut documents.
    ChunkingModel,
    /// A way to read documents.
    Extractor,
}

impl Kind {
    /// The kind with this word, if there is one.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}
