//! Splits by gradients: histograms of all columns, the larger child's by subtraction.

use rayon::prelude::*;

use super::super::bins::{Binned, Column};
use super::super::grow::{Open, Sample, Split, Splitter, divide, goes_left};
use super::cells::{BINS, Cell, GROUP, Histogram, accumulate, add, without};
use super::scan::{Cut, Rules, missing, subtract};

/// Nodes with at least this many rows times columns are shared among threads.
const PARALLEL_VALUES: usize = 60_000;

impl Sample for u32 {
    fn row(self) -> usize {
        self as usize
    }
}

/// A column as boosting needs it.
struct Facts {
    cuts: Vec<f64>,
    has_missing: bool,
}

/// The training columns, four side by side.
pub(super) struct Table {
    columns: Vec<Facts>,
    groups: Vec<Vec<[u8; GROUP]>>,
}

impl Table {
    /// Packs columns together.
    pub(super) fn new(binned: Binned<u8>) -> Self {
        let pack = |columns: &[Column<u8>]| {
            let mut packed = vec![[0; GROUP]; binned.rows];
            for (place, column) in columns.iter().enumerate() {
                packed.iter_mut().zip(&column.codes).for_each(|(cell, code)| cell[place] = *code);
            }
            packed
        };
        let groups = binned.columns.chunks(GROUP).map(pack).collect();
        let facts = |column: Column<u8>| Facts { cuts: column.cuts, has_missing: column.has_missing };
        Self { groups, columns: binned.columns.into_iter().map(facts).collect() }
    }

    /// Number of columns.
    pub(super) fn columns(&self) -> usize {
        self.columns.len()
    }
}

/// A node's histograms, one a column, and its sum.
pub(super) struct Memory {
    histograms: Vec<Histogram>,
    node: Cell,
}

/// Looks for the splits of one tree after the other.
pub(super) struct Gradients<'a> {
    table: &'a Table,
    /// Each row's gradient.
    pub(super) cells: Vec<Cell>,
    /// What the present tree must respect.
    pub(super) rules: Rules,
    /// The gradients of a node's rows, in their order.
    ordered: Vec<Cell>,
    pool: Vec<Vec<Histogram>>,
}

impl<'a> Gradients<'a> {
    /// A search over this table.
    pub(super) fn new(table: &'a Table, rows: usize, rules: Rules) -> Self {
        Self { table, cells: vec![[0, 0]; rows], rules, ordered: Vec::with_capacity(rows), pool: Vec::new() }
    }

    /// The sum over some rows.
    pub(super) fn sum(&self, rows: &[u32]) -> Cell {
        rows.iter().fold([0, 0], |mut sum, &row| {
            add(&mut sum, self.cells[row as usize]);
            sum
        })
    }

    /// Makes the histograms of `rows`, takes them from `larger` where there is one, and scans both.
    fn histograms(&mut self, rows: &[u32], mut larger: Option<&mut Memory>) -> (Memory, [Option<Found>; 2]) {
        let columns = self.table.columns.len();
        self.ordered.clear();
        self.ordered.extend(rows.iter().map(|&row| self.cells[row as usize]));
        let mut node = [0, 0];
        self.ordered.iter().for_each(|&cell| add(&mut node, cell));
        let mut histograms = self.pool.pop().unwrap_or_else(|| vec![[[0, 0]; BINS]; columns]);
        let rest = larger.as_mut().map(|larger| {
            larger.node = without(larger.node, node);
            larger.node
        });
        let job = Job { table: self.table, rules: &self.rules, rows, ordered: &self.ordered, node, rest };
        let parents = larger.map_or(&mut [][..], |larger| &mut larger.histograms[..]);
        let found = job.run(&mut histograms, parents);
        (Memory { histograms, node }, found)
    }

    fn open(&mut self, memory: Memory, found: Option<Found>) -> Option<Open<Memory>> {
        match found {
            Some((column, cut)) => Some(Open { split: self.split(column, cut), memory }),
            None => {
                self.recycle(memory);
                None
            }
        }
    }

