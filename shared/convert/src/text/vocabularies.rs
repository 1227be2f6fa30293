//! The vocabularies of language models, and how each model takes a text apart. See `vocabularies/README.md` for where they
//! come from.

use serde::{Deserialize, Serialize};
use skydash_catalog::converters::text::LanguageModel;
use skydash_domain::{Error, Result};
use std::collections::HashMap;
use std::sync::LazyLock;
use tokenizers::models::bpe::BPE;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::processors::bert::BertProcessing;
use tokenizers::processors::roberta::RobertaProcessing;
use tokenizers::{AddedToken, Model, Tokenizer};

const BERT: &str = include_str!("../../vocabularies/bert-uncased.txt");
const ROBERTA: &str = include_str!("../../vocabularies/roberta.txt");
const MERGES: &str = include_str!("../../vocabularies/gpt2-merges.txt");

/// Models that take texts apart alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Family {
    Bert,
    Roberta,
    Mpnet,
}

impl From<LanguageModel> for Family {
    fn from(model: LanguageModel) -> Self {
        match model {
            LanguageModel::BertBaseUncased
            | LanguageModel::BertLargeUncased
            | LanguageModel::DistilbertBaseUncased
            | LanguageModel::AllMiniLmL6V2 => Self::Bert,
            LanguageModel::RobertaBase | LanguageModel::RobertaLarge | LanguageModel::DistilrobertaBase => {
                Self::Roberta
            }
            LanguageModel::AllMpnetBaseV2 => Self::Mpnet,
        }
    }
}

type Made = std::result::Result<Tokenizer, String>;

static BERT_MADE: LazyLock<Made> = LazyLock::new(|| made(bert()));
static ROBERTA_MADE: LazyLock<Made> = LazyLock::new(|| made(roberta()));
static MPNET_MADE: LazyLock<Made> = LazyLock::new(|| made(mpnet()));

fn made(tokenizer: tokenizers::Result<Tokenizer>) -> Made {
    tokenizer.map_err(|error| error.to_string())
}

impl Family {
    /// What takes texts apart, made when it is first asked for.
    ///
    /// # Errors
    /// [`Error::Internal`] when the vocabulary is not what it should be.
    pub fn tokenizer(self) -> Result<&'static Tokenizer> {
        let made = match self {
            Self::Bert => &*BERT_MADE,
            Self::Roberta => &*ROBERTA_MADE,
            Self::Mpnet => &*MPNET_MADE,
        };
        made.as_ref().map_err(|error| Error::internal(format!("vocabulary: {error}")))
    }

    /// What fills up short texts.
    pub fn padding(self) -> u32 {
        match self {
            Self::Bert => 0,
            Self::Roberta | Self::Mpnet => 1,
        }
    }
}

fn numbered<'a>(words: impl Iterator<Item = &'a str>) -> impl Iterator<Item = (String, u32)> {
    words.map(str::to_owned).zip(0..)
}

fn marks(words: &[&str]) -> Vec<AddedToken> {
    words.iter().map(|&word| AddedToken::from(word, true)).collect()
}

/// A mark that takes the blanks before it along.
fn mask() -> AddedToken {
    AddedToken::from("<mask>", true).lstrip(true)
}

fn word_pieces<'a>(words: impl Iterator<Item = &'a str>) -> tokenizers::Result<Tokenizer> {
    let model = WordPiece::builder()
        .vocab(numbered(words).collect::<HashMap<_, _, _>>())
        .unk_token("[UNK]".to_owned())
        .build()?;
    let mut tokenizer = Tokenizer::new(model);
    tokenizer.with_normalizer(Some(BertNormalizer::default()))?;
    tokenizer.with_pre_tokenizer(Some(BertPreTokenizer));
    Ok(tokenizer)
}

fn number(tokenizer: &Tokenizer, word: &str) -> tokenizers::Result<(String, u32)> {
    let number = tokenizer.get_model().token_to_id(word).ok_or_else(|| format!("{word} is not in it"))?;
    Ok((word.to_owned(), number))
}

fn bert() -> tokenizers::Result<Tokenizer> {
    let mut tokenizer = word_pieces(BERT.lines())?;
    let (end, start) = (number(&tokenizer, "[SEP]")?, number(&tokenizer, "[CLS]")?);
    tokenizer.with_post_processor(Some(BertProcessing::new(end, start)));
    tokenizer.add_special_tokens(marks(&["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]))?;
    Ok(tokenizer)
}

fn mpnet() -> tokenizers::Result<Tokenizer> {
    let words = ["<s>", "<pad>", "</s>", "<unk>"].into_iter().chain(BERT.lines()).chain(["<mask>"]);
    let mut tokenizer = word_pieces(words)?;
    enclosed(&mut tokenizer)?;
    tokenizer.add_special_tokens(marks(&["<s>", "<pad>", "</s>", "<unk>", "[UNK]"]))?;
    tokenizer.add_special_tokens([mask()])?;
    Ok(tokenizer)
}

fn roberta() -> tokenizers::Result<Tokenizer> {
    let merges = MERGES.lines().filter(|line| !line.starts_with("#version"));
    let merges = merges.filter_map(|line| line.split_once(' ')).map(|(a, b)| (a.to_owned(), b.to_owned()));
    let model = BPE::builder()
        .vocab_and_merges(numbered(ROBERTA.lines()).collect::<HashMap<_, _, _>>(), merges.collect::<Vec<_>>());
    let mut tokenizer = Tokenizer::new(model.build()?);
    tokenizer.with_pre_tokenizer(Some(ByteLevel::default().add_prefix_space(false)));
    enclosed(&mut tokenizer)?;
    tokenizer.add_special_tokens(marks(&["<s>", "<pad>", "</s>", "<unk>"]))?;
    tokenizer.add_special_tokens([mask()])?;
    Ok(tokenizer)
}

/// Puts `<s>` before each text and `</s>` behind it.
fn enclosed(tokenizer: &mut Tokenizer) -> tokenizers::Result<()> {
    let (end, start) = (number(tokenizer, "</s>")?, number(tokenizer, "<s>")?);
    tokenizer.with_post_processor(Some(RobertaProcessing::new(end, start).add_prefix_space(false)));
    Ok(())
}
