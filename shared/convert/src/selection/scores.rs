//! How much each column says about the target by itself.

use crate::reading;
use crate::replacing;
use crate::sample::Sample;
use skydash_domain::table::{Column, ColumnType, MISSING, Values};
use skydash_domain::{Error, Result};
use skydash_numeric::special::f_above;
use skydash_numeric::vector;
use std::collections::HashMap;

/// A column's value of F, and how likely a larger one is by chance. Neither is a number where nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Score {
    pub f: f64,
    pub p: f64,
}

/// The scores of the columns in the scope: of the F test between the classes of a target of categories or texts, of the
/// correlation with a target of numbers.
pub(super) fn learn(sample: &Sample<'_>) -> Result<Vec<Score>> {
    let target = sample.target()?;
    let converter = sample.converter();
    match &target.column_type {
        ColumnType::Integer { .. } | ColumnType::Float { .. } => {
            sample.at_least(3)?;
            let y = replacing::complete(&target, converter)?;
            let y = Centred::new(&y);
            sample.each(|column| Ok(correlation(&replacing::complete(&column, converter)?, &y)))
        }
        _ => {
            let classes = Classes::new(&target, converter)?;
            sample.each(|column| Ok(classes.score(&replacing::complete(&column, converter)?)))
        }
    }
}

/// Values about their mean, and the sum of their squares.
struct Centred {
    values: Vec<f64>,
    squares: f64,
}

impl Centred {
    fn new(values: &[f64]) -> Self {
        // Equal values differ from their rounded mean by chance only.
        let center = if is_constant(values) { values.first().copied().unwrap_or(0.0) } else { vector::mean(values) };
        let values: Vec<f64> = values.iter().map(|value| value - center).collect();
        let squares = vector::dot(&values, &values);
        Self { values, squares }
    }
}

fn is_constant(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

/// The score of the correlation; 0 where one side is constant.
fn correlation(x: &[f64], y: &Centred) -> Score {
    let x = Centred::new(x);
    let within = x.values.len() as f64 - 2.0;
    let size = x.squares.sqrt() * y.squares.sqrt();
    if size == 0.0 {
        return Score { f: 0.0, p: 1.0 };
    }
    let r = vector::dot(&x.values, &y.values) / size;
    let f = r * r / (1.0 - r * r) * within;
    if f.is_finite() && f >= 0.0 { Score { f, p: f_above(f, 1.0, within) } } else { Score { f: f64::MAX, p: 0.0 } }
}

/// The class of each row.
struct Classes {
    codes: Vec<u32>,
    counts: Vec<f64>,
}

impl Classes {
    fn new(target: &Column, converter: &str) -> Result<Self> {
        if reading::missing(&target.values).contains(&true) {
            return Err(Error::precondition(format!(
                "The target '{}' of {converter} has missing values. Remove their rows with NanRemover.",
                reading::shortened(&target.name)
            )));
        }
        let codes = codes(target)?;
        let mut counts = vec![0.0; codes.iter().max().map_or(0, |most| *most as usize + 1)];
        codes.iter().for_each(|&code| counts[code as usize] += 1.0);
        let classes = counts.iter().filter(|count| **count > 0.0).count();
        if classes < 2 || codes.len() <= classes {
            return Err(Error::precondition(format!(
                "The target '{}' of {converter} has {classes} classes in {} rows, which is too little to compare. Choose a \
                 target of at least two classes, and more rows than classes.",
                reading::shortened(&target.name),
                codes.len()
            )));
        }
        Ok(Self { codes, counts })
    }

    /// The F test between the classes; no number for a constant column.
    fn score(&self, x: &[f64]) -> Score {
        let x = Centred::new(x);
        let mut sums = vec![0.0; self.counts.len()];
        self.codes.iter().zip(&x.values).for_each(|(&code, value)| sums[code as usize] += value);
        let present = || sums.iter().zip(&self.counts).filter(|(_, count)| **count > 0.0);
        let total: f64 = sums.iter().sum();
        let rows = x.values.len() as f64;
        let between = present().map(|(sum, count)| sum * sum / count).sum::<f64>() - total * total / rows;
        let means: Vec<f64> = sums.iter().zip(&self.counts).map(|(sum, count)| sum / count).collect();
        let within: f64 =
            self.codes.iter().zip(&x.values).map(|(&code, value)| (value - means[code as usize]).powi(2)).sum();
        let classes = present().count() as f64;
        let (freedom, rest) = (classes - 1.0, rows - classes);
        let f = (between / freedom) / (within / rest);
        Score { f, p: f_above(f, freedom, rest) }
    }
}

/// A number for each value: that of its category, or of the order in which texts first occur.
fn codes(target: &Column) -> Result<Vec<u32>> {
    if let Values::Codes(codes) = &target.values {
        return Ok(codes.iter().copied().filter(|code| *code != MISSING).collect());
    }
    let texts = reading::texts(target)?;
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut code = |text| {
        let next = known.len() as u32;
        *known.entry(text).or_insert(next)
    };
    Ok(texts.iter().flatten().map(|text| code(text.as_ref())).collect())
}
