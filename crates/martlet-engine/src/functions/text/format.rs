//! `format` and `printf`: texts with places for values, as DuckDB fills them: `format('{:05d}', n)`, `printf('%05d', n)`.
//!
//! In: a text and the values. Out: a text; null where any of them is null. How one value is written is in `format_spec`.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, StringArray},
    datatypes::{DataType, Float64Type, Int64Type},
};
use datafusion::{
    common::{exec_err, plan_err},
    error::Result,
    logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility},
};

use super::{
    each::{argument, over_arrays},
    format_spec::{Spec, Value},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Style {
    Braces,
    Percent,
}

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Format {
    style: Style,
    signature: Signature,
}

impl Format {
    pub(super) fn new(style: Style) -> Self {
        Self { style, signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for Format {
    fn name(&self) -> &'static str {
        match self.style {
            Style::Braces => "format",
            Style::Percent => "printf",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        match given {
            [format, ..] if format.is_string() || format.is_null() => {}
            _ => return plan_err!("{} takes (text, any values)", self.name()),
        }
        Ok(given
            .iter()
            .map(|kind| match kind {
                _ if kind.is_integer() => DataType::Int64,
                _ if kind.is_numeric() => DataType::Float64,
                _ => DataType::Utf8,
            })
            .collect())
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        over_arrays(&args, |arrays| {
            let formats = argument(arrays, 0)?.as_string::<i32>();
            let mut last: Option<(&str, Vec<Piece>)> = None;
            let texts = (0..formats.len()).map(|row| {
                if arrays.iter().any(|array| array.is_null(row)) {
                    return Ok(None);
                }
                let format = formats.value(row);
                let pieces = match last.take().filter(|(known, _)| *known == format) {
                    Some((_, pieces)) => pieces,
                    None => pieces(format, self.style)?,
                };
                let text = filled(&pieces, arrays, row);
                last = Some((format, pieces));
                text.map(Some)
            });
            Ok(Arc::new(texts.collect::<Result<StringArray>>()?))
        })
    }
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Place { number: usize, spec: Spec },
}

fn filled(pieces: &[Piece], arrays: &[ArrayRef], row: usize) -> Result<String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Place { number, spec } => {
                let Some(array) = arrays.get(number + 1) else {
                    return exec_err!("the format has a place for value {}, which is not given", number + 1);
                };
                let value = match array.data_type() {
                    DataType::Int64 => Value::Whole(array.as_primitive::<Int64Type>().value(row)),
                    DataType::Float64 => Value::Number(array.as_primitive::<Float64Type>().value(row)),
                    _ => Value::Text(array.as_string::<i32>().value(row)),
                };
                text.push_str(&spec.written(value)?);
            }
        }
    }
    Ok(text)
}

fn pieces(format: &str, style: Style) -> Result<Vec<Piece>> {
    match style {
        Style::Braces => in_braces(format),
        Style::Percent => after_percent(format),
    }
}

/// `{}`, `{1}`, `{:05d}`; braces that are doubled stand for themselves.
fn in_braces(format: &str) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut next = 0;
    let mut rest = format;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at(at);
        pieces.push(Piece::Text(before.to_owned()));
        if let Some(behind) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            pieces.push(Piece::Text(from.chars().take(1).collect()));
            rest = behind;
            continue;
        }
        let Some((place, behind)) = from.strip_prefix('{').and_then(|inner| inner.split_once('}')) else {
            return exec_err!("the format `{format}` has a brace without its other one");
        };
        let (number, spec) = place.split_once(':').unwrap_or((place, ""));
        let number = match number.parse() {
            Ok(number) => number,
            Err(_) if number.is_empty() => {
                next += 1;
                next - 1
            }
            Err(_) => return exec_err!("`{{{place}}}` in the format `{format}` names no value by its number"),
        };
        pieces.push(Piece::Place { number, spec: Spec::in_braces(spec)? });
        rest = behind;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    Ok(pieces)
}

/// `%d`, `%05.2f`; two of them stand for one.
fn after_percent(format: &str) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut number = 0;
    let mut rest = format;
    while let Some((before, behind)) = rest.split_once('%') {
        pieces.push(Piece::Text(before.to_owned()));
        if let Some(behind) = behind.strip_prefix('%') {
            pieces.push(Piece::Text("%".to_owned()));
            rest = behind;
            continue;
        }
        let Some(end) = behind.find(|letter: char| letter.is_ascii_alphabetic() && !matches!(letter, 'l' | 'h')) else {
            return exec_err!("the format `{format}` has a `%` that names no way to write a value");
        };
        let (spec, behind) = behind.split_at(end + 1);
        pieces.push(Piece::Place { number, spec: Spec::after_percent(spec)? });
        number += 1;
        rest = behind;
    }
    pieces.push(Piece::Text(rest.to_owned()));
    Ok(pieces)
}
