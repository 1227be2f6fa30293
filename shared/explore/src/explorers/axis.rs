//! A column along an axis: numbers in bins of equal width, anything else by its values.

use crate::groups::Groups;
use crate::label::{count, plain, things};
use crate::number::{drawn, list};
use crate::scope::Scope;
use crate::stats::bins::Bins;
use crate::stats::moments::{PIECE, finite};
use rayon::prelude::*;
use serde_json::{Value, json};
use skydash_domain::Result;
use skydash_domain::table::ColumnType;

/// The place of a row without a value.
pub(super) const NOWHERE: u16 = u16::MAX;

/// Most values of a column that have a place of their own.
const MOST_VALUES: usize = 200;

/// A column along an axis.
pub(super) struct Axis {
    /// The column's name, as a figure shows it.
    pub title: String,
    pub places: Places,
    /// Each row's place, or [`NOWHERE`].
    pub codes: Vec<u16>,
    /// The column's numbers, where it has them.
    pub numbers: Vec<f64>,
    /// What a figure has to say of it.
    pub note: Option<String>,
}

/// The places along an axis.
pub(super) enum Places {
    Bins(Bins),
    Values(Vec<String>),
}

impl Axis {
    /// A column with so many bins, or as many as fit the data, and at most `most`.
    pub fn of(scope: &Scope<'_>, name: &str, bins: Option<u64>, most: usize) -> Result<Self> {
        let title = plain(name);
        if !scope.is_numeric(name)? {
            let Groups { names, codes, note, .. } = Groups::of(scope, name, MOST_VALUES)?;
            let codes = codes.into_iter().map(u16::from).collect();
            return Ok(Self { title, places: Places::Values(names), codes, numbers: Vec::new(), note });
        }
        let numbers = scope.numbers(name)?;
        let finite = finite(&numbers);
        if finite.is_empty() {
            return Err(scope.empty(name));
        }
        let whole = matches!(scope.column_type(name)?, ColumnType::Integer { .. });
        let wanted = bins.map(|bins| usize::try_from(bins).unwrap_or(usize::MAX));
        let bins = match wanted {
            Some(wanted) => Bins::of(&finite, wanted.min(most)),
            None => Bins::auto(&finite, whole, most),
        };
        let mut notes = Vec::new();
        let left = numbers.len() - finite.len();
        if wanted.is_some_and(|wanted| wanted > most) {
            notes.push(format!("{title} is in {} bins, the most that are drawn.", count(most)));
        }
        if left > 0 {
            notes.push(format!("Left out: {} without a value of {title}.", things(left, "row")));
        }
        let finder = bins.finder();
        let place = |number: &f64| if number.is_finite() { finder.find(*number) as u16 } else { NOWHERE };
        let codes = numbers.par_iter().with_min_len(PIECE).map(place).collect();
        let note = (!notes.is_empty()).then(|| notes.join(" "));
        Ok(Self { title, places: Places::Bins(bins), codes, numbers, note })
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        match &self.places {
            Places::Bins(bins) => bins.count,
            Places::Values(names) => names.len(),
        }
    }

    /// Where the places are drawn.
    pub fn positions(&self) -> Value {
        match &self.places {
            Places::Bins(bins) => list((0..bins.count).map(|bin| bins.middle(bin))),
            Places::Values(names) => json!(names),
        }
    }

    /// What the places hold, in words.
    pub fn words(&self) -> Value {
        match &self.places {
            Places::Bins(bins) => (0..bins.count)
                .map(|bin| format!("{} to {}", drawn(bins.edge(bin)), drawn(bins.edge(bin + 1))))
                .collect(),
            Places::Values(names) => json!(names),
        }
    }

    /// How wide a place is; 1 for a value.
    pub fn width(&self) -> f64 {
        match &self.places {
            Places::Bins(bins) => bins.width(),
            Places::Values(_) => 1.0,
        }
    }

    /// The axis of a layout.
    pub fn layout(&self) -> Value {
        let mut axis = crate::figure::axis(&self.title);
        if let Places::Values(_) = self.places {
            axis["type"] = json!("category");
        }
        axis
    }
}
