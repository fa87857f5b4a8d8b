//! The engine worker: compiled for wasm32, then given its JavaScript side by wasm-bindgen.

use std::process::Command;

use anyhow::Result;

use super::Profile;
use crate::places::Places;
use crate::process::{cargo, command, run};
use crate::report::Outcome;

const TARGET: &str = "wasm32-unknown-unknown";

/// Compiles the worker for wasm32.
pub fn compile(places: &Places, profile: Profile) -> Command {
    let mut build = cargo(places);
    build.args([
        "build",
        "--package",
        "martlet-engine-worker",
        "--target",
        TARGET,
        "--profile",
        profile.cargo_profile(),
    ]);
    build
}

/// Leaves `martlet_engine_worker.js` and `martlet_engine_worker_bg.wasm` in `<web>/engine`.
pub fn build(places: &Places, profile: Profile) -> Result<Outcome> {
    run(&mut compile(places, profile))?;
    let wasm = places.cargo_target().join(TARGET).join(profile.cargo_profile()).join("martlet_engine_worker.wasm");
    let out = places.web(profile.is_release()).join("engine");
    run(command(places, "wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--out-dir"])
        .arg(&out)
        .arg(&wasm))?;
    Ok(Outcome::Done)
}
