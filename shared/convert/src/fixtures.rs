//! Small tables, and converters carried out on them in memory, for tests.

use crate::chain::{assemble, made};
use crate::change::{Change, Rebuilt, RebuiltColumn};
use crate::types::Categories;
use crate::{Fitted, Request, fit};
use serde_json::{Map, Value};
use skydash_domain::Result;
use skydash_domain::columns::{Columns, Held};
use skydash_domain::progress::Silent;
use skydash_domain::table::{Column, ColumnType, MISSING, Values};

/// A table of these columns.
pub fn table(columns: impl IntoIterator<Item = Column>) -> Held {
    Held::new(columns.into_iter().collect()).unwrap()
}

/// A column of numbers; NaN is missing.
pub fn floats(name: &str, numbers: &[f64]) -> Column {
    Column { name: name.to_owned(), column_type: crate::types::float(), values: Values::Numbers(numbers.to_vec()) }
}

/// A column of whole numbers; NaN is missing.
pub fn integers(name: &str, numbers: &[f64]) -> Column {
    Column { column_type: crate::types::integer(), ..floats(name, numbers) }
}

/// A column of text; the empty text is missing.
pub fn texts(name: &str, texts: &[&str]) -> Column {
    let values = texts.iter().map(|text| (!text.is_empty()).then(|| (*text).to_owned())).collect();
    Column { name: name.to_owned(), column_type: crate::types::text(), values: Values::Texts(values) }
}

/// A column of dates; the empty text is missing.
pub fn dates(name: &str, days: &[&str]) -> Column {
    Column { column_type: ColumnType::Date { dtype: "%Y-%m-%d".to_owned() }, ..texts(name, days) }
}

/// A column of categories of text; the empty text is missing.
pub fn categories(name: &str, values: &[&str]) -> Column {
    let mut categories: Vec<String> = values.iter().filter(|text| !text.is_empty()).map(ToString::to_string).collect();
    categories.sort_unstable();
    categories.dedup();
    let code = |text: &&str| categories.iter().position(|known| known == text).map_or(MISSING, |code| code as u32);
    let values = Values::Codes(values.iter().map(code).collect());
    Column { name: name.to_owned(), column_type: Categories::made("string", categories).column_type(), values }
}

/// What a test asks for: parameters, scope and target by name.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub parameters: Map<String, Value>,
    pub scope: Vec<String>,
    pub rows: Vec<usize>,
    pub target: Option<String>,
}

impl Asked {
    /// These parameters, for all columns.
    pub fn with(parameters: Value) -> Self {
        Self { parameters: parameters.as_object().cloned().unwrap_or_default(), ..Self::default() }
    }

    /// The same for these columns.
    pub fn on(self, scope: &[&str]) -> Self {
        Self { scope: scope.iter().map(ToString::to_string).collect(), ..self }
    }

    /// The same, learning from these rows.
    pub fn learning_from(self, rows: &[usize]) -> Self {
        Self { rows: rows.to_vec(), ..self }
    }

    /// The same with a target.
    pub fn target(self, target: &str) -> Self {
        Self { target: Some(target.to_owned()), ..self }
    }

    /// The converter of this name, fitted.
    pub fn fit(&self, converter: &str, table: &dyn Columns) -> Result<Fitted> {
        let request = Request {
            converter,
            parameters: &self.parameters,
            scope: &self.scope,
            rows: &self.rows,
            target: self.target.as_deref(),
        };
        fit(request, table, &Silent)
    }

    /// The table after the converter of this name.
    pub fn convert(&self, converter: &str, table: &Held) -> Result<Held> {
        carried_out(&self.fit(converter, table)?, table)
    }

    /// The sentence with which the converter refuses the table.
    #[track_caller]
    pub fn refusal(&self, converter: &str, table: &Held) -> String {
        self.convert(converter, table).unwrap_err().to_string()
    }
}

/// A table changed by a fitted converter.
pub fn carried_out(fitted: &Fitted, table: &Held) -> Result<Held> {
    match fitted.change(table, &Silent)? {
        Change::ByRows(layout) => {
            let made = made(fitted, &layout, table)?;
            let whole = assemble(layout, table.clone(), made.values)?;
            match made.keep {
                Some(keep) => taken(whole, &(0..keep.len()).filter(|row| keep[*row]).collect::<Vec<_>>()),
                None => Ok(whole),
            }
        }
        Change::Whole(rebuilt) => gathered(rebuilt, table),
    }
}

/// Some rows of a table.
pub fn taken(table: Held, rows: &[usize]) -> Result<Held> {
    let take = |column: Column| Column { values: column.values.take(rows), ..column };
    Held::new(table.into_columns().into_values().map(take).collect())
}

