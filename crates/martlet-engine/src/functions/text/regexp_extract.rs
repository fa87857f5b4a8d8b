//! `regexp_extract`: what a pattern, or one of its groups, matches first; `regexp_extract_all`: a list of all matches.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, AsArray, ListBuilder, StringArray, StringBuilder},
    datatypes::{DataType, Int64Type},
};
use datafusion::{common::exec_err, error::Result};

use super::{
    declared::{Declared, Kind, texts},
    each::argument,
    patterns::Patterns,
};

const TAKES: &[&[Kind]] = &[
    &[Kind::Text, Kind::Text],
    &[Kind::Text, Kind::Text, Kind::Whole],
    &[Kind::Text, Kind::Text, Kind::Whole, Kind::Text],
];

/// An empty text where nothing matches, or the group took no part.
pub(super) const REGEXP_EXTRACT: Declared =
    Declared { name: "regexp_extract", takes: TAKES, gives: |_| DataType::Utf8, compute: first };

pub(super) const REGEXP_EXTRACT_ALL: Declared =
    Declared { name: "regexp_extract_all", takes: TAKES, gives: |_| texts(), compute: all };

fn first(arrays: &[ArrayRef]) -> Result<ArrayRef> {
    let mut patterns = Patterns::default();
    let found = rows(arrays)?.map(|row| {
        let Some(Row { text, pattern, group, options }) = row else { return Ok(None) };
        let regex = patterns.get(pattern, options)?;
        let group = group_number(group)?;
        let found = match group {
            0 => regex.find(text).map(|found| found.as_str()),
            group => regex.captures(text).and_then(|groups| Some(groups.get(group)?.as_str())),
        };
        Ok(Some(found.unwrap_or_default()))
    });
    Ok(Arc::new(found.collect::<Result<StringArray>>()?))
}

fn all(arrays: &[ArrayRef]) -> Result<ArrayRef> {
    let mut patterns = Patterns::default();
    let mut lists = ListBuilder::new(StringBuilder::new());
    for row in rows(arrays)? {
        if let Some(Row { text, pattern, group, options }) = row {
            let regex = patterns.get(pattern, options)?;
            let group = group_number(group)?;
            if group >= regex.captures_len() {
                let known = regex.captures_len() - 1;
                return exec_err!("the pattern `{pattern}` has {known} groups, and group {group} is asked for");
            }
            for groups in regex.captures_iter(text) {
                lists.values().append_option(groups.get(group).map(|found| found.as_str()));
            }
            lists.append(true);
        } else {
            lists.append(false);
        }
    }
    Ok(Arc::new(lists.finish()))
}

fn group_number(group: i64) -> Result<usize> {
    match usize::try_from(group) {
        Ok(group @ 0..=9) => Ok(group),
        _ => exec_err!("a group of a regular expression has a number from 0 to 9, not {group}"),
    }
}

struct Row<'a> {
    text: &'a str,
    pattern: &'a str,
    group: i64,
    options: &'a str,
}

/// `None` for a row where text, pattern or group is null.
fn rows(arrays: &[ArrayRef]) -> Result<impl Iterator<Item = Option<Row<'_>>>> {
    let texts = argument(arrays, 0)?.as_string::<i32>();
    let patterns = argument(arrays, 1)?.as_string::<i32>();
    let groups = arrays.get(2).map(|groups| groups.as_primitive::<Int64Type>());
    let options = arrays.get(3).map(|options| options.as_string::<i32>());
    Ok(texts.iter().zip(patterns.iter()).enumerate().map(move |(row, (text, pattern))| {
        let group = match groups {
            Some(groups) => (!arrow::array::Array::is_null(groups, row)).then(|| groups.value(row))?,
            None => 0,
        };
        let options = options.map_or("", |options| options.value(row));
        Some(Row { text: text?, pattern: pattern?, group, options })
    }))
}
