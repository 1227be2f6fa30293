//! Boxes with everything but some points computed on the server.

use crate::groups::Groups;
use crate::number::{drawn, list};
use crate::sample::thinned;
use crate::stats::boxes::Boxed;
use serde_json::{Value, json};
use skydash_catalog::explorers::BoxPoints;

/// Most points of all boxes of a figure together, and of one of them.
const MOST_POINTS: usize = 8000;
const MOST_OF_ONE: usize = 500;

/// How the boxes of a figure are drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub horizontal: bool,
    pub points: BoxPoints,
    /// How many boxes the figure has.
    pub boxes: usize,
}

/// A trace with a box for each group in which there are numbers. Says whether points have been left out.
pub(super) fn trace(name: &str, color: &str, numbers: &[f64], groups: &Groups, style: Style) -> (Value, bool) {
    let mut by_group = vec![Vec::new(); groups.names.len()];
    for (number, &group) in numbers.iter().zip(&groups.codes) {
        if number.is_finite() {
            by_group[group as usize].push(*number);
        }
    }
    let most = (MOST_POINTS / style.boxes.max(1)).clamp(10, MOST_OF_ONE);
    let (mut labels, mut boxes, mut points, mut thinned) = (Vec::new(), Vec::new(), Vec::new(), false);
    for (label, numbers) in groups.names.iter().zip(by_group).filter(|(_, numbers)| !numbers.is_empty()) {
        let boxed = Boxed::of(&numbers, style.points != BoxPoints::None);
        let shown = shown(&numbers, &boxed, style.points);
        thinned |= shown.len() > most;
        // plotly.js takes an empty first list for no lists at all.
        points.push(if shown.is_empty() { json!([null]) } else { list(some(shown, most)) });
        boxes.push(boxed);
        labels.push(if groups.is_one() { name } else { label });
    }
    let all = |part: fn(&Boxed) -> f64| boxes.iter().map(|boxed| drawn(part(boxed))).collect::<Value>();
    let mut trace = json!({
        "type": "box",
        "name": name,
        "orientation": if style.horizontal { "h" } else { "v" },
        "q1": all(|boxed| boxed.first),
        "median": all(|boxed| boxed.median),
        "q3": all(|boxed| boxed.third),
        "lowerfence": all(|boxed| boxed.lower),
        "upperfence": all(|boxed| boxed.upper),
        "line": {"color": color, "width": 1.5},
    });
    let (along, across) = if style.horizontal { ("y", "x") } else { ("x", "y") };
    trace[along] = json!(labels);
    match style.points {
        BoxPoints::None => trace["boxpoints"] = json!(false),
        BoxPoints::Outliers => trace["boxpoints"] = json!("outliers"),
        BoxPoints::All => {
            trace["boxpoints"] = json!("all");
            trace["jitter"] = json!(0.4);
            trace["pointpos"] = json!(-1.6);
        }
    }
    if style.points != BoxPoints::None {
        trace["marker"] = json!({"color": color, "size": 4});
        trace[across] = Value::Array(points);
    }
    (trace, thinned)
}

fn shown(numbers: &[f64], boxed: &Boxed, points: BoxPoints) -> Vec<f64> {
    let mut shown: Vec<f64> = match points {
        BoxPoints::All => numbers.to_vec(),
        BoxPoints::Outliers => numbers.iter().copied().filter(|number| boxed.is_outlier(*number)).collect(),
        BoxPoints::None => Vec::new(),
    };
    shown.sort_unstable_by(f64::total_cmp);
    shown
}

/// At most so many of some numbers in ascending order, the extremes among them.
fn some(numbers: Vec<f64>, most: usize) -> Vec<f64> {
    match numbers.as_slice() {
        [least, middle @ .., greatest] if numbers.len() > most => {
            let mut some = vec![*least];
            some.extend(thinned(middle, most - 2));
            some.push(*greatest);
            some
        }
        _ => numbers,
    }
}

/// What a figure has to say when points are left out.
pub(super) fn note(thinned: bool) -> Option<String> {
    thinned.then(|| "Boxes are of all rows; of the points, a random sample is drawn.".to_owned())
}