fn gathered(rebuilt: Rebuilt, table: &Held) -> Result<Held> {
    let column = |column: RebuiltColumn| match column {
        RebuiltColumn::Made(column) => Ok(column),
        RebuiltColumn::Kept(name) => {
            let column = table.column(&name)?;
            let values = match &column.values {
                Values::Numbers(numbers) => Values::Numbers(pick(numbers, &rebuilt.rows, f64::NAN)),
                Values::Texts(texts) => Values::Texts(pick(texts, &rebuilt.rows, None)),
                Values::Codes(codes) => Values::Codes(pick(codes, &rebuilt.rows, MISSING)),
            };
            Ok(Column { values, ..column })
        }
    };
    Held::new(rebuilt.columns.into_iter().map(column).collect::<Result<_>>()?)
}

fn pick<T: Clone>(values: &[T], rows: &[Option<u64>], missing: T) -> Vec<T> {
    rows.iter().map(|row| row.map_or(missing.clone(), |row| values[row as usize].clone())).collect()
}

/// The names of a table's columns.
pub fn names(table: &Held) -> Vec<&str> {
    table.types().keys().map(String::as_str).collect()
}

/// The numbers of a column.
#[track_caller]
pub fn numbers(table: &Held, name: &str) -> Vec<f64> {
    match table.column(name).unwrap().values {
        Values::Numbers(numbers) => numbers,
        other => panic!("column {name} holds {other:?}"),
    }
}

/// The values of a column as text; the empty text is a missing one.
#[track_caller]
pub fn words(table: &Held, name: &str) -> Vec<String> {
    let column = table.column(name).unwrap();
    let texts = crate::reading::texts(&column).unwrap();
    texts.into_iter().map(|text| text.unwrap_or_default().into_owned()).collect()
}

/// Columns `c0`, `c1` and so on of numbers between -0.5 and 0.5 that look random and are always the same.
pub fn noise(rows: usize, columns: usize) -> Held {
    let mut random = skydash_numeric::random::RandomState::new(1);
    let mut column = |j: usize| floats(&format!("c{j}"), &(0..rows).map(|_| random.unit() - 0.5).collect::<Vec<f64>>());
    let columns: Vec<Column> = (0..columns).map(&mut column).collect();
    table(columns)
}

/// Asserts that something is made the same on 1, 2 and 5 threads.
#[track_caller]
pub fn assert_same_on_any_threads<T: PartialEq + Send>(make: impl Fn() -> T + Sync) {
    let on = |threads: usize| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(&make);
    let alone = on(1);
    assert!(alone == on(2) && alone == on(5), "threads change what is made");
}

/// A table of one column `c`, which is made when it is read, in runs of rows.
pub struct Runs {
    columns: Held,
    rows: usize,
    length: usize,
    make: Box<dyn Fn(usize) -> Column + Sync>,
    given: std::sync::atomic::AtomicUsize,
}

impl Runs {
    /// A table of so many rows, given in runs of `length`; `make` gives the value of a row as a column of one row.
    pub fn of(rows: usize, length: usize, make: impl Fn(usize) -> Column + Sync + 'static) -> Self {
        let columns = table([make(0)]);
        Self { columns, rows, length, make: Box::new(make), given: 0.into() }
    }

    /// Numbers that count from 0.
    pub fn numbers(rows: usize, length: usize) -> Self {
        Self::of(rows, length, |row| floats("c", &[row as f64]))
    }

    /// Different texts of so many bytes.
    pub fn texts(rows: usize, length: usize, bytes: usize) -> Self {
        Self::of(rows, length, move |row| texts("c", &[&format!("{}{row}", "x".repeat(bytes))]))
    }

    /// A column in runs of `length` rows.
    pub fn cut(column: &Column, length: usize) -> Self {
        let whole = column.clone();
        let row = move |row: usize| Column { values: whole.values.take(&[row]), ..whole.clone() };
        Self::of(column.values.len(), length, row)
    }

    /// How many rows were given so far.
    pub fn given(&self) -> usize {
        self.given.load(std::sync::atomic::Ordering::Relaxed)
    }
}

impl Columns for Runs {
    fn rows(&self) -> usize {
        self.rows
    }

    fn types(&self) -> &indexmap::IndexMap<String, ColumnType> {
        self.columns.types()
    }

    fn column(&self, name: &str) -> Result<Column> {
        panic!("column '{name}' was read as a whole")
    }

    fn runs(&self, _: &str, take: &mut dyn FnMut(Column) -> Result<()>) -> Result<()> {
        for start in (0..self.rows).step_by(self.length) {
            let rows = start..(start + self.length).min(self.rows);
            self.given.fetch_add(rows.len(), std::sync::atomic::Ordering::Relaxed);
            let mut run = (self.make)(start);
            for row in rows.skip(1) {
                run.values.append((self.make)(row).values)?;
            }
            take(run)?;
        }
        Ok(())
    }
}
