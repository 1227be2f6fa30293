//! A picture of the most frequent words of columns of text.

use crate::cloud::{Canvas, Counts, draw, encode, place};
use crate::engine::Engine;
use crate::label::{count, short};
use crate::scope::Scope;
use skydash_catalog::Checked;
use skydash_catalog::explorers::WordcloudExplorer;
use skydash_domain::artifact::Artifact;
use skydash_domain::table::Values;
use skydash_domain::{Error, Result};

/// Most words that are drawn.
const MOST_WORDS: usize = 500;

const CANVAS: Canvas = Canvas { width: 800.0, height: 600.0 };

impl Engine for WordcloudExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let background = background(parameters.background_color.as_deref())?;
        let mut counts = Counts::default();
        for (done, name) in scope.columns.iter().enumerate() {
            scope.runs(name, |run| match &run.values {
                Values::Texts(texts) => counts.add(texts, || scope.report(done, scope.columns.len())),
                _ => Ok(()),
            })?;
        }
        let different = counts.different();
        let most = usize::try_from(parameters.max_words).unwrap_or(usize::MAX).min(MOST_WORDS);
        let words = counts.most_frequent(most);
        if words.is_empty() {
            return Err(Error::precondition(format!(
                "The texts of column '{}' hold no words for WordcloudExplorer to draw. Choose another column.",
                short(&scope.columns[0])
            )));
        }
        let placed = place(&words, CANVAS);
        let title = scope.title.map_or_else(
            || format!("The {} most frequent of {} different words", count(placed.len()), count(different)),
            short,
        );
        let data = encode(draw(&placed, CANVAS, background).as_bytes());
        Ok(vec![Artifact::Image { title: Some(title), data, mime: "image/svg+xml".to_owned() }])
    }
}

/// A colour as CSS writes colours; nothing else gets into the picture.
fn background(color: Option<&str>) -> Result<Option<&str>> {
    let Some(color) = color.map(str::trim).filter(|color| !color.is_empty()) else { return Ok(None) };
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "#(),.% ".contains(letter);
    if color.len() <= 40 && color.chars().all(is_plain) {
        return Ok(Some(color));
    }
    Err(Error::invalid(format!(
        "Parameter 'background_color' of WordcloudExplorer must be a colour such as white, #102030 or rgb(16, 32, 48) (got '{}').",
        short(color)
    )))
}
