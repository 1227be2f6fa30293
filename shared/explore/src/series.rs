//! Columns of numbers in the order of a column of dates.

use crate::label::{short, things};
use crate::scope::Scope;
use crate::stats::spacing::Spacing;
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

/// One column of numbers over time, without gaps.
pub(crate) struct Series<'a> {
    pub time: &'a str,
    pub name: &'a str,
    pub moments: Vec<i64>,
    pub values: Vec<f64>,
    /// How the moments are spaced, where most are alike.
    pub spacing: Option<Spacing>,
    /// What a figure has to say of rows and dates that are missing.
    pub notes: Vec<String>,
}

impl<'a> Series<'a> {
    /// The series of a scope of two columns, from the first row with a value to the last one. Missing values in between are
    /// filled along the line between their neighbours, so that seasons stay in step.
    pub fn of(scope: &Scope<'a>) -> Result<Self> {
        let Timed { time, numbers } = Timed::of(scope)?;
        let name = numbers[0];
        let order = Order::of(scope, time)?;
        let numbers = order.numbers(scope, name)?;
        let is_there = |number: &f64| number.is_finite();
        let first = numbers.iter().position(is_there).unwrap_or(0);
        let last = numbers.iter().rposition(is_there).unwrap_or(0);
        let moments = order.moments[first..=last].to_vec();
        let mut values = numbers[first..=last].to_vec();
        let (left, filled) = (scope.rows() - values.len(), fill(&mut values));
        let mut different = moments.clone();
        different.dedup();
        let spacing = Spacing::of(&different);
        let absent = spacing.as_ref().map_or(0, |spacing| usize::try_from(spacing.missing).unwrap_or(0));
        let notes = [
            (left, "Left out: ", "row", " without a date or a value"),
            (filled, "Filled in between neighbours: ", "missing value", ""),
            (absent, "Not there: ", "date", " between the first and the last"),
            (moments.len() - different.len(), "There before: ", "date", ""),
        ];
        let notes = notes.into_iter().filter(|(number, ..)| *number > 0);
        let notes =
            notes.map(|(number, what, thing, which)| format!("{what}{}{which}.", things(number, thing))).collect();
        Ok(Self { time, name, moments, values, spacing, notes })
    }
}

/// Replaces missing values by those on the line between their neighbours, and says how many there were. The first and the
/// last value are there.
fn fill(values: &mut [f64]) -> usize {
    let (mut filled, mut before) = (0, 0);
    for at in 0..values.len() {
        if !values[at].is_finite() {
            continue;
        }
        let (from, to) = (values[before], values[at]);
        let steps = (at - before) as f64;
        for (step, value) in values[before..at].iter_mut().enumerate().skip(1) {
            *value = from + (to - from) * step as f64 / steps;
            filled += 1;
        }
        before = at;
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn gaps_are_filled_along_a_line() {
        let mut values = [1.0, f64::NAN, 3.0, f64::NAN, f64::INFINITY, 0.0];
        assert_eq!(fill(&mut values), 3);
        assert_eq!(values, [1.0, 2.0, 3.0, 2.0, 1.0, 0.0]);
    }
}
