//! Rust tests in headless Chromium.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::places::Places;
use crate::process::{cargo, run};
use crate::report::Outcome;

/// Packages with tests that run in a browser, and their features there. Each has a `webdriver.json`.
const PACKAGES: &[(&str, &[&str])] = &[("martlet-engine-worker", &[]), ("martlet-browser", &["--features", "engine"])];

pub fn run_all(places: &Places) -> Result<Outcome> {
    let driver = ["/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver"]
        .into_iter()
        .find(|path| Path::new(path).is_file())
        .context("chromedriver is missing")?;
    for (package, features) in PACKAGES {
        run(cargo(places)
            .args(["test", "--package", package, "--target", "wasm32-unknown-unknown", "--profile", "web", "--tests"])
            .args(*features)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
            .env("CHROMEDRIVER", driver)
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180"))?;
    }
    Ok(Outcome::Done)
}
