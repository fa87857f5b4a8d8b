//! Rust tests in headless Chromium.

use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::places::Places;
use crate::process::{cargo, run, try_output};
use crate::report::Outcome;

/// Packages with tests that run in a browser, and their features there.
const PACKAGES: &[(&str, &str, &[&str])] = &[
    ("martlet-browser", "crates/martlet-browser", &["--features", "engine"]),
    ("martlet-engine", "crates/martlet-engine", &[]),
];

pub fn run_all(places: &Places) -> Result<Outcome> {
    let driver = ["/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver"]
        .into_iter()
        .find(|path| Path::new(path).is_file())
        .context("chromedriver is missing")?;
    let mut ran = Vec::new();
    for (package, folder, features) in PACKAGES {
        if !has_browser_tests(places, folder) {
            continue;
        }
        run(cargo(places)
            .args(["test", "--package", package, "--target", "wasm32-unknown-unknown", "--profile", "web", "--tests"])
            .args(*features)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
            .env("CHROMEDRIVER", driver)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180"))?;
        ran.push(*package);
    }
    if ran.is_empty() {
        bail!("no package has tests for the browser");
    }
    Ok(Outcome::DoneWith(ran.join(", ")))
}

fn has_browser_tests(places: &Places, folder: &str) -> bool {
    let mut grep = crate::process::command(places, "grep");
    try_output(grep.args(["-rl", "wasm_bindgen_test", "--include=*.rs", folder])).is_some_and(|files| !files.is_empty())
}
