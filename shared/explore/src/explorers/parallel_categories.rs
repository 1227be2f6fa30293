//! Bands from category to category, counted on the server.

use super::points::stepped_line;
use crate::engine::Engine;
use crate::figure::Figure;
use crate::groups::Groups;
use crate::label::{count, plain};
use crate::palette::COLORS;
use crate::scope::Scope;
use serde_json::{Value, json};
use skydash_catalog::Checked;
use skydash_catalog::explorers::ParallelCategoriesExplorer;
use skydash_domain::artifact::Artifact;
use skydash_domain::{Error, Result};
use std::collections::HashMap;

/// Most columns, and most values of one.
const MOST_COLUMNS: usize = 20;
const MOST_VALUES: usize = 30;
/// Most paths that are drawn, and most that are counted.
const MOST_PATHS: usize = 1000;
const MOST_COUNTED: usize = 1_000_000;

impl Engine for ParallelCategoriesExplorer {
    fn explore(parameters: &Checked<Self>, scope: &Scope<'_>) -> Result<Vec<Artifact>> {
        let columns = scope.columns.len();
        if columns > MOST_COLUMNS {
            return Err(Error::invalid(format!(
                "ParallelCategoriesExplorer draws at most {MOST_COLUMNS} columns (got {columns}). Choose fewer."
            )));
        }
        let color = scope.chosen("color_column", parameters.color_column.as_ref())?;
        let mut paths = Paths::of(scope.rows());
        let mut groups = Vec::new();
        for (done, name) in scope.columns.iter().enumerate() {
            scope.report(done, columns)?;
            let found = Groups::of(scope, name, MOST_VALUES)?;
            paths.split(&found.codes, scope)?;
            groups.push(Groups { codes: Vec::new(), ..found });
        }
        let colors = Groups::by(scope, color, COLORS.len())?;
        paths.split(&colors.codes, scope)?;
        let (rows, all) = (scope.rows(), paths.steps.len());
        let drawn = paths.most_frequent();
        let shown: u64 = drawn.iter().map(|path| path.rows).sum();
        let mut figure = Figure::new(scope, format!("Rows through {columns} columns of categories"))
            .with("margin", json!({"t": 100, "l": 100, "r": 100}));
        for group in groups.iter().chain([&colors]) {
            figure = figure.note(group.note.clone());
        }
        if drawn.len() < all {
            let percent = shown as f64 * 100.0 / rows as f64;
            figure = figure.note(Some(format!(
                "The {} most frequent of {} ways are drawn: {percent:.0}% of the rows.",
                count(drawn.len()),
                count(all)
            )));
        }
        let dimension = |(place, (name, groups)): (usize, (&String, &Groups))| {
            let values: Vec<&String> = drawn.iter().map(|path| &groups.names[path.steps[place] as usize]).collect();
            let used: Vec<&String> = groups.names.iter().filter(|name| values.contains(name)).collect();
            json!({"label": plain(name), "values": values, "categoryorder": "array", "categoryarray": used})
        };
        let mut trace = json!({
            "type": "parcats",
            "dimensions": scope.columns.iter().zip(&groups).enumerate().map(dimension).collect::<Value>(),
            "counts": drawn.iter().map(|path| path.rows).collect::<Vec<u64>>(),
            "line": {"color": COLORS[0]},
            "arrangement": "freeform",
        });
        if !colors.is_one() {
            trace["line"] = stepped_line(&colors, drawn.iter().map(|path| path.steps[columns]).collect());
        }
        trace["line"]["shape"] = json!("hspline");
        Ok(vec![figure.trace(trace).artifact()])
    }
}

/// The ways rows go from column to column.
struct Paths {
    /// The path of each row.
    rows: Vec<u32>,
    /// The group in each column so far, for each path.
    steps: Vec<Vec<u8>>,
}

/// A path and how many rows go it.
struct Path {
    steps: Vec<u8>,
    rows: u64,
}

impl Paths {
    fn of(rows: usize) -> Self {
        Self { rows: vec![0; rows], steps: vec![Vec::new()] }
    }

    /// Divides the paths by the groups of one more column.
    fn split(&mut self, codes: &[u8], scope: &Scope<'_>) -> Result<()> {
        let mut known: HashMap<(u32, u8), u32> = HashMap::new();
        let mut steps = Vec::new();
        for (path, &code) in self.rows.iter_mut().zip(codes) {
            let next = steps.len() as u32;
            let before = *path;
            *path = *known.entry((before, code)).or_insert(next);
            if *path == next {
                let mut longer = self.steps[before as usize].clone();
                longer.push(code);
                steps.push(longer);
                if steps.len() > MOST_COUNTED {
                    return Err(Error::too_large(format!(
                        "{} counts at most {} different ways through the columns. Choose fewer columns.",
                        scope.explorer,
                        count(MOST_COUNTED)
                    )));
                }
            }
        }
        self.steps = steps;
        Ok(())
    }

    /// The most frequent paths, in the order of their groups.
    fn most_frequent(self) -> Vec<Path> {
        let mut rows = vec![0_u64; self.steps.len()];
        self.rows.iter().for_each(|&path| rows[path as usize] += 1);
        let mut paths: Vec<Path> = self.steps.into_iter().zip(rows).map(|(steps, rows)| Path { steps, rows }).collect();
        if paths.len() > MOST_PATHS {
            paths.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.steps.cmp(&b.steps)));
            paths.truncate(MOST_PATHS);
        }
        paths.sort_by(|a, b| a.steps.cmp(&b.steps));
        paths
    }
}
