//! Where the words of a cloud go: along a spiral from the middle, without overlap.

use super::widths::width;

/// The size of a picture in pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Canvas {
    pub width: f64,
    pub height: f64,
}

/// A word in its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placed {
    pub word: String,
    /// Font size in pixels.
    pub size: f64,
    /// The middle of its box.
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// Largest and smallest font size.
const LARGEST: f64 = 96.0;
const SMALLEST: f64 = 9.0;
/// Height of a line, in multiples of the font's size.
const LINE: f64 = 1.06;
/// Share of the picture that words should cover.
const COVER: f64 = 0.55;
/// Space between words in pixels.
const GAP: f64 = 2.0;

/// Places words, the most frequent first, with areas that grow with their frequency. Words that find no place are left out.
pub(crate) fn place(words: &[(String, u64)], canvas: Canvas) -> Vec<Placed> {
    let Some(most) = words.first().map(|(_, times)| *times) else { return Vec::new() };
    let relative = |times: u64| (times as f64 / most as f64).sqrt();
    let area: f64 = words.iter().map(|(word, times)| width(word) * LINE * relative(*times).powi(2)).sum();
    let unit = (canvas.width * canvas.height * COVER / area).sqrt().min(LARGEST);
    let mut placed: Vec<Placed> = Vec::new();
    for (word, times) in words {
        let fitting = (canvas.width - 2.0 * GAP) / width(word);
        let mut size = (unit * relative(*times)).max(SMALLEST).min(fitting);
        while size >= SMALLEST.min(fitting) {
            if let Some(found) = find(word, size, &placed, canvas) {
                placed.push(found);
                break;
            }
            size *= 0.85;
        }
    }
    placed
}

/// The first free place along an elliptic spiral.
fn find(word: &str, size: f64, placed: &[Placed], canvas: Canvas) -> Option<Placed> {
    let (middle_x, middle_y) = (canvas.width / 2.0, canvas.height / 2.0);
    let stretch = canvas.width / canvas.height;
    let mut candidate = Placed {
        word: word.to_owned(),
        size,
        x: middle_x,
        y: middle_y,
        width: width(word) * size,
        height: LINE * size,
    };
    let (mut angle, mut blocker) = (0.0_f64, 0);
    loop {
        let radius = 1.2 * angle;
        if radius > middle_y * 1.5 {
            return None;
        }
        candidate.x = middle_x + stretch * radius * angle.cos();
        candidate.y = middle_y + radius * angle.sin();
        // What was in the way a moment ago most likely still is.
        let free = placed.get(blocker).is_none_or(|other| !overlap(&candidate, other));
        if free && inside(&candidate, canvas) {
            match placed.iter().position(|other| overlap(&candidate, other)) {
                Some(other) => blocker = other,
                None => return Some(candidate),
            }
        }
        // Steps of about three pixels.
        angle += 3.0 / radius.max(6.0);
    }
}

fn inside(word: &Placed, canvas: Canvas) -> bool {
    let (x, y) = (word.width / 2.0 + GAP, word.height / 2.0 + GAP);
    word.x >= x && word.x <= canvas.width - x && word.y >= y && word.y <= canvas.height - y
}

fn overlap(a: &Placed, b: &Placed) -> bool {
    (a.x - b.x).abs() * 2.0 < a.width + b.width + 2.0 * GAP && (a.y - b.y).abs() * 2.0 < a.height + b.height + 2.0 * GAP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lie_inside_and_apart() {
        let words: Vec<(String, u64)> = (0..300).map(|n| (format!("word{n}"), 300 - n)).collect();
        let canvas = Canvas { width: 800.0, height: 600.0 };
        let placed = place(&words, canvas);
        assert!(placed.len() > 250, "{}", placed.len());
        assert_eq!(placed[0].word, "word0");
        for (at, word) in placed.iter().enumerate() {
            assert!(inside(word, canvas));
            assert!(placed[..at].iter().all(|other| !overlap(word, other)));
        }
        assert_eq!(placed, place(&words, canvas));
    }

    #[test]
    fn a_word_wider_than_the_picture_is_made_smaller() {
        let placed = place(&[("w".repeat(200), 1)], Canvas { width: 800.0, height: 600.0 });
        assert!(placed.len() == 1 && placed[0].width <= 800.0);
        assert_eq!(place(&[], Canvas { width: 800.0, height: 600.0 }), []);
    }
}
