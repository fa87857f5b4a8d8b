//! `regexp_split_to_array`: a text cut wherever a pattern matches.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, ListBuilder, StringBuilder};
use datafusion::error::Result;

use super::{
    declared::{Declared, Kind, texts},
    each::argument,
    patterns::Patterns,
};

pub(super) const REGEXP_SPLIT: Declared = Declared {
    name: "regexp_split_to_array",
    takes: &[&[Kind::Text, Kind::Text], &[Kind::Text, Kind::Text, Kind::Text]],
    gives: |_| texts(),
    compute: lists,
};

fn lists(arrays: &[ArrayRef]) -> Result<ArrayRef> {
    let texts = argument(arrays, 0)?.as_string::<i32>();
    let separators = argument(arrays, 1)?.as_string::<i32>();
    let options = arrays.get(2).map(|options| options.as_string::<i32>());
    let mut patterns = Patterns::default();
    let mut lists = ListBuilder::new(StringBuilder::new());
    for (row, (text, separator)) in texts.iter().zip(separators.iter()).enumerate() {
        match (text, separator) {
            // Between all letters, without an empty text before the first and behind the last.
            (Some(text), Some("")) if !text.is_empty() => {
                text.split("").filter(|part| !part.is_empty()).for_each(|part| lists.values().append_value(part));
            }
            (Some(text), Some(separator)) => {
                let regex = patterns.get(separator, options.map_or("", |options| options.value(row)))?;
                regex.split(text).for_each(|part| lists.values().append_value(part));
            }
            (Some(text), None) => lists.values().append_value(text),
            (None, _) => {}
        }
        lists.append(text.is_some());
    }
    Ok(Arc::new(lists.finish()))
}
