//! The Yew app, by Trunk. Trunk finds the pinned wasm-bindgen on PATH and is told not to download anything.

use anyhow::Result;

use super::Profile;
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;

/// Leaves Trunk's output in `<web>/trunk`.
pub fn build(places: &Places, profile: Profile) -> Result<Outcome> {
    let dist = places.web(profile.is_release()).join("trunk");
    run(command(places, "trunk")
        .args([
            "build",
            "index.html",
            "--offline",
            "--public-url",
            "./",
            "--cargo-profile",
            profile.cargo_profile(),
            "--dist",
        ])
        .arg(&dist)
        // Trunk rejects `NO_COLOR=1`, which many terminals set.
        .env_remove("NO_COLOR"))?;
    Ok(Outcome::Done)
}
