//! Tables to look at.

use skydash_domain::columns::Held;
use skydash_domain::table::{Column, ColumnType, Encoder, MISSING, Values};
use std::collections::BTreeSet;

/// Fisher's irises.
pub fn iris() -> Held {
    example("iris.csv")
}

/// The Palmer penguins, some of them not measured completely, with a sentence about each.
pub fn penguins() -> Held {
    let mut columns: Vec<Column> = example("penguins.csv").into_columns().into_values().collect();
    let species = texts_of(&columns[0]);
    let island = texts_of(&columns[1]);
    let sentence = |(species, island): (&Option<String>, &Option<String>)| {
        let (species, island) = (species.as_deref()?, island.as_deref()?);
        Some(format!("The {species} penguin was weighed on {island} island, where {species} colonies are found."))
    };
    columns.push(text("note", species.iter().zip(&island).map(sentence).collect()));
    columns.push(text("remark", (0..species.len()).map(|row| Some(remark(row))).collect()));
    Held::new(columns).unwrap()
}

/// Six words of a text about penguins, those near its start more often.
fn remark(row: usize) -> String {
    const TEXT: &str = "penguins breed in colonies along the coast of Antarctica where summer melts snow from stony beaches \
        parents take turns at sea hunting krill squid and silverfish then return to feed hungry chicks downy feathers keep \
        heat inside while young birds wait creching together against skuas flippers drive fast dives bills sort pebbles for \
        nests males often grow heavier longer bills deeper bodies researchers weigh measure ring release every animal within \
        minutes blood samples reveal sex isotopes reveal diet islands differ by ice cover wind tide prey Dream Biscoe \
        Torgersen lie near Palmer Station years of records show populations moving south as winters warm Adelie numbers fall \
        Gentoo numbers rise Chinstrap hold steady";
    let words: Vec<&str> = TEXT.split_whitespace().collect();
    let word = |place: usize| {
        let share = (row * 6 + place) as f64 * 0.618_033_988_749 % 1.0;
        words[(share * share * words.len() as f64) as usize]
    };
    (0..6).map(word).collect::<Vec<&str>>().join(" ")
}

/// A daily series with trend and weekly season, one day of it without a value.
pub fn series(days: usize) -> Held {
    let day = |n: usize| chrono::NaiveDate::from_ymd_opt(2021, 1, 1).unwrap() + chrono::Days::new(n as u64);
    let wave = |n: usize, period: f64| (n as f64 * std::f64::consts::TAU / period).sin();
    let sales = |n: usize| if n == 50 { f64::NAN } else { 100.0 + n as f64 * 0.3 + 10.0 * wave(n, 7.0) + wave(n, 2.7) };
    Held::new(vec![
        date("day", (0..days).map(|n| Some(day(n).to_string())).collect()),
        numbers("sales", (0..days).map(sales).collect()),
        integers("visits", (0..days).map(|n| (50.0 + 30.0 * wave(n, 30.0)).round()).collect()),
    ])
    .unwrap()
}

