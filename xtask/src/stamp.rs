//! A step is skipped when a hash of its inputs is the one that its last good run left behind.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::places::Places;

/// Inputs of a step, hashed in the order in which they are added.
#[derive(Debug)]
pub struct Inputs(Sha256);

impl Inputs {
    /// Starts with what is not a file: versions, flags.
    pub fn new(settings: &[&str]) -> Self {
        let mut hasher = Sha256::new();
        for setting in settings {
            hasher.update(setting.as_bytes());
            hasher.update([0]);
        }
        Self(hasher)
    }

    /// Adds a file, or every file of a folder except hidden, built and installed ones. What is absent counts as empty.
    pub fn add(mut self, path: &Path) -> Result<Self> {
        let mut files = Vec::new();
        collect(path, &mut files)?;
        files.sort();
        for file in files {
            let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            self.0.update(file.strip_prefix(path).unwrap_or(&file).to_string_lossy().as_bytes());
            self.0.update((bytes.len() as u64).to_le_bytes());
            self.0.update(&bytes);
        }
        Ok(self)
    }

    fn finish(self) -> String {
        hex(&self.0.finalize())
    }
}

/// One step's record.
#[derive(Debug)]
pub struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// The stamp of the step `name` for these inputs.
    pub fn new(places: &Places, name: &str, inputs: Inputs) -> Self {
        Self { file: places.work().join("stamps").join(name), hash: inputs.finish() }
    }

    /// Whether the last good run had the same inputs and left `output` there.
    pub fn is_current(&self, output: &Path) -> bool {
        output.exists() && fs::read_to_string(&self.file).is_ok_and(|hash| hash == self.hash)
    }

    /// Records a good run.
    pub fn write(&self) -> Result<()> {
        if let Some(dir) = self.file.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::write(&self.file, &self.hash).with_context(|| format!("cannot write {}", self.file.display()))
    }

    /// Forgets the last run, so that a failure half-way is not taken for a good one.
    pub fn clear(&self) {
        // Absent is what is wanted.
        let _ = fs::remove_file(&self.file);
    }
}

/// Hex digits of a hash of bytes, for names.
pub fn content_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)).chars().take(16).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    if !path.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.')
            || matches!(&*name, "node_modules" | "target" | "__pycache__" | "logs" | "dbt_packages")
        {
            continue;
        }
        collect(&entry.path(), files)?;
    }
    Ok(())
}
