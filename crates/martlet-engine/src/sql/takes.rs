//! What a function takes, in words: `text, whole number`.

use datafusion::{
    arrow::datatypes::DataType,
    common::types::NativeType,
    logical_expr::{Coercion, TypeSignature, TypeSignatureClass},
};

use crate::functions::type_name;

/// One line for each way to call it, each once; none where it takes anything or cannot say.
pub(super) fn described(signature: &TypeSignature) -> Vec<String> {
    let mut ways = Vec::new();
    describe(signature, &mut ways);
    let mut once: Vec<String> = Vec::new();
    for way in ways {
        if !once.contains(&way) {
            once.push(way);
        }
    }
    once
}

fn describe(signature: &TypeSignature, ways: &mut Vec<String>) {
    let several = |word: &str, count: usize| vec![word; count].join(", ");
    match signature {
        TypeSignature::Exact(kinds) => ways.push(kinds.iter().map(word).collect::<Vec<_>>().join(", ")),
        TypeSignature::Coercible(coercions) => {
            ways.push(coercions.iter().map(wanted).collect::<Vec<_>>().join(", "));
        }
        TypeSignature::Uniform(count, kinds) => {
            ways.extend(kinds.iter().map(|kind| several(&word(kind), *count)));
        }
        TypeSignature::Variadic(kinds) => ways.extend(kinds.iter().map(|kind| format!("{}, …", word(kind)))),
        TypeSignature::VariadicAny => ways.push("any values, …".to_owned()),
        TypeSignature::Numeric(count) => ways.push(several("number", *count)),
        TypeSignature::String(count) => ways.push(several("text", *count)),
        TypeSignature::Comparable(count) | TypeSignature::Any(count) => ways.push(several("any value", *count)),
        TypeSignature::Nullary => ways.push(String::new()),
        TypeSignature::OneOf(signatures) => signatures.iter().for_each(|signature| describe(signature, ways)),
        TypeSignature::ArraySignature(_) => ways.push("list, …".to_owned()),
        TypeSignature::UserDefined => {}
    }
}

fn wanted(coercion: &Coercion) -> String {
    match coercion.desired_type() {
        TypeSignatureClass::Any => "any value".to_owned(),
        TypeSignatureClass::Timestamp => "timestamp".to_owned(),
        TypeSignatureClass::Time => "time".to_owned(),
        TypeSignatureClass::Interval | TypeSignatureClass::Duration => "interval".to_owned(),
        TypeSignatureClass::Integer => "whole number".to_owned(),
        TypeSignatureClass::Float | TypeSignatureClass::Decimal | TypeSignatureClass::Numeric => "number".to_owned(),
        TypeSignatureClass::Binary => "blob".to_owned(),
        TypeSignatureClass::Native(native) => match native.native() {
            NativeType::String => "text".to_owned(),
            native if native.is_integer() => "whole number".to_owned(),
            native if native.is_numeric() => "number".to_owned(),
            NativeType::Timestamp(..) => "timestamp".to_owned(),
            other => other.to_string().to_lowercase(),
        },
    }
}

fn word(kind: &DataType) -> String {
    match kind {
        kind if kind.is_string() => "text".to_owned(),
        kind if kind.is_integer() => "whole number".to_owned(),
        kind if kind.is_numeric() => "number".to_owned(),
        DataType::Timestamp(..) => "timestamp".to_owned(),
        other => type_name(other).to_lowercase(),
    }
}

/// `f takes (text) or (list)`, as our own functions say it.
pub(super) fn said(message: &str, name: &str) -> Vec<String> {
    let Some((_, said)) = message.split_once(&format!("{name} takes (")) else { return Vec::new() };
    let said = said.split(['\n', '\'', '`']).next().unwrap_or_default();
    let end = said.rfind(')').unwrap_or(said.len());
    said.get(..end).unwrap_or_default().split(") or (").map(str::to_owned).collect()
}

/// `Utf8, Int64` as DuckDB's names of these types.
pub(super) fn in_words(types: &str) -> Vec<String> {
    if types.is_empty() {
        return Vec::new();
    }
    split(types)
        .into_iter()
        .map(|kind| kind.parse().map_or_else(|_| kind.to_owned(), |kind: DataType| type_name(&kind)))
        .collect()
}

/// At the commas that are in no parentheses.
fn split(types: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_i32, 0);
    for (at, letter) in types.char_indices() {
        match letter {
            '(' | '<' => depth += 1,
            ')' | '>' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(types.get(start..at).unwrap_or_default().trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(types.get(start..).unwrap_or_default().trim());
    parts
}
