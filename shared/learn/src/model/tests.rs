//! What must hold for every model.

use super::*;
use crate::encode::{InputEncoder, TargetEncoder};
use crate::fixtures::{categorical, diabetes, float, iris};
use serde_json::{Map, Value, json};
use skydash_catalog::{Kind, registry};
use skydash_domain::progress::Silent;
use skydash_domain::table::{Column, Values};

fn table(name: &str) -> (Vec<Column>, Column) {
    if Model::task(name).unwrap() == Task::Classification { iris() } else { diabetes() }
}

fn train(name: &str, given: &Map<String, Value>, inputs: &[Column], output: &Column) -> Result<Artifact> {
    let (output, target) = match Model::task(name)? {
        Task::Classification => TargetEncoder::classes(output)?,
        Task::Regression => TargetEncoder::numbers(output)?,
    };
    let encoder = InputEncoder::new(inputs)?;
    let model = Model::fit(name, given, &encoder.encode(inputs)?, &target, &Silent)?;
    Ok(Artifact { inputs: encoder, output, model })
}

fn defaults(name: &str) -> Artifact {
    let (inputs, output) = table(name);
    train(name, &Map::new(), &inputs, &output).unwrap()
}

fn with_gap(columns: &[Column]) -> Vec<Column> {
    let mut columns = columns.to_vec();
    if let Values::Numbers(values) = &mut columns[1].values {
        values[3] = f64::NAN;
    }
    columns
}

#[test]
fn catalog_and_engines_name_the_same_models() {
    let mut published: Vec<&str> =
        registry::all().iter().filter(|entry| entry.kind == Kind::Model).map(|entry| entry.name).collect();
    let mut known = Model::NAMES.to_vec();
    published.sort_unstable();
    known.sort_unstable();
    assert_eq!(known, published);
    assert!(Model::task("Nope").unwrap_err().to_string().contains("no model named 'Nope'"));
}

#[test]
fn every_model_learns_a_real_table_with_its_defaults() {
    for name in Model::NAMES {
        let (inputs, output) = table(name);
        let artifact = defaults(name);
        let predicted = artifact.predict(&inputs).unwrap();
        assert_eq!(predicted.name, "target");
        match (&predicted.values, &output.values) {
            (Values::Codes(guess), Values::Codes(truth)) => {
                let right = guess.iter().zip(truth).filter(|(a, b)| a == b).count();
                let least = if *name == "DummyClassifier" { 50 } else { 135 };
                assert!(right >= least, "{name}: {right} of 150");
            }
            (Values::Numbers(guess), Values::Numbers(truth)) => {
                let r2 =
                    crate::metrics::score("R2", &Predicted::Numbers(guess.clone()), &Target::Numbers(truth.clone()));
                assert!(r2.unwrap() > 0.3, "{name}: {r2:?}");
            }
            _ => panic!("{name} predicts another type"),
        }
    }
}

#[test]
fn a_stored_model_predicts_the_same_after_loading() {
    for name in Model::NAMES {
        let (inputs, _) = table(name);
        let artifact = defaults(name);
        let bytes = artifact.to_bytes().unwrap();
        let loaded = Artifact::from_bytes(&bytes).unwrap();
        assert_eq!(loaded, artifact, "{name}");
        assert_eq!(loaded.outcome(&inputs).unwrap(), artifact.outcome(&inputs).unwrap(), "{name}");
        assert_eq!(loaded.to_bytes().unwrap(), bytes, "{name}");
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let (one, three) = (pool(1), pool(3));
    for name in Model::NAMES {
        let bytes = |pool: &rayon::ThreadPool| pool.install(|| defaults(name).to_bytes().unwrap());
        assert!(bytes(&one) == bytes(&three), "{name}");
    }
}

#[test]
fn a_wrong_parameter_is_named() {
    for name in Model::NAMES {
        let (inputs, output) = table(name);
        let Value::Object(unknown) = json!({"no_such_knob": 1}) else { unreachable!() };
        let sentence = train(name, &unknown, &inputs, &output).unwrap_err().to_string();
        assert!(sentence.contains("no_such_knob"), "{name}: {sentence}");
    }
}

#[test]
fn missing_values_are_used_or_refused_by_column() {
    for name in Model::NAMES {
        let (inputs, output) = table(name);
        let gaps = with_gap(&inputs);
        let whole = defaults(name);
        if whole.model.accepts_missing() {
            train(name, &Map::new(), &gaps, &output).unwrap().predict(&gaps).unwrap();
        } else {
            let column = &inputs[1].name;
            for error in [train(name, &Map::new(), &gaps, &output).unwrap_err(), whole.predict(&gaps).unwrap_err()] {
                assert!(error.to_string().contains(&format!("'{column}'")), "{name}: {error}");
            }
        }
    }
}

#[test]
fn the_other_sort_of_output_is_refused() {
    for name in Model::NAMES {
        let (_, classes) = iris();
        let (_, numbers) = diabetes();
        let (inputs, output) = match Model::task(name).unwrap() {
            Task::Classification => (diabetes().0, numbers),
            Task::Regression => (iris().0, classes),
        };
        assert!(train(name, &Map::new(), &inputs, &output).unwrap_err().to_string().contains("'target'"), "{name}");
    }
}

#[test]
fn a_class_that_is_rare_or_absent_from_the_training_rows_is_no_obstacle() {
    let classifiers = Model::NAMES.iter().filter(|name| Model::task(name).unwrap() == Task::Classification);
    let (inputs, _) = iris();
    let x = InputEncoder::new(&inputs).unwrap().encode(&inputs).unwrap();
    for name in classifiers {
        let mut codes: Vec<u32> = (0..150).map(|row| if row < 75 { 0 } else { 3 }).collect();
        codes[0] = 1;
        let target = Target::Classes { codes, classes: 4 };
        match Model::fit(name, &Map::new(), &x, &target, &Silent) {
            Ok(model) => {
                let Predicted::Classes { probabilities, classes, .. } = model.predict(&x).unwrap() else { panic!() };
                assert_eq!((probabilities.len(), classes), (600, 4), "{name}");
                for row in probabilities.chunks(4) {
                    assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-9 && row[2] < 0.05, "{name}: {row:?}");
                }
            }
            Err(error) => assert!(error.to_string().contains("class"), "{name}: {error}"),
        }
    }
}

