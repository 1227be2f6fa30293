//! How points are coloured and shaped by columns.

use crate::groups::Groups;
use crate::label::plain;
use crate::number::list;
use crate::palette::{GREY, SYMBOLS, color, sequential, stepped};
use crate::scope::Scope;
use serde_json::{Value, json};
use skydash_domain::Result;

/// Most colours, and most symbols.
const MOST_COLORS: usize = 12;
const MOST_SYMBOLS: usize = 8;

/// What decides the looks of the points of some rows.
pub(super) struct Looks {
    colors: Groups,
    symbols: Groups,
    /// Numbers along a scale of colours, in place of groups, and their column.
    scale: Option<(String, Vec<f64>)>,
}

/// Points that look the same.
pub(super) struct Alike {
    /// Positions among the rows.
    pub members: Vec<usize>,
    pub name: String,
    pub marker: Value,
}

impl Looks {
    /// The looks of these rows by the values of two columns, each where it is given.
    pub fn of(scope: &Scope<'_>, color: Option<&str>, symbol: Option<&str>, rows: &[usize]) -> Result<Self> {
        let take = |groups: Groups| Groups { codes: groups.take(rows), ..groups };
        let symbols = take(Groups::by(scope, symbol, MOST_SYMBOLS)?);
        let one = Groups::one(rows.len());
        let Some(name) = color else { return Ok(Self { colors: one, symbols, scale: None }) };
        if scope.is_numeric(name)? {
            let scale = Some((plain(name), scope.numbers_at(name, rows)?));
            return Ok(Self { colors: one, symbols, scale });
        }
        Ok(Self { colors: take(Groups::of(scope, name, MOST_COLORS)?), symbols, scale: None })
    }

    /// The title of the legend.
    pub fn legend(&self) -> String {
        match (self.colors.column.as_str(), self.symbols.column.as_str()) {
            (a, "") => a.to_owned(),
            ("", b) => b.to_owned(),
            (a, b) if a == b => a.to_owned(),
            (a, b) => format!("{a}, {b}"),
        }
    }

    /// What a figure has to say of the groups.
    pub fn notes(&self) -> impl Iterator<Item = String> {
        let same = self.colors.note == self.symbols.note;
        self.colors.note.clone().into_iter().chain(self.symbols.note.clone().filter(|_| !same))
    }

    /// The scale of colours for the layout, where numbers decide.
    pub fn scale(&self) -> Option<Value> {
        self.scale.as_ref().map(|(name, _)| {
            json!({"colorscale": sequential(), "colorbar": {"title": {"text": name}, "y": 0.45, "len": 0.9}})
        })
    }

    /// The points in as many traces as there are combinations of colour and symbol.
    pub fn alike(&self) -> Vec<Alike> {
        let symbols = self.symbols.names.len();
        let mut members = vec![Vec::new(); self.colors.names.len() * symbols];
        for (at, (&color, &symbol)) in self.colors.codes.iter().zip(&self.symbols.codes).enumerate() {
            members[color as usize * symbols + symbol as usize].push(at);
        }
        let found = members.into_iter().enumerate().filter(|(_, members)| !members.is_empty());
        found.map(|(group, members)| self.group(group / symbols, group % symbols, members)).collect()
    }

    fn group(&self, at_color: usize, at_symbol: usize, members: Vec<usize>) -> Alike {
        let (a, b) = (&self.colors.names[at_color], &self.symbols.names[at_symbol]);
        let same = self.colors.column == self.symbols.column;
        let name = if a.is_empty() || same {
            b.clone()
        } else if b.is_empty() {
            a.clone()
        } else {
            format!("{a}, {b}")
        };
        let mut marker = json!({"opacity": 0.75});
        match &self.scale {
            Some((_, numbers)) => {
                marker["color"] = list(members.iter().map(|&at| numbers[at]));
                marker["coloraxis"] = json!("coloraxis");
            }
            None if self.colors.is_value(at_color) => marker["color"] = json!(color(at_color)),
            None => marker["color"] = json!(GREY),
        }
        if !self.symbols.is_one() {
            marker["symbol"] = json!(SYMBOLS[at_symbol % SYMBOLS.len()]);
        }
        Alike { members, name, marker }
    }
}

/// Lines coloured by group, with a bar of colours in place of a legend.
pub(super) fn stepped_line(groups: &Groups, codes: Vec<u8>) -> Value {
    let count = groups.names.len();
    let colors: Vec<&str> = (0..count).map(|group| if groups.is_value(group) { color(group) } else { GREY }).collect();
    json!({
        "color": codes,
        "cmin": -0.5,
        "cmax": count as f64 - 0.5,
        "colorscale": stepped(&colors),
        "showscale": true,
        "colorbar": {
            "title": {"text": groups.column},
            "tickvals": (0..count).collect::<Vec<usize>>(),
            "ticktext": groups.names,
            "outlinewidth": 0,
            "thickness": 14,
        },
    })
}
