//! What rustup adds to the toolchain: the wasm32 target, rustfmt and clippy.

use anyhow::{Context as _, Result};

use crate::places::Places;
use crate::process::{command, run, try_output};
use crate::report::Outcome;

const TARGET: &str = "wasm32-unknown-unknown";

pub fn install(places: &Places) -> Result<Outcome> {
    let sysroot = try_output(command(places, "rustc").args(["--print", "sysroot"])).context("rustc does not run")?;
    let mut added = Vec::new();
    if !std::path::Path::new(&sysroot).join("lib/rustlib").join(TARGET).is_dir() {
        run(command(places, "rustup").args(["target", "add", TARGET]))?;
        added.push(TARGET);
    }
    for (component, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        if try_output(command(places, program).arg("--version")).is_none() {
            run(command(places, "rustup").args(["component", "add", component]))?;
            added.push(component);
        }
    }
    Ok(if added.is_empty() { Outcome::Reused } else { Outcome::DoneWith(format!("added {}", added.join(", "))) })
}
