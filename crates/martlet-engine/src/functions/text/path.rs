//! `parse_path`, `parse_filename`, `parse_dirname`, `parse_dirpath`: parts of a path.
//!
//! A last argument says what separates folders: `both_slash`, which is meant without one, `forward_slash`, `backslash`, or
//! `system`, which is `forward_slash` here, as in DuckDB on Linux.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, ListBuilder, StringArray, StringBuilder},
    datatypes::DataType,
};
use datafusion::error::Result;

use super::{
    declared::{Declared, Kind, texts},
    each::argument,
};

const fn part(name: &'static str, compute: fn(&[ArrayRef]) -> Result<ArrayRef>) -> Declared {
    Declared { name, takes: &[&[Kind::Text], &[Kind::Text, Kind::Text]], gives: |_| DataType::Utf8, compute }
}

pub(super) const PARSE_DIRNAME: Declared = part("parse_dirname", |arrays| parts(arrays, first_folder));
pub(super) const PARSE_DIRPATH: Declared = part("parse_dirpath", |arrays| parts(arrays, folders));

pub(super) const PARSE_FILENAME: Declared = Declared {
    name: "parse_filename",
    takes: &[
        &[Kind::Text],
        &[Kind::Text, Kind::Text],
        &[Kind::Text, Kind::Boolean],
        &[Kind::Text, Kind::Boolean, Kind::Text],
    ],
    gives: |_| DataType::Utf8,
    compute: |arrays| {
        let Some(second) = arrays.get(1).filter(|second| *second.data_type() == DataType::Boolean) else {
            return parts(arrays, file_name);
        };
        let trimmed = second.as_boolean();
        let paths = argument(arrays, 0)?.as_string::<i32>();
        let names = (0..paths.len()).map(|row| {
            let name = value(paths, row).map(|path| file_name(path, separators(arrays.get(2), row)))?;
            let is_trimmed = !trimmed.is_null(row) && trimmed.value(row);
            Some(if is_trimmed { name.rsplit_once('.').map_or(name, |(before, _)| before) } else { name })
        });
        Ok(Arc::new(names.collect::<StringArray>()))
    },
};

pub(super) const PARSE_PATH: Declared = Declared {
    name: "parse_path",
    takes: &[&[Kind::Text], &[Kind::Text, Kind::Text]],
    gives: |_| texts(),
    compute: |arrays| {
        let paths = argument(arrays, 0)?.as_string::<i32>();
        let mut lists = ListBuilder::new(StringBuilder::new());
        for row in 0..paths.len() {
            let path = value(paths, row);
            for component in path.into_iter().flat_map(|path| components(path, separators(arrays.get(1), row))) {
                lists.values().append_value(component);
            }
            lists.append(path.is_some());
        }
        Ok(Arc::new(lists.finish()))
    },
};

fn parts(arrays: &[ArrayRef], part: for<'a> fn(&'a str, Separators) -> &'a str) -> Result<ArrayRef> {
    let paths = argument(arrays, 0)?.as_string::<i32>();
    let parts = (0..paths.len()).map(|row| Some(part(value(paths, row)?, separators(arrays.get(1), row))));
    Ok(Arc::new(parts.collect::<StringArray>()))
}

fn value(texts: &StringArray, row: usize) -> Option<&str> {
    (!texts.is_null(row)).then(|| texts.value(row))
}

type Separators = &'static [char];

/// What is no name of one is of no account.
fn separators(named: Option<&ArrayRef>, row: usize) -> Separators {
    match named.and_then(|named| value(named.as_string::<i32>(), row)) {
        Some("forward_slash" | "system") => &['/'],
        Some("backslash") => &['\\'],
        _ => &['/', '\\'],
    }
}

fn file_name(path: &str, separators: Separators) -> &str {
    path.rsplit(separators).next().unwrap_or(path)
}

/// The root, or the first folder; nothing where the path is a file name.
fn first_folder(path: &str, separators: Separators) -> &str {
    match path.find(separators) {
        Some(0) => path.get(..1).unwrap_or_default(),
        Some(end) => path.get(..end).unwrap_or_default(),
        None => "",
    }
}

/// What stands before the file name, without the separator between.
fn folders(path: &str, separators: Separators) -> &str {
    match path.rfind(separators) {
        Some(0) if path.len() == 1 => path,
        Some(end) => path.get(..end).unwrap_or_default(),
        None => "",
    }
}

/// The root, folders and the file name; what is empty is left out.
fn components(path: &str, separators: Separators) -> impl Iterator<Item = &str> {
    let root = path.starts_with(separators).then(|| path.get(..1)).flatten();
    root.into_iter().chain(path.split(separators).filter(|component| !component.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::{components, file_name, first_folder, folders};

    #[test]
    fn paths_have_parts() {
        for (path, parts, name, first, before) in [
            ("", "", "", "", ""),
            ("/", "/", "", "/", "/"),
            ("//", "/", "", "/", "/"),
            ("/a", "/|a", "a", "/", ""),
            ("a/", "a", "", "a", "a"),
            ("a", "a", "a", "", ""),
            ("/a/b/c.txt", "/|a|b|c.txt", "c.txt", "/", "/a/b"),
            ("a//b", "a|b", "b", "a", "a/"),
            ("C:\\x\\ü.csv", "C:|x|ü.csv", "ü.csv", "C:", "C:\\x"),
        ] {
            let both = &['/', '\\'];
            assert_eq!(components(path, both).collect::<Vec<_>>().join("|"), parts, "{path}");
            assert_eq!([file_name(path, both), first_folder(path, both), folders(path, both)], [name, first, before]);
        }
        assert_eq!(file_name("a\\b/c\\d", &['/']), "c\\d");
    }
}
