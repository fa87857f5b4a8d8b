//! Where a table's Parquet files lie: a file, a folder, a pattern, or by name within a folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::parquet_file::not_readable;
use crate::codes;
use crate::problem::Problem;

/// The files that a location names: itself, all Parquet below it, or all that match its pattern.
/// Empty when there is nothing.
pub fn files_at(location: &Path) -> Result<Vec<PathBuf>, Problem> {
    if location.is_file() {
        return Ok(vec![location.to_owned()]);
    }
    let mut files = Vec::new();
    if location.is_dir() {
        below(location, &mut files)?;
    } else if let Some(pattern) = location.to_str().filter(|text| text.contains(['*', '?', '['])) {
        let matches = glob::glob(pattern).map_err(|error| {
            Problem::error(codes::NOT_READABLE, format!("the pattern cannot be read: {error}")).at(location)
        })?;
        for path in matches {
            let path = path.map_err(|error| not_readable(error.path(), error.error()))?;
            if path.is_dir() {
                below(&path, &mut files)?;
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// The files of the table `name` within `dir`: `name.parquet`, `name/*.parquet`,
/// `schema/name.parquet`, `schema/name/*.parquet`, and then any one folder in place of `schema`.
pub fn files_named(dir: &Path, schema: Option<&str>, name: &str) -> Result<Vec<PathBuf>, Problem> {
    let file_name = format!("{name}.parquet");
    let mut places = vec![dir.join(&file_name), dir.join(name)];
    if let Some(schema) = schema {
        places.push(dir.join(schema).join(&file_name));
        places.push(dir.join(schema).join(name));
    }
    for place in places {
        let files = files_at(&place)?;
        if !files.is_empty() {
            return Ok(files);
        }
    }
    let mut found: Vec<PathBuf> = entries(dir)?
        .into_iter()
        .filter(|entry| entry.is_dir())
        .map(|entry| entry.join(&file_name))
        .filter(|path| path.is_file())
        .collect();
    match found.len() {
        0 | 1 => Ok(found),
        _ => {
            found.sort();
            let places: Vec<_> = found.iter().map(|path| path.display().to_string()).collect();
            Err(Problem::error(codes::SAME_TABLE, format!("more than one file is called {file_name}"))
                .at(dir)
                .hint(format!("keep one of {}", places.join(", "))))
        }
    }
}

/// Every table of a folder without dbt, by name: `x.parquet` is table `x`, and a folder `x` with
/// Parquet files at any depth is table `x`, made of all of them.
pub fn all_tables(dir: &Path) -> Result<Vec<(String, Vec<PathBuf>)>, Problem> {
    let mut tables: Vec<(String, Vec<PathBuf>)> = Vec::new();
    for entry in entries(dir)? {
        let name = if entry.is_dir() { entry.file_name() } else { entry.file_stem() };
        let Some(name) = name.and_then(|name| name.to_str()).filter(|name| !name.starts_with('.')) else {
            continue;
        };
        let mut files = Vec::new();
        if entry.is_dir() {
            below(&entry, &mut files)?;
        } else if is_parquet(&entry) {
            files.push(entry.clone());
        }
        if files.is_empty() {
            continue;
        }
        files.sort();
        if tables.iter().any(|(other, _)| other == name) {
            return Err(Problem::error(
                codes::SAME_TABLE,
                format!("a file and a folder would both be the table {name}"),
            )
            .at(dir)
            .hint(format!("rename {name}.parquet or the folder {name}")));
        }
        tables.push((name.to_owned(), files));
    }
    tables.sort();
    Ok(tables)
}

fn below(dir: &Path, files: &mut Vec<PathBuf>) -> Result<(), Problem> {
    for entry in entries(dir)? {
        if entry.is_dir() {
            below(&entry, files)?;
        } else if is_parquet(&entry) {
            files.push(entry);
        }
    }
    Ok(())
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, Problem> {
    let read = fs::read_dir(dir).map_err(|error| not_readable(dir, &error))?;
    let mut entries = Vec::new();
    for entry in read {
        entries.push(entry.map_err(|error| not_readable(dir, &error))?.path());
    }
    entries.sort();
    Ok(entries)
}

fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"))
}
