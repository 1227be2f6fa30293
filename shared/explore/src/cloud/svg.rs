//! A cloud as a picture.

use super::layout::{Canvas, Placed};
use crate::palette::color;
use std::fmt::Write;

/// The picture of placed words, on a background of a colour, or none.
pub(crate) fn draw(words: &[Placed], canvas: Canvas, background: Option<&str>) -> String {
    let Canvas { width, height } = canvas;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="Helvetica, Arial, sans-serif" font-weight="600" text-anchor="middle">"#
    );
    if let Some(background) = background {
        let _ = write!(svg, r#"<rect width="100%" height="100%" fill="{}"/>"#, escaped(background));
    }
    for (place, word) in words.iter().enumerate() {
        // Letters stand on a line a little below the middle of their box.
        let base = word.y + 0.34 * word.size;
        let _ = write!(
            svg,
            r#"<text x="{:.1}" y="{base:.1}" font-size="{:.1}" textLength="{:.1}" lengthAdjust="spacingAndGlyphs" fill="{}">{}</text>"#,
            word.x,
            word.size,
            word.width,
            color(place),
            escaped(&word.word)
        );
    }
    svg.push_str("</svg>");
    svg
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