/// A table of many rows: numbers, whole numbers, categories, texts and moments.
pub fn large(rows: usize) -> Held {
    let mut state = 1_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    let mut column =
        |scale: f64| -> Vec<f64> { (0..rows).map(|_| (next() + next() + next()).powi(3) * scale).collect() };
    let (a, b, c) = (column(1.0), column(100.0), column(1e6));
    let few: Vec<String> = (0..6).map(|n| format!("group {n}")).collect();
    let many: Vec<String> = (0..3000).map(|n| format!("category with a rather long name, number {n:04}")).collect();
    let start = chrono::NaiveDate::from_ymd_opt(2000, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
    let moment = |n: usize| Some((start + chrono::Duration::minutes(n as i64)).format("%Y-%m-%d %H:%M:%S").to_string());
    let codes =
        |values: &[f64], count: usize| values.iter().map(|value| (*value * 1e4) as u32 % count as u32).collect();
    Held::new(vec![
        categories("few", few, codes(&a, 6)),
        categories("many", many, codes(&b, 3000)),
        text("text", (0..rows).map(|n| Some(format!("word{} of row{n} and more words", n % 5000))).collect()),
        Column {
            name: "moment".to_owned(),
            column_type: ColumnType::Date { dtype: "%Y-%m-%d %H:%M:%S".to_owned() },
            values: Values::Texts((0..rows).map(moment).collect()),
        },
        integers("whole", c.iter().map(|value| value.round()).collect()),
        numbers("a", a),
        numbers("b", b),
        numbers("c", c),
    ])
    .unwrap()
}

/// A column of numbers; NaN is missing.
pub fn numbers(name: &str, values: Vec<f64>) -> Column {
    let column_type = ColumnType::Float { dtype: "float64".to_owned() };
    Column { name: name.to_owned(), column_type, values: Values::Numbers(values) }
}

/// A column of whole numbers.
pub fn integers(name: &str, values: Vec<f64>) -> Column {
    let column_type = ColumnType::Integer { dtype: "int64".to_owned() };
    Column { name: name.to_owned(), column_type, values: Values::Numbers(values) }
}

/// A column of texts.
pub fn text(name: &str, values: Vec<Option<String>>) -> Column {
    let column_type = ColumnType::Text { dtype: "string".to_owned() };
    Column { name: name.to_owned(), column_type, values: Values::Texts(values) }
}

/// A column of days.
pub fn date(name: &str, values: Vec<Option<String>>) -> Column {
    let column_type = ColumnType::Date { dtype: "%Y-%m-%d".to_owned() };
    Column { name: name.to_owned(), column_type, values: Values::Texts(values) }
}

/// A column of categories that are texts, by their positions.
pub fn categories(name: &str, categories: Vec<String>, codes: Vec<u32>) -> Column {
    let num_categories = categories.len();
    let (dtype, encoder) = ("string".to_owned(), Encoder::OneHot);
    let column_type = ColumnType::Categorical { dtype, categories, num_categories, converted: false, encoder };
    Column { name: name.to_owned(), column_type, values: Values::Codes(codes) }
}

/// A table of the repository's examples: columns of numbers, all others as categories.
fn example(file: &str) -> Held {
    let path = format!("{}/../../examples/{file}", env!("CARGO_MANIFEST_DIR"));
    let content = std::fs::read_to_string(path).unwrap();
    let mut lines = content.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let column = |(at, name): (usize, &&str)| {
        let cells: Vec<Option<&str>> =
            rows.iter().map(|row| Some(row[at]).filter(|it| !it.is_empty() && *it != "NA")).collect();
        read(name, &cells)
    };
    Held::new(names.iter().enumerate().map(column).collect()).unwrap()
}

fn read(name: &str, cells: &[Option<&str>]) -> Column {
    let parsed: Option<Vec<f64>> =
        cells.iter().map(|cell| cell.map_or(Some(f64::NAN), |cell| cell.parse().ok())).collect();
    match parsed {
        Some(values) if cells.iter().flatten().any(|cell| cell.contains('.')) => numbers(name, values),
        Some(values) => integers(name, values),
        None => {
            let known: BTreeSet<&str> = cells.iter().flatten().copied().collect();
            let known: Vec<&str> = known.into_iter().collect();
            let code = |cell: &Option<&str>| {
                cell.and_then(|cell| known.binary_search(&cell).ok()).map_or(MISSING, |code| code as u32)
            };
            categories(name, known.iter().map(|text| (*text).to_owned()).collect(), cells.iter().map(code).collect())
        }
    }
}

fn texts_of(column: &Column) -> Vec<Option<String>> {
    match (&column.values, &column.column_type) {
        (Values::Codes(codes), ColumnType::Categorical { categories, .. }) => {
            codes.iter().map(|&code| categories.get(code as usize).cloned()).collect()
        }
        _ => Vec::new(),
    }
}
