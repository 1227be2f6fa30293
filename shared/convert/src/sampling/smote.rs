//! Adding rows of rare classes between neighbours (Chawla and others, 2002).

use super::classes::Classes;
use super::neighbors::{among_own, neighbors};
use super::rows::base;
use crate::change::{Change, Rebuilt, RebuiltColumn};
use crate::gathering;
use crate::layout::present;
use crate::reading::shortened;
use crate::sample::Sample;
use crate::step::Step;
use crate::{limits, replacing, seed, types};
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::sampling as parameters;
use skydash_domain::columns::Columns;
use skydash_domain::progress::{Progress, Span};
use skydash_domain::table::{Column, ColumnType, Values};
use skydash_domain::{Error, Result};
use skydash_numeric::matrix::Matrix;

/// Closest rows that have to be of a row's own class when rows among others are removed (Wilson, 1972).
const OWN_NEIGHBORS: usize = 3;

/// What to add, and whether to remove rows afterwards. Nothing is learnt: rows are added to the table that is changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Smote {
    columns: Vec<String>,
    target: String,
    rows: Vec<usize>,
    share: Option<f64>,
    seed: i64,
    neighbors: u32,
    cleaned: bool,
}

/// What is asked for.
pub(crate) struct Wanted {
    pub share: Option<f64>,
    pub seed: Option<i64>,
    pub neighbors: u32,
    pub cleaned: bool,
}

/// Keeps what is asked for.
pub(crate) fn fit(checked: &Checked<parameters::SMOTEConverter>, sample: &Sample<'_>) -> Result<Smote> {
    Smote::new(
        Wanted {
            share: checked.sampling_strategy.share(),
            seed: checked.random_state,
            neighbors: checked.k_neighbors,
            cleaned: false,
        },
        sample,
    )
}

/// Rows of numbers with their classes: those of the table, then those added.
struct Resampled {
    columns: Vec<Vec<f64>>,
    classes: Vec<u32>,
}

impl Smote {
    /// Keeps what is asked for.
    pub fn new(wanted: Wanted, sample: &Sample<'_>) -> Result<Self> {
        Ok(Self {
            columns: sample.names().to_vec(),
            target: sample.target_name()?.to_owned(),
            rows: sample.chosen_rows().to_vec(),
            share: wanted.share,
            seed: wanted.seed.unwrap_or_default(),
            neighbors: wanted.neighbors,
            cleaned: wanted.cleaned,
        })
    }

    fn converter(&self) -> &'static str {
        if self.cleaned { "SMOTEENNConverter" } else { "SMOTEConverter" }
    }

    /// Adds rows to every class that lacks some.
    fn resample(&self, table: &dyn Columns, classes: &Classes, progress: &dyn Progress) -> Result<Resampled> {
        let lacking = classes.lacking(self.share)?;
        let rows: usize = classes.rows.iter().map(Vec::len).sum();
        // What is compared with each other and what is made of it are copies.
        limits::numbers(rows.saturating_add(lacking.iter().sum()), 3 * self.columns.len(), self.converter())?;
        let mut all = Resampled { columns: Vec::with_capacity(self.columns.len()), classes: vec![0; rows] };
        for name in &self.columns {
            let column = gathering::column(table, name, &self.rows, self.converter())?;
            all.columns.push(replacing::complete(&column, self.converter())?.into_owned());
        }
        for (class, rows) in classes.rows.iter().enumerate() {
            rows.iter().for_each(|&row| all.classes[row] = class as u32);
        }
        for (class, &count) in lacking.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (start, end) = (class as f64 / lacking.len() as f64, (class + 1) as f64 / lacking.len() as f64);
            self.add(&mut all, class, classes, count, &Span::new(progress, start, end))?;
        }
        Ok(all)
    }

    /// Adds so many rows of a class, each on the line from one of its rows to one of that row's closest.
    fn add(
        &self,
        all: &mut Resampled,
        class: usize,
        classes: &Classes,
        count: usize,
        progress: &dyn Progress,
    ) -> Result<()> {
        let (own, near) = (&classes.rows[class], self.neighbors as usize);
        if own.len() <= near {
            return Err(Error::precondition(format!(
                "Class '{}' of '{}' has {} row{}, and {} with {near} as k_neighbors needs more than that. Lower k_neighbors, \
                 or remove the class.",
                shortened(&classes.names[class]),
                classes.target,
                own.len(),
                if own.len() == 1 { "" } else { "s" },
                self.converter()
            )));
        }
        let x = all.matrix(&self.columns, own);
        let neighbors = neighbors(&x, near, self.converter(), progress)?;
        let mut random = seed::generator(self.seed);
        let pairs: Vec<usize> = (0..count).map(|_| random.up_to(neighbors.len() - 1)).collect();
        let steps: Vec<f64> = (0..count).map(|_| random.unit()).collect();
        for (j, column) in all.columns.iter_mut().enumerate() {
            let cells = x.column(j);
            column.extend(pairs.iter().zip(&steps).map(|(&pair, step)| {
                let start = cells[pair / near];
                start + step * (cells[neighbors[pair] as usize] - start)
            }));
        }
        all.classes.extend(std::iter::repeat_n(class as u32, count));
        Ok(())
    }
}

