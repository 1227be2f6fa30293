//! Figures as plotly.js draws them, in one style.

use crate::label::plain;
use crate::palette::COLORS;
use crate::scope::Scope;
use serde_json::{Map, Value, json};
use skydash_domain::artifact::Artifact;

/// A figure in the making.
#[derive(Debug)]
pub(crate) struct Figure {
    title: String,
    notes: Vec<String>,
    data: Vec<Value>,
    layout: Map<String, Value>,
}

impl Figure {
    /// An empty figure of this title, unless the user has given another one.
    pub fn new(scope: &Scope<'_>, title: String) -> Self {
        let title = scope.title.map_or(title, plain);
        Self { title, notes: Vec::new(), data: Vec::new(), layout: Map::new() }
    }

    /// With titles of the two axes, which may hold no markup.
    pub fn axes(self, x: &str, y: &str) -> Self {
        self.with("xaxis", axis(x)).with("yaxis", axis(y))
    }

    /// With a part of the layout.
    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.layout.insert(key.to_owned(), value);
        self
    }

    /// With one more entry in a part of the layout.
    pub fn set(mut self, part: &str, key: &str, value: Value) -> Self {
        let part = self.layout.entry(part).or_insert_with(|| json!({}));
        part[key] = value;
        self
    }

    /// With a title of the legend, where there is one.
    pub fn legend(self, title: &str) -> Self {
        if title.is_empty() { self } else { self.with("legend", json!({"title": {"text": title}})) }
    }

    /// With a sentence below the title.
    pub fn note(mut self, note: Option<String>) -> Self {
        self.notes.extend(note);
        self
    }

    /// With some sentences below the title.
    pub fn noted(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.notes.extend(notes);
        self
    }

    /// With a trace.
    pub fn trace(mut self, trace: Value) -> Self {
        self.data.push(trace);
        self
    }

    /// With some traces.
    pub fn traces(mut self, traces: impl IntoIterator<Item = Value>) -> Self {
        self.data.extend(traces);
        self
    }

    /// The figure as a result.
    pub fn artifact(mut self) -> Artifact {
        let mut title = json!({"text": self.title});
        let top = self.layout.get("margin").and_then(|margin| margin["t"].as_u64()).unwrap_or(60);
        if self.notes.is_empty() {
            self = self.set("margin", "t", top.into());
        } else {
            title["subtitle"] = json!({"text": self.notes.join(" "), "font": {"size": 12}});
            self = self.set("margin", "t", (top + 24).into());
        }
        let mut layout = json!({"title": title, "template": template()});
        for (key, value) in self.layout {
            layout[key] = value;
        }
        Artifact::Plotly { title: None, figure: json!({"data": self.data, "layout": layout}) }
    }
}

/// An axis with a title.
pub(crate) fn axis(title: &str) -> Value {
    json!({"title": {"text": title}})
}

/// The name of an axis in the layout: `xaxis`, `xaxis2`, ...
pub(crate) fn axis_key(letter: char, number: usize) -> String {
    if number == 1 { format!("{letter}axis") } else { format!("{letter}axis{number}") }
}

/// The name of an axis in a trace: `x`, `x2`, ...
pub(crate) fn axis_id(letter: char, number: usize) -> String {
    if number == 1 { letter.to_string() } else { format!("{letter}{number}") }
}

/// The style of all figures. Backgrounds and the colour of texts are left to the page.
fn template() -> Value {
    let axis = json!({
        "automargin": true,
        "gridcolor": "rgba(128, 128, 128, 0.2)",
        "zerolinecolor": "rgba(128, 128, 128, 0.45)",
        "title": {"standoff": 12},
    });
    json!({"layout": {
        "colorway": COLORS,
        "coloraxis": {"colorbar": {"outlinewidth": 0, "thickness": 14}},
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "legend": {"itemsizing": "constant"},
        "title": {"x": 0.02, "xanchor": "left", "y": 0.97, "yanchor": "top"},
        "xaxis": axis,
        "yaxis": axis,
    }})
}
