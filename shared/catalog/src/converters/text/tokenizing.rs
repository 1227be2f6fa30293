//! Parameters of taking texts apart as language models do.

use super::super::cards::ADVANCED;
use crate::Card;
use crate::converters::Converter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Language models, by the names under which their authors publish them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[allow(missing_docs, reason = "each is shown by its name")]
pub enum LanguageModel {
    #[serde(rename = "bert-base-uncased")]
    BertBaseUncased,
    #[serde(rename = "bert-large-uncased")]
    BertLargeUncased,
    #[serde(rename = "distilbert-base-uncased")]
    DistilbertBaseUncased,
    #[serde(rename = "roberta-base")]
    RobertaBase,
    #[serde(rename = "roberta-large")]
    RobertaLarge,
    #[serde(rename = "distilroberta-base")]
    DistilrobertaBase,
    #[serde(rename = "sentence-transformers/all-MiniLM-L6-v2")]
    AllMiniLmL6V2,
    #[serde(rename = "sentence-transformers/all-mpnet-base-v2")]
    AllMpnetBaseV2,
}

/// Where a model runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Device {
    /// A graphics processor
    Cuda,
    /// The processor
    Cpu,
}

/// Replaces text columns by the word pieces that a language model reads, one column for each place in the longest text,
/// such as `tok_review_0`.
///
/// A piece is the number that it has in the model's vocabulary. Every text begins and ends with the model's marks, and
/// shorter ones are filled up with its padding. A missing text has no words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TokenizerConverter {
    /// The model whose vocabulary is used. Nothing is downloaded.
    #[schemars(title = "Model")]
    pub model_name: LanguageModel,
    /// Most pieces of a text, with the marks around it. What is left over is cut off.
    #[schemars(title = "Longest text", range(min = 1))]
    pub max_length: u32,
    /// Texts that are taken apart together. It does not change the result.
    #[schemars(title = "Batch size", range(min = 1))]
    pub batch_size: u32,
    /// Where the work is done. It does not change the result.
    pub device: Device,
}

impl Default for TokenizerConverter {
    fn default() -> Self {
        Self { model_name: LanguageModel::BertBaseUncased, max_length: 512, batch_size: 32, device: Device::Cpu }
    }
}

impl Converter for TokenizerConverter {
    const NAME: &'static str = "TokenizerConverter";
    const CARD: Card = Card {
        display_name: "Tokenizer",
        short_description: "Takes texts apart as language models do.",
        allowed_types: &["Text"],
        ..ADVANCED
    };
}
