//! The requests of a semantic project: a folder of JSON files, each an array of named requests.
//!
//! `{"name", "covers", "request", "ordered"?, "since"?, "refused"?}`. A name begins with its file's.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::Value;

/// One request, and how its answer is compared.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub name: String,
    /// Features that the request is there for; see [`crate::features`].
    pub covers: Vec<String>,
    pub request: Value,
    /// Rows are compared in sequence.
    #[serde(default, rename = "ordered")]
    pub is_ordered: bool,
    /// The first version of dbt that writes what the request needs, where not every supported one does.
    #[serde(default)]
    pub since: Option<Version>,
    /// The request must be refused, by us with this code.
    #[serde(default, rename = "refused")]
    pub refusal_code: Option<String>,
}

/// A version of dbt, `1.9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct Version(u32, u32);

impl TryFrom<String> for Version {
    type Error = anyhow::Error;

    fn try_from(text: String) -> Result<Self> {
        let (major, minor) = text.split_once('.').with_context(|| format!("`{text}` is no version"))?;
        Ok(Self(major.parse()?, minor.parse()?))
    }
}

impl Version {
    /// Of a manifest named `1.9.json`; none for dbt's own name.
    pub fn of_file(path: &Path) -> Option<Self> {
        path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| Self::try_from(stem.to_owned()).ok())
    }
}

/// All requests of a folder, by file name and then as they are written.
pub fn read(dir: &Path) -> Result<Vec<Asked>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot list {}", dir.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    let mut all = Vec::new();
    for file in files {
        all.extend(read_file(&file).with_context(|| file.display().to_string())?);
    }
    let mut names = BTreeSet::new();
    if let Some(again) = all.iter().find(|asked| !names.insert(asked.name.as_str())) {
        bail!("`{}` is there twice", again.name);
    }
    if all.is_empty() {
        bail!("{} has no requests", dir.display());
    }
    Ok(all)
}

fn read_file(file: &PathBuf) -> Result<Vec<Asked>> {
    let asked: Vec<Asked> = serde_json::from_str(&fs::read_to_string(file)?)?;
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    match asked.iter().find(|asked| asked.name.split('/').next() != Some(stem)) {
        Some(stray) => bail!("the name `{}` does not begin with `{stem}/`", stray.name),
        None => Ok(asked),
    }
}
