//! Clippy, natively and for wasm32.
//!
//! `cargo clippy` would check every dependency anew, DataFusion included, although the tests build them anyway. So Cargo
//! builds as for the tests, with clippy's driver in the place of rustc for the workspace's own packages.

use std::process::Command;

use anyhow::Result;

use super::{BROWSER_PACKAGES, NOT_NATIVE};
use crate::places::Places;
use crate::process::{cargo, run};
use crate::report::Outcome;

/// How `cargo clippy` hands `-D warnings` to its driver.
const DENY_WARNINGS: &str = "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__";

pub fn check_native(places: &Places) -> Result<Outcome> {
    let mut build = driver(places);
    build.args(["build", "--keep-going", "--workspace", "--all-targets"]);
    for package in NOT_NATIVE {
        build.args(["--exclude", package]);
    }
    run(&mut build)?;
    run(driver(places).args(["build", "--keep-going", "--package", "martlet-browser", "--all-targets"]))?;
    Ok(Outcome::Done)
}

/// With a configuration of its own: no threads, no files, no clock of the system, no blocking.
pub fn check_wasm(places: &Places) -> Result<Outcome> {
    for package in BROWSER_PACKAGES {
        run(driver(places)
            .args([
                "build",
                "--keep-going",
                "--package",
                package,
                "--target",
                "wasm32-unknown-unknown",
                "--profile",
                "web",
            ])
            .env("CLIPPY_CONF_DIR", places.root().join("xtask/clippy-wasm")))?;
    }
    Ok(Outcome::Done)
}

fn driver(places: &Places) -> Command {
    let mut build = cargo(places);
    build.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", DENY_WARNINGS);
    build
}