impl Resampled {
    fn matrix(&self, names: &[String], rows: &[usize]) -> Matrix {
        let column = |(name, cells): (&String, &Vec<f64>)| (name.clone(), rows.iter().map(|&row| cells[row]).collect());
        Matrix::new(rows.len(), names.iter().zip(&self.columns).map(column).collect())
    }

    /// The rows whose closest ones are all of their class.
    fn clean(&self, names: &[String], converter: &str, progress: &dyn Progress) -> Result<Vec<usize>> {
        let rows: Vec<usize> = (0..self.classes.len()).collect();
        let count = OWN_NEIGHBORS.min(rows.len() - 1);
        let found = neighbors(&self.matrix(names, &rows), count, converter, progress)?;
        let kept = among_own(&found, count, &self.classes);
        let kept: Vec<usize> = rows.into_iter().filter(|&row| kept[row]).collect();
        if kept.is_empty() {
            return Err(Error::precondition(format!(
                "{converter} would keep no row: every one is among rows of other classes. Choose columns that tell the \
                 classes apart."
            )));
        }
        Ok(kept)
    }
}

impl Step for Smote {
    fn change(&self, table: &dyn Columns, progress: &dyn Progress) -> Result<Change> {
        present(table, &self.columns)?;
        present(table, std::slice::from_ref(&self.target))?;
        let base = base(&self.rows, table, self.converter())?;
        let target = gathering::column(table, &self.target, &self.rows, self.converter())?;
        let classes = Classes::new(&target, self.converter())?;
        let share = if self.cleaned { 0.5 } else { 1.0 };
        let all = self.resample(table, &classes, &Span::new(progress, 0.0, share))?;
        let kept = if self.cleaned {
            all.clean(&self.columns, self.converter(), &Span::new(progress, share, 1.0))?
        } else {
            (0..all.classes.len()).collect()
        };
        // A row that was added has the class of the first row of its class.
        let sources: Vec<usize> = kept
            .iter()
            .map(|&row| if row < base.len() { row } else { classes.rows[all.classes[row] as usize][0] })
            .collect();
        let column = |(name, column_type): (&String, &ColumnType)| {
            if *name == self.target {
                return RebuiltColumn::Made(Column { values: target.values.take(&sources), ..target.clone() });
            }
            match self.columns.iter().position(|column| column == name) {
                None => RebuiltColumn::Kept(name.clone()),
                Some(place) => RebuiltColumn::Made(numbers(name, column_type, &all.columns[place], &kept)),
            }
        };
        Ok(Change::Whole(Rebuilt {
            columns: table.types().iter().map(column).collect(),
            rows: kept.iter().map(|&row| base.get(row).map(|row| *row as u64)).collect(),
        }))
    }

    fn changes_rows(&self) -> bool {
        true
    }

    fn is_sound(&self) -> bool {
        self.neighbors > 0 && !self.columns.is_empty()
    }
}

/// A column of numbers at these rows; whole numbers stay whole.
fn numbers(name: &str, column_type: &ColumnType, cells: &[f64], rows: &[usize]) -> Column {
    let is_whole = match column_type {
        ColumnType::Categorical { dtype, .. } => dtype.starts_with("int"),
        other => matches!(other, ColumnType::Integer { .. }),
    };
    // Adding 0 makes -0 a 0.
    let cell = |&row: &usize| if is_whole { cells[row].round() + 0.0 } else { cells[row] };
    let column_type = match column_type {
        ColumnType::Categorical { .. } if is_whole => types::integer(),
        ColumnType::Categorical { .. } => types::float(),
        other => other.clone(),
    };
    Column { name: name.to_owned(), column_type, values: Values::Numbers(rows.iter().map(cell).collect()) }
}
