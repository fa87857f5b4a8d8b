//! `string_split`: a text cut at a separator into a list; `split_part`: one of its parts.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, ListBuilder, StringArray, StringBuilder},
    datatypes::{DataType, Int64Type},
};
use datafusion::error::Result;

use super::{
    declared::{Declared, Kind, texts},
    each::argument,
};

pub(super) const STRING_SPLIT: Declared =
    Declared { name: "string_split", takes: &[&[Kind::Text, Kind::Text]], gives: |_| texts(), compute: lists };

/// Counted from 1, or from the end where the number is below zero; an empty text where there is no such part.
pub(super) const SPLIT_PART: Declared = Declared {
    name: "split_part",
    takes: &[&[Kind::Text, Kind::Text, Kind::Whole]],
    gives: |_| DataType::Utf8,
    compute: |arrays| {
        let texts = argument(arrays, 0)?.as_string::<i32>();
        let separators = argument(arrays, 1)?.as_string::<i32>();
        let numbers = argument(arrays, 2)?.as_primitive::<Int64Type>();
        let found = texts
            .iter()
            .zip(separators.iter())
            .zip(numbers.iter())
            .map(|((text, separator), number)| Some(part(text?, separator?, number?)));
        Ok(Arc::new(found.collect::<StringArray>()))
    },
};

/// Without a separator the list holds the whole text.
fn lists(arrays: &[ArrayRef]) -> Result<ArrayRef> {
    let texts = argument(arrays, 0)?.as_string::<i32>();
    let separators = argument(arrays, 1)?.as_string::<i32>();
    let mut lists = ListBuilder::new(StringBuilder::new());
    for (text, separator) in texts.iter().zip(separators.iter()) {
        match (text, separator) {
            (Some(text), Some(separator)) => {
                for part in parts(text, separator) {
                    lists.values().append_value(part);
                }
            }
            (Some(text), None) => lists.values().append_value(text),
            (None, _) => {}
        }
        lists.append(text.is_some());
    }
    Ok(Arc::new(lists.finish()))
}

/// An empty separator cuts between all letters.
fn parts<'a>(text: &'a str, separator: &'a str) -> Box<dyn DoubleEndedIterator<Item = &'a str> + 'a> {
    if !separator.is_empty() {
        // `split` with a text as pattern runs one way only.
        let parts: Vec<&str> = text.split(separator).collect();
        return Box::new(parts.into_iter());
    }
    if text.is_empty() {
        return Box::new(std::iter::once(text));
    }
    Box::new(text.char_indices().map(|(at, letter)| text.get(at..at + letter.len_utf8()).unwrap_or_default()))
}

fn part<'a>(text: &'a str, separator: &'a str, number: i64) -> &'a str {
    let Some(before) = usize::try_from(number.unsigned_abs()).ok().and_then(|number| number.checked_sub(1)) else {
        return "";
    };
    let found = match (number > 0, separator.is_empty()) {
        (true, false) => text.split(separator).nth(before),
        (false, false) => text.rsplit(separator).nth(before),
        (true, true) => parts(text, separator).nth(before),
        (false, true) => parts(text, separator).nth_back(before),
    };
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{part, parts};

    #[test]
    fn texts_are_cut_as_duckdb_cuts_them() {
        let cut = |text, separator| parts(text, separator).collect::<Vec<_>>();
        assert_eq!(cut("a,b,,c", ","), ["a", "b", "", "c"]);
        assert_eq!(cut("", ","), [""]);
        assert_eq!(cut("héa", ""), ["h", "é", "a"]);
        assert_eq!(cut("", ""), [""]);
        assert_eq!(cut("a--b", "--"), ["a", "b"]);
    }

    #[test]
    fn parts_are_counted_from_either_end() {
        for (text, separator, number, expected) in [
            ("a,b,c", ",", 1, "a"),
            ("a,b,c", ",", -1, "c"),
            ("a,b,c", ",", 0, ""),
            ("a,b,c", ",", 4, ""),
            ("a,b", "", 2, ","),
            ("abc", "", -1, "c"),
            ("", ",", 1, ""),
            ("abc", ",", -1, "abc"),
            ("abc", ",", i64::MIN, ""),
        ] {
            assert_eq!(part(text, separator, number), expected, "{text} {separator} {number}");
        }
    }
}
