//! Every module says what it is; no file grows past one idea.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::places::Places;
use crate::process::{command, output};

const LINES_AT_MOST: usize = 600;
const LIMITED: &[&str] = &["rs", "js", "mjs", "ts", "css", "py", "sql"];
/// Files that may be longer, each with its reason.
const LONG: &[(&str, &str)] = &[];

pub fn check(places: &Places) -> Result<Vec<String>> {
    let files = output(command(places, "git").args(["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    let mut problems = Vec::new();
    for file in files.lines() {
        let path = places.root().join(file);
        let extension =
            Path::new(file).extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
        if !LIMITED.contains(&extension.as_str()) || !path.is_file() {
            continue;
        }
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
        if extension == "rs" && !text.starts_with("//!") {
            problems.push(format!("{file}: does not open with `//!`"));
        }
        let lines = text.lines().count();
        if lines > LINES_AT_MOST && !LONG.iter().any(|(long, _)| *long == file) {
            problems.push(format!("{file}: {lines} lines; split it, or list it with its reason"));
        }
    }
    for (long, _) in LONG.iter().filter(|(long, _)| !places.root().join(long).is_file()) {
        problems.push(format!("{long}: listed as long, but is no file"));
    }
    Ok(problems)
}
