//! The `martlet` binary under test.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::answer::{self, Answer};
use crate::project::Project;

/// `MARTLET_BIN`, or the binary that was built beside this one.
pub fn binary() -> Result<PathBuf> {
    let path = match env::var_os("MARTLET_BIN") {
        Some(path) => PathBuf::from(path),
        None => env::current_exe()?.parent().context("this program has no folder")?.join("martlet"),
    };
    if !path.is_file() {
        bail!("{} is missing; run `cargo build -p martlet-cli` first", path.display());
    }
    Ok(path)
}

/// Runs `martlet query --requests` and returns its lines. Refused requests make no difference to its ending.
pub fn query(source: &[&std::ffi::OsStr], requests: &Path) -> Result<String> {
    let output = Command::new(binary()?)
        .arg("query")
        .args(source)
        .arg("--requests")
        .arg(requests)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start martlet")?;
    let text = String::from_utf8(output.stdout).context("martlet did not print UTF-8")?;
    // 1 says that some request was refused, which is in its line.
    if !output.status.success() && output.status.code() != Some(1) {
        bail!("martlet ended with {}", output.status);
    }
    Ok(text)
}

/// Answers `{"name", "request"}` objects, by name.
pub fn answers(project: &Project, requests: &[Value]) -> Result<BTreeMap<String, Answer>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("requests.json");
    fs::write(&file, serde_json::to_vec(requests)?)?;
    let source = project.martlet_source();
    let source: Vec<&std::ffi::OsStr> = source.iter().map(AsRef::as_ref).collect();
    answer::parse_lines(&query(&source, &file)?)
}
