//! Columns of numbers in the order of a column of dates.

use crate::label::{short, things};
use crate::scope::Scope;
use crate::times::NEVER;
use skydash_domain::{Error, Result};

/// The column of dates and the columns of numbers among those of a scope.
pub(crate) struct Timed<'a> {
    pub time: &'a str,
    pub numbers: Vec<&'a str>,
}

impl<'a> Timed<'a> {
    /// Tells the columns apart.
    ///
    /// # Errors
    /// [`Error::Invalid`] unless one column holds dates and another one numbers.
    pub fn of(scope: &Scope<'a>) -> Result<Self> {
        let (mut times, mut numbers) = (Vec::new(), Vec::new());
        for name in scope.columns {
            if scope.is_dated(name)? { times.push(name.as_str()) } else { numbers.push(name.as_str()) }
        }
        let explorer = scope.explorer;
        match (times.as_slice(), numbers.is_empty()) {
            ([time], false) => Ok(Self { time, numbers }),
            ([_], true) => {
                Err(Error::invalid(format!("{explorer} needs a column of numbers. Choose one beside the dates.")))
            }
            ([], _) => Err(Error::invalid(format!("{explorer} needs a column of dates. Choose one of type Date."))),
            ([a, b, ..], _) => Err(Error::invalid(format!(
                "{explorer} needs one column of dates, but '{}' and '{}' hold dates. Choose one of them.",
                short(a),
                short(b)
            ))),
        }
    }
}

/// The rows that have a date, in the order of time.
pub(crate) struct Order {
    /// Their moments, ascending.
    pub moments: Vec<i64>,
    /// Their positions in the table.
    rows: Vec<u32>,
}

impl Order {
    /// The order that a column of dates gives.
    pub fn of(scope: &Scope<'_>, time: &str) -> Result<Self> {
        let moments = scope.moments(time)?;
        let mut rows: Vec<u32> = (0..moments.len() as u32).filter(|&row| moments[row as usize] != NEVER).collect();
        if rows.is_empty() {
            return Err(scope.empty(time));
        }
        if !rows.is_sorted_by_key(|&row| moments[row as usize]) {
            rows.sort_by_key(|&row| moments[row as usize]);
        }
        Ok(Self { moments: rows.iter().map(|&row| moments[row as usize]).collect(), rows })
    }

    /// The numbers of a column in this order; NaN for a missing one.
    pub fn numbers(&self, scope: &Scope<'_>, name: &str) -> Result<Vec<f64>> {
        let numbers = scope.numbers(name)?;
        let ordered: Vec<f64> = self.rows.iter().map(|&row| numbers[row as usize]).collect();
        if ordered.iter().any(|number| number.is_finite()) { Ok(ordered) } else { Err(scope.empty(name)) }
    }
}

/// One column of numbers over time: only rows that have both.
pub(crate) struct Series<'a> {
    pub time: &'a str,
    pub name: &'a str,
    pub moments: Vec<i64>,
    pub values: Vec<f64>,
    /// What a figure has to say of rows that are left out.
    pub note: Option<String>,
}

impl<'a> Series<'a> {
    /// The series of a scope of two columns.
    pub fn of(scope: &Scope<'a>) -> Result<Self> {
        let Timed { time, numbers } = Timed::of(scope)?;
        let name = numbers[0];
        let order = Order::of(scope, time)?;
        let numbers = order.numbers(scope, name)?;
        let is_there = |pair: &(i64, f64)| pair.1.is_finite();
        let (moments, values): (Vec<i64>, Vec<f64>) = order.moments.into_iter().zip(numbers).filter(is_there).unzip();
        let left = scope.rows() - values.len();
        let verb = if left == 1 { "is" } else { "are" };
        let note = (left > 0).then(|| format!("{} without a date or a value {verb} left out.", things(left, "row")));
        Ok(Self { time, name, moments, values, note })
    }
}
