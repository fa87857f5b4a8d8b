//! `upper` and `lower`, letter by letter as DuckDB changes them: `ß` becomes `ẞ`, and `İ` becomes `i`.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, StringArray},
    datatypes::DataType,
};
use datafusion::error::Result;

use super::{
    declared::{Declared, Kind},
    each::argument,
};

pub(super) const UPPER: Declared = Declared {
    name: "upper",
    takes: &[&[Kind::Text]],
    gives: |_| DataType::Utf8,
    compute: |arrays| changed(arrays, str::to_ascii_uppercase, capital),
};

pub(super) const LOWER: Declared = Declared {
    name: "lower",
    takes: &[&[Kind::Text]],
    gives: |_| DataType::Utf8,
    compute: |arrays| changed(arrays, str::to_ascii_lowercase, |letter| letter.to_lowercase().next().unwrap_or(letter)),
};

fn changed(arrays: &[ArrayRef], ascii: fn(&str) -> String, letter: fn(char) -> char) -> Result<ArrayRef> {
    let texts = argument(arrays, 0)?.as_string::<i32>();
    let change = |text: &str| if text.is_ascii() { ascii(text) } else { text.chars().map(letter).collect() };
    Ok(Arc::new(texts.iter().map(|text| text.map(change)).collect::<StringArray>()))
}

/// A letter that would become several stays.
fn capital(letter: char) -> char {
    let mut capitals = letter.to_uppercase();
    match (capitals.next(), capitals.next(), letter) {
        (Some(capital), None, _) => capital,
        (_, _, 'ß') => 'ẞ',
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::capital;

    /// DuckDB's answers.
    #[test]
    fn letters_stay_single() {
        assert_eq!("straße ŉﬁǰé".chars().map(capital).collect::<String>(), "STRAẞE ŉﬁǰÉ");
    }
}