    fn split(&self, column: usize, cut: Cut) -> Split {
        let facts = &self.table.columns[column];
        let threshold = facts.cuts.get(cut.bin).copied().unwrap_or(f64::INFINITY);
        let missing_left = if facts.has_missing { cut.missing_left } else { cut.left_heavier };
        Split { gain: cut.gain, column, bin: cut.bin, threshold, missing_left }
    }
}

/// A column and its cut.
type Found = (usize, Cut);

/// The work on one node and, where there is one, on its larger sibling.
struct Job<'a> {
    table: &'a Table,
    rules: &'a Rules,
    rows: &'a [u32],
    ordered: &'a [Cell],
    node: Cell,
    rest: Option<Cell>,
}

impl Job<'_> {
    fn run(&self, own: &mut [Histogram], parents: &mut [Histogram]) -> [Option<Found>; 2] {
        let groups = own.len().div_ceil(GROUP);
        let mut parents: Vec<&mut [Histogram]> = parents.chunks_mut(GROUP).collect();
        parents.resize_with(groups, Default::default);
        let own = own.chunks_mut(GROUP).zip(parents).enumerate();
        let one =
            |(group, (own, parents)): (usize, (&mut [Histogram], &mut [Histogram]))| self.group(group, own, parents);
        let found: Vec<[Option<Found>; 2]> = if self.rows.len() * self.table.columns.len() < PARALLEL_VALUES {
            own.map(one).collect()
        } else {
            own.collect::<Vec<_>>().into_par_iter().map(one).collect()
        };
        found.into_iter().fold([None, None], |[a, b], [c, d]| [better(a, c), better(b, d)])
    }

    fn group(&self, group: usize, own: &mut [Histogram], parents: &mut [Histogram]) -> [Option<Found>; 2] {
        own.as_flattened_mut().fill([0, 0]);
        accumulate(&self.table.groups[group], self.rows, self.ordered, own);
        let first = group * GROUP;
        let mine = self.best(first, own, self.node);
        let Some(rest) = self.rest else { return [mine, None] };
        parents.iter_mut().zip(own.iter()).for_each(|(parent, own)| subtract(parent, own));
        [mine, self.best(first, parents, rest)]
    }

    fn best(&self, first: usize, histograms: &[Histogram], node: Cell) -> Option<Found> {
        if !self.rules.may_split(node) {
            return None;
        }
        let mut best = None;
        for (column, histogram) in (first..).zip(histograms) {
            let facts = &self.table.columns[column];
            let missing = missing(histogram, facts.has_missing);
            let cut = self.rules.scan(histogram, facts.cuts.len() + 1, missing, node);
            best = better(best, cut.map(|cut| (column, cut)));
        }
        best
    }
}

fn better(a: Option<Found>, b: Option<Found>) -> Option<Found> {
    match (a, b) {
        (Some(a), Some(b)) if b.1.gain > a.1.gain => Some(b),
        (None, b) => b,
        (a, _) => a,
    }
}

impl Splitter for Gradients<'_> {
    type Sample = u32;
    type Memory = Memory;

    fn root(&mut self, samples: &[u32]) -> Option<Open<Memory>> {
        let (memory, [found, _]) = self.histograms(samples, None);
        self.open(memory, found)
    }

    fn children(&mut self, mut parent: Memory, sides: [&[u32]; 2]) -> [Option<Open<Memory>>; 2] {
        let enough = 2 * self.rules.min_leaf;
        if sides.iter().all(|side| (side.len() as i64) < enough) {
            self.recycle(parent);
            return [None, None];
        }
        let left_smaller = sides[0].len() <= sides[1].len();
        let small = if left_smaller { sides[0] } else { sides[1] };
        let (memory, [found, rest]) = self.histograms(small, Some(&mut parent));
        let small = self.open(memory, found);
        let large = self.open(parent, rest);
        if left_smaller { [small, large] } else { [large, small] }
    }

    fn divide(&self, split: &Split, samples: &mut [u32], spare: &mut [u32]) -> usize {
        let (codes, place) = (&self.table.groups[split.column / GROUP], split.column % GROUP);
        divide(samples, spare, |row| goes_left(codes[row as usize][place], split))
    }

    fn recycle(&mut self, memory: Memory) {
        self.pool.push(memory.histograms);
    }
}
