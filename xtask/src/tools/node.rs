//! npm packages, from the lock files.

use std::path::Path;

use anyhow::{Result, bail};

use crate::places::Places;
use crate::process::{command, is_on_path, run};
use crate::report::Outcome;
use crate::stamp::{Inputs, Stamp};

/// Folders with a `package-lock.json`.
const PACKAGES: &[(&str, &str)] = &[(".", "npm"), ("tests/e2e", "npm-e2e")];

/// `npm ci` where the lock file is not the installed one.
pub fn install(places: &Places) -> Result<Outcome> {
    if !is_on_path("npm") {
        bail!("npm is missing; install Node 20 or newer");
    }
    let mut installed = Vec::new();
    for (folder, name) in PACKAGES {
        let dir = places.root().join(folder);
        let lock = dir.join("package-lock.json");
        if !lock.is_file() {
            continue;
        }
        let stamp = Stamp::new(places, name, Inputs::new(&[]).add(&lock)?);
        let modules = dir.join("node_modules");
        if stamp.is_current(&modules) {
            continue;
        }
        install_in(places, &dir)?;
        stamp.write()?;
        installed.push(*folder);
    }
    Ok(if installed.is_empty() {
        Outcome::Reused
    } else {
        Outcome::DoneWith(format!("npm ci in {}", installed.join(", ")))
    })
}

fn install_in(places: &Places, dir: &Path) -> Result<()> {
    run(command(places, "npm").current_dir(dir).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
}
