//! The parts of dates.

use super::dates;
use crate::change::{Change, Made};
use crate::columnwise::each;
use crate::layout::Plan;
use crate::sample::Sample;
use crate::step::Step;
use crate::types;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use skydash_catalog::Checked;
use skydash_catalog::converters::time as parameters;
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::table::{Column, Values};
use skydash_domain::{Error, Result};
use std::f64::consts::TAU;

const CONVERTER: &str = "DateFeaturesConverter";

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Part {
    Year,
    Month,
    Day,
    Weekday,
    Quarter,
    Week,
    DayOfYear,
}

impl Part {
    /// Its word in the name of its column.
    fn word(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Weekday => "weekday",
            Self::Quarter => "quarter",
            Self::Week => "week",
            Self::DayOfYear => "day_of_year",
        }
    }

    /// How many there are before they start again.
    fn period(self) -> Option<f64> {
        match self {
            Self::Year => None,
            Self::Month => Some(12.0),
            Self::Day => Some(31.0),
            Self::Weekday => Some(7.0),
            Self::Quarter => Some(4.0),
            Self::Week => Some(53.0),
            Self::DayOfYear => Some(366.0),
        }
    }

    fn of(self, day: NaiveDate) -> f64 {
        match self {
            Self::Year => f64::from(day.year()),
            Self::Month => f64::from(day.month()),
            Self::Day => f64::from(day.day()),
            Self::Weekday => f64::from(day.weekday().num_days_from_monday()),
            Self::Quarter => f64::from(day.month0() / 3 + 1),
            Self::Week => f64::from(day.iso_week().week()),
            Self::DayOfYear => f64::from(day.ordinal()),
        }
    }
}

/// How a part is written into a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Form {
    Number,
    Sine,
    Cosine,
}

/// The columns, what is made of each, and the names of all made columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DateFeatures {
    columns: Vec<String>,
    features: Vec<(Part, Form)>,
    made: Vec<String>,
}

/// Learns which parts are wanted.
pub(crate) fn fit(checked: &Checked<parameters::DateFeaturesConverter>, sample: &Sample<'_>) -> Result<DateFeatures> {
    let wanted = [
        (checked.year, Part::Year),
        (checked.month, Part::Month),
        (checked.day, Part::Day),
        (checked.weekday, Part::Weekday),
        (checked.quarter, Part::Quarter),
        (checked.week_of_year, Part::Week),
        (checked.day_of_year, Part::DayOfYear),
    ];
    let mut features = Vec::new();
    for (_, part) in wanted.into_iter().filter(|(is_wanted, _)| *is_wanted) {
        features.push((part, Form::Number));
        if checked.cyclical && part.period().is_some() {
            features.extend([(part, Form::Sine), (part, Form::Cosine)]);
        }
    }
    if features.is_empty() {
        return Err(Error::invalid(format!(
            "{CONVERTER} is asked for no part of the dates. Switch on at least one, such as 'year'."
        )));
    }
    let name = |column: &str, (part, form): &(Part, Form)| match form {
        Form::Number => format!("{column}_{}", part.word()),
        Form::Sine => format!("{column}_{}_sin", part.word()),
        Form::Cosine => format!("{column}_{}_cos", part.word()),
    };
    let names = sample.names().iter().flat_map(|column| features.iter().map(move |feature| name(column, feature)));
    let made = sample.fresh(names, &[])?;
    Ok(DateFeatures { columns: sample.names().to_vec(), features, made })
}

impl Step for DateFeatures {
    fn change(&self, table: &dyn Columns, _: &dyn Progress) -> Result<Change> {
        let types = self.features.iter().map(|(_, form)| match form {
            Form::Number => types::integer(),
            Form::Sine | Form::Cosine => types::float(),
        });
        let made = self.made.iter().cloned().zip(types.cycle());
        Plan::kept(table).reading(table, &self.columns)?.adding(made)?.by_rows()
    }

    fn apply(&self, inputs: &[Column]) -> Result<Made> {
        let made = each(&self.columns, inputs, |_, column| {
            let days = dates::days(column, CONVERTER)?;
            Ok(self.features.iter().map(|feature| values(&days, *feature)).collect::<Vec<_>>())
        })?;
        Ok(Made::all(made.into_iter().flatten().collect()))
    }

    fn is_sound(&self) -> bool {
        !self.features.is_empty() && self.made.len() == self.columns.len() * self.features.len()
    }
}

fn values(days: &[Option<NaiveDate>], (part, form): (Part, Form)) -> Values {
    let angle = |number: f64| TAU * number / part.period().unwrap_or(1.0);
    let value = |day: NaiveDate| match form {
        Form::Number => part.of(day),
        Form::Sine => angle(part.of(day)).sin(),
        Form::Cosine => angle(part.of(day)).cos(),
    };
    Values::Numbers(days.iter().map(|day| day.map_or(f64::NAN, value)).collect())
}
