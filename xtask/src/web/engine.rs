//! The engine worker: compiled for wasm32, then given its JavaScript side by wasm-bindgen.

use anyhow::Result;

use super::Profile;
use crate::places::Places;
use crate::process::{cargo, command, run};
use crate::report::Outcome;

const TARGET: &str = "wasm32-unknown-unknown";

/// Leaves `martlet_engine_worker.js` and `martlet_engine_worker_bg.wasm` in `<web>/engine`.
pub fn build(places: &Places, profile: Profile) -> Result<Outcome> {
    let cargo_profile = profile.cargo_profile();
    run(cargo(places).args([
        "build",
        "--package",
        "martlet-engine-worker",
        "--target",
        TARGET,
        "--profile",
        cargo_profile,
    ]))?;
    let wasm = places.cargo_target().join(TARGET).join(cargo_profile).join("martlet_engine_worker.wasm");
    let out = places.web(profile.is_release()).join("engine");
    run(command(places, "wasm-bindgen")
        .args(["--target", "web", "--no-typescript", "--out-dir"])
        .arg(&out)
        .arg(&wasm))?;
    Ok(Outcome::Done)
}
