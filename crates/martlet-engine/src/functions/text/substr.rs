//! `substr_from`: a part of a text whose start may lie before its first letter or count from its end, and whose length
//! may run backwards. `text_slice`: from one letter to another, both counted from either end.

use std::sync::Arc;

use arrow::{
    array::{Array, AsArray, StringArray},
    datatypes::{DataType, Int64Type},
};

use super::{
    declared::{Declared, Kind},
    each::argument,
};

pub(super) const SUBSTR_FROM: Declared = Declared {
    name: "substr_from",
    takes: &[&[Kind::Text, Kind::Whole], &[Kind::Text, Kind::Whole, Kind::Whole]],
    gives: |_| DataType::Utf8,
    compute: |arrays| {
        let texts = argument(arrays, 0)?.as_string::<i32>();
        let starts = argument(arrays, 1)?.as_primitive::<Int64Type>();
        let lengths = arrays.get(2).map(|lengths| lengths.as_primitive::<Int64Type>());
        let parts = texts.iter().zip(starts.iter()).enumerate().map(|(row, (text, start))| {
            let length = match lengths {
                Some(lengths) if lengths.is_null(row) => return None,
                Some(lengths) => Some(lengths.value(row)),
                None => None,
            };
            Some(substr(text?, start?, length))
        });
        Ok(Arc::new(parts.collect::<StringArray>()))
    },
};

pub(super) const TEXT_SLICE: Declared = Declared {
    name: "text_slice",
    takes: &[&[Kind::Text, Kind::Whole, Kind::Whole]],
    gives: |_| DataType::Utf8,
    compute: |arrays| {
        let texts = argument(arrays, 0)?.as_string::<i32>();
        let starts = argument(arrays, 1)?.as_primitive::<Int64Type>();
        let ends = argument(arrays, 2)?.as_primitive::<Int64Type>();
        let parts = texts
            .iter()
            .zip(starts.iter())
            .zip(ends.iter())
            .map(|((text, start), end)| Some(slice(text?, start?, end?)));
        Ok(Arc::new(parts.collect::<StringArray>()))
    },
};

fn substr(text: &str, start: i64, length: Option<i64>) -> &str {
    let letters = count(text);
    let first = if start > 0 {
        start - 1
    } else if start < 0 {
        letters.saturating_add(start)
    } else {
        -1
    };
    match length {
        None => between(text, first, letters),
        Some(length) if length >= 0 => between(text, first, first.saturating_add(length)),
        Some(length) => between(text, first.saturating_add(length), first),
    }
}

/// Both ends belong to it.
fn slice(text: &str, start: i64, end: i64) -> &str {
    let letters = count(text);
    let from_start = |place: i64| if place < 0 { letters.saturating_add(place) } else { place - 1 };
    between(text, from_start(start), from_start(end).saturating_add(1))
}

fn count(text: &str) -> i64 {
    let letters = if text.is_ascii() { text.len() } else { text.chars().count() };
    i64::try_from(letters).unwrap_or(i64::MAX)
}

/// Letters from `first` to before `end`, as far as there are any.
fn between(text: &str, first: i64, end: i64) -> &str {
    let place = |at: i64| usize::try_from(at).unwrap_or_default();
    let (first, end) = (place(first), place(end));
    let byte = |letter: usize| match text.is_ascii() {
        true => letter.min(text.len()),
        false => text.char_indices().nth(letter).map_or(text.len(), |(at, _)| at),
    };
    if first >= end { "" } else { text.get(byte(first)..byte(end)).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::{slice, substr};

    /// DuckDB's answers.
    #[test]
    fn starts_and_lengths_can_be_below_zero() {
        for (start, length, part) in [
            (2, None, "ello"),
            (0, None, "hello"),
            (0, Some(2), "h"),
            (-2, None, "lo"),
            (-10, None, "hello"),
            (-10, Some(7), "he"),
            (-2, Some(-2), "el"),
            (2, Some(-1), "h"),
            (3, Some(-2), "he"),
            (2, Some(0), ""),
            (10, None, ""),
            (i64::MAX, Some(i64::MIN), "hello"),
        ] {
            assert_eq!(substr("hello", start, length), part, "{start} {length:?}");
        }
        assert_eq!(substr("wörld", -4, Some(2)), "ör");
    }

    #[test]
    fn slices_have_both_ends() {
        for (start, end, part) in [
            (1, 1, "h"),
            (-1, -1, "o"),
            (1, 2, "he"),
            (-2, -1, "lo"),
            (2, -2, "ell"),
            (3, 2, ""),
            (0, 2, "he"),
            (9, 9, ""),
            (-9, -9, ""),
        ] {
            assert_eq!(slice("hello", start, end), part, "{start} {end}");
        }
    }
}