#[test]
fn categories_are_inputs_like_any_other() {
    let colour = categorical("colour", &["blue", "red"], (0..60).map(|row| row % 2).collect());
    let size = float("size", (0..60).map(|row| f64::from(row % 7)).collect());
    let output = categorical("target", &["no", "yes"], (0..60).map(|row| row % 2).collect());
    let artifact = train("LogisticRegression", &Map::new(), &[colour.clone(), size.clone()], &output).unwrap();
    assert_eq!(artifact.predict(&[size.clone(), colour]).unwrap().values, output.values);
    let unseen = categorical("colour", &["green"], vec![0]);
    let sentence = artifact.predict(&[unseen, float("size", vec![1.0])]).unwrap_err().to_string();
    assert!(sentence.contains("'colour' has the value 'green'"), "{sentence}");
}

#[test]
fn bytes_that_are_no_model_are_refused() {
    assert!(Artifact::from_bytes(&[]).is_err());
    assert!(matches!(Artifact::from_bytes(&[9, 1, 2]), Err(Error::Precondition(_))));
    let mut random = skydash_numeric::random::RandomState::new(1);
    for _ in 0..5000 {
        let noise: Vec<u8> = std::iter::once(1).chain((0..40).map(|_| random.next_u32() as u8)).collect();
        assert!(Artifact::from_bytes(&noise).is_err());
    }
    for name in Model::NAMES {
        let (inputs, _) = table(name);
        let bytes = defaults(name).to_bytes().unwrap();
        for cut in [1, 2, bytes.len() / 2, bytes.len() - 1] {
            assert!(Artifact::from_bytes(&bytes[..cut]).is_err(), "{name} cut at {cut}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert!(Artifact::from_bytes(&longer).is_err(), "{name}");
        let mut random = skydash_numeric::random::RandomState::new(7);
        for _ in 0..300 {
            let mut harmed = bytes.clone();
            let place = 1 + random.up_to(harmed.len() - 2);
            harmed[place] ^= 1 << random.up_to(7);
            if let Ok(loaded) = Artifact::from_bytes(&harmed) {
                let _ = loaded.predict(&inputs);
            }
        }
    }
}

#[test]
fn many_rows_are_predicted_a_few_at_a_time_as_they_are_alone() {
    let (inputs, output) = iris();
    let artifact = train("GaussianNB", &Map::new(), &inputs, &output).unwrap();
    let rows: Vec<usize> = (0..400_000).map(|row| row % 150).collect();
    assert!(rows.len() > artifact.inputs.rows_at_once(3));
    let many: Vec<Column> =
        inputs.iter().map(|column| Column { values: column.values.take(&rows), ..column.clone() }).collect();
    let alone = artifact.predict(&inputs).unwrap();
    assert!(artifact.predict(&many).unwrap().values == alone.values.take(&rows));
}

#[test]
fn probabilities_that_do_not_fit_are_refused_with_a_remedy() {
    let (inputs, output) = iris();
    let artifact = train("GaussianNB", &Map::new(), &inputs, &output).unwrap();
    let refused = artifact.model.check_rows(50_000_000).unwrap_err().to_string();
    assert!(refused.contains("each of 3 classes is in 50000000 rows") && refused.contains("fewer rows"), "{refused}");
}
