//! Cases of the MetricFlow kit, in the form that its README describes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::answer::Table;

/// One request and what must come of it.
#[derive(Debug, Deserialize)]
pub struct Case {
    pub name: String,
    pub manifest: String,
    #[serde(default)]
    pub tags: Vec<String>,
    pub request: Value,
    #[serde(default)]
    pub expected: Option<Table>,
    /// The request must be refused before anything is run.
    #[serde(default)]
    pub expected_error: Option<Value>,
}

/// The kit's folder.
#[derive(Debug)]
pub struct Kit {
    dir: PathBuf,
}

impl Kit {
    pub fn open(dir: &Path) -> Result<Self> {
        let dir = dir.canonicalize().with_context(|| format!("no such folder: {}", dir.display()))?;
        for part in ["cases", "manifests", "tables"] {
            if !dir.join(part).is_dir() {
                bail!("{} has no folder `{part}`", dir.display());
            }
        }
        Ok(Self { dir })
    }

    /// The files of cases, one a manifest, by name.
    pub fn files(&self) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(self.dir.join("cases"))? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                files.push(path);
            }
        }
        files.sort();
        if files.is_empty() {
            bail!("{} has no cases", self.dir.display());
        }
        Ok(files)
    }

    pub fn cases(&self, file: &Path) -> Result<Vec<Case>> {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let cases: Vec<Case> =
            serde_json::from_str(&text).with_context(|| format!("{} is not a list of cases", file.display()))?;
        if let Some(case) = cases.iter().find(|case| case.expected.is_none() == case.expected_error.is_none()) {
            bail!("`{}` must have either an answer or an error", case.name);
        }
        Ok(cases)
    }

    /// The semantic manifests, by name.
    pub fn manifests(&self) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(self.dir.join("manifests"))? {
            files.push(entry?.path());
        }
        files.sort();
        Ok(files)
    }

    pub fn manifest(&self, name: &str) -> PathBuf {
        self.dir.join("manifests").join(format!("{name}.json"))
    }

    /// Links every table into one flat folder: names are unique, and the folders in between are no schemas.
    pub fn link_tables(&self, into: &Path) -> Result<()> {
        for group in fs::read_dir(self.dir.join("tables"))? {
            for table in fs::read_dir(group?.path())? {
                let table = table?;
                std::os::unix::fs::symlink(table.path(), into.join(table.file_name()))?;
            }
        }
        Ok(())
    }
}
