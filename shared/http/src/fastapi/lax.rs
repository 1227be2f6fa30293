//! Single values, read as leniently as pydantic's default ("lax") mode reads them.

use serde_json::{Value, json};

/// Kind, sentence and offending input of a fault.
pub(super) type Fault = (&'static str, String, Value);

pub(super) fn text(value: Value) -> Result<Value, Fault> {
    match value {
        Value::String(_) => Ok(value),
        other => Err(("string_type", "Input should be a valid string".into(), other)),
    }
}

pub(super) fn integer(value: Value) -> Result<Value, Fault> {
    match &value {
        Value::Number(number) if number.is_i64() => Ok(value),
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => Ok(json!(float as i64)),
            Some(float) if float.fract() != 0.0 => Err((
                "int_from_float",
                "Input should be a valid integer, got a number with a fractional part".into(),
                value,
            )),
            _ => Err((
                "int_parsing_size",
                "Unable to parse input string as an integer, exceeded maximum size".into(),
                value,
            )),
        },
        Value::String(text) => match text.trim().parse::<i64>() {
            Ok(number) => Ok(json!(number)),
            Err(_) => Err((
                "int_parsing",
                "Input should be a valid integer, unable to parse string as an integer".into(),
                value,
            )),
        },
        Value::Bool(flag) => Ok(json!(i64::from(*flag))),
        _ => Err(("int_type", "Input should be a valid integer".into(), value)),
    }
}

pub(super) fn number(value: Value) -> Result<Value, Fault> {
    match &value {
        Value::Number(_) => Ok(value),
        Value::String(text) => match text.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(json!(number)),
            _ => Err((
                "float_parsing",
                "Input should be a valid number, unable to parse string as a number".into(),
                value,
            )),
        },
        _ => Err(("float_type", "Input should be a valid number".into(), value)),
    }
}

pub(super) fn boolean(value: Value) -> Result<Value, Fault> {
    let read = match &value {
        Value::Bool(_) => return Ok(value),
        Value::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" | "t" | "y" => Some(true),
            "false" | "0" | "no" | "off" | "f" | "n" => Some(false),
            _ => None,
        },
        _ => return Err(("bool_type", "Input should be a valid boolean".into(), value)),
    };
    match read {
        Some(flag) => Ok(json!(flag)),
        None => Err(("bool_parsing", "Input should be a valid boolean, unable to interpret input".into(), value)),
    }
}

pub(super) fn choice(value: Value, choices: &[Value]) -> Result<Value, Fault> {
    if choices.contains(&value) {
        return Ok(value);
    }
    let quoted: Vec<String> = choices.iter().map(|choice| choice.to_string().replace('"', "'")).collect();
    let listed = match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    };
    Err(("literal_error", format!("Input should be {listed}"), value))
}
