//! Which values can be compared, as DuckDB has it, and how a text that a table holds is read where it is compared with a
//! number or a time.
//!
//! In: the sides of a comparison. Out: an error that names the column, what its values are and what they are compared
//! with; or the sides with such texts read by [`ReadAs`], which names the text that cannot be read.

use datafusion::{
    arrow::datatypes::DataType,
    common::DFSchema,
    error::{DataFusionError, Result},
    logical_expr::{Expr, ExprSchemable, ScalarUDF, cast, expr::ScalarFunction},
    scalar::ScalarValue,
};

use super::comparison::whole_number;
use crate::{
    EngineError,
    functions::{ReadAs, type_name},
};

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By<'a> {
    /// They are equal or not: texts are read as what they are compared with.
    Equality,
    /// `<`, `BETWEEN`: texts stay texts.
    Order(&'a str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Text,
    Number,
    Time,
    Truth,
}

fn class(kind: &DataType) -> Option<Class> {
    match kind {
        _ if kind.is_string() => Some(Class::Text),
        _ if kind.is_numeric() => Some(Class::Number),
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => Some(Class::Time),
        DataType::Boolean => Some(Class::Truth),
        _ => None,
    }
}

/// A side with its type.
struct Side {
    kind: DataType,
    class: Class,
    is_literal: bool,
    name: Option<String>,
}

/// Refuses what cannot be compared, and reads texts of tables; `true` where a side has changed.
pub(super) fn check(sides: &mut [Expr], by: By<'_>, schema: &DFSchema) -> Result<bool> {
    let known: Vec<Option<Side>> = sides
        .iter()
        .map(|side| {
            let kind = side.get_type(schema).ok()?;
            let name = match side {
                Expr::Column(column) => Some(column.name.clone()),
                _ => None,
            };
            Some(Side { class: class(&kind)?, kind, is_literal: matches!(side, Expr::Literal(..)), name })
        })
        .collect();
    let stored_text = |side: &&Side| side.class == Class::Text && !side.is_literal;
    let other_than_text = |side: &&Side| side.class != Class::Text;
    let (texts, others) = (known.iter().flatten().filter(stored_text), known.iter().flatten().filter(other_than_text));
    let number = others.clone().find(|side| side.class == Class::Number);
    let time = others.clone().find(|side| side.class == Class::Time);
    let text = texts.clone().next();
    let pair = match (text, others.clone().next(), by) {
        (Some(text), Some(other), By::Order(_)) => Some((text, other)),
        _ => time.zip(number),
    };
    if let Some((left, right)) = pair {
        // The side with a name is what the error is about.
        let (about, with) = if left.name.is_none() && right.name.is_some() { (right, left) } else { (left, right) };
        let operator = if let By::Order(operator) = by { operator } else { "=" };
        return Err(refused(EngineError::NotComparable {
            name: about.name.clone(),
            kind: type_name(&about.kind),
            operator: operator.to_owned(),
            with: type_name(&with.kind),
        }));
    }
    let Some(other) = others.clone().next() else { return Ok(false) };
    let wanted = match &other.kind {
        kind if kind.is_decimal() => DataType::Float64,
        kind if kind.is_integer() => DataType::Int64,
        kind => kind.clone(),
    };
    // What the text is compared with, unless that is another text.
    let name = others.clone().find_map(|side| side.name.clone()).filter(|_| text.is_none());
    let is_alike = others.clone().all(|side| side.kind == other.kind);
    let mut changed = false;
    for (side, known) in sides.iter_mut().zip(&known) {
        let read = match known {
            Some(known) if stored_text(&known) && is_alike => ReadAs::stored(wanted.clone(), known.name.clone()),
            // One that cannot be read is told only where it is needed.
            Some(Side { class: Class::Text, is_literal: true, .. })
                if literal(side).is_some_and(|text| !is_read(text, &other.kind)) =>
            {
                ReadAs::written(wanted.clone(), name.clone())
            }
            _ => continue,
        };
        let text = cast(std::mem::take(side), DataType::Utf8);
        *side = Expr::ScalarFunction(ScalarFunction::new_udf(ScalarUDF::from(read).into(), vec![text]));
        changed = true;
    }
    Ok(changed)
}

fn refused(error: EngineError) -> DataFusionError {
    DataFusionError::External(Box::new(error))
}

fn literal(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten(),
        _ => None,
    }
}

/// Does the text stand for such a value?
fn is_read(text: &str, kind: &DataType) -> bool {
    let is_number = || text.trim().parse::<f64>().is_ok() || whole_number(text).is_some();
    kind.is_numeric() && is_number()
        || super::comparison::read(text, kind).is_some()
        || ScalarValue::Utf8(Some(text.to_owned())).cast_to(kind).is_ok()
}
