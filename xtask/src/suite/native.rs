//! Rust tests on this machine.

use std::process::Command;

use anyhow::Result;

use crate::lint::NOT_NATIVE;
use crate::places::Places;
use crate::process::{cargo, run, try_output};
use crate::report::Outcome;

/// Unit and integration tests of every package that runs natively.
pub fn unit(places: &Places) -> Result<Outcome> {
    let has_nextest = try_output(cargo(places).args(["nextest", "--version"])).is_some();
    // The binary that tests run is built first: Cargo builds binaries only for a package's own tests.
    run(native_only(cargo(places).args(["build", "--workspace", "--all-targets"])))?;
    let mut test = cargo(places);
    test.args(if has_nextest { ["nextest", "run"].as_slice() } else { ["test", "--all-targets"].as_slice() });
    test.arg("--workspace").env("MARTLET_BIN", places.binary("martlet"));
    run(native_only(&mut test))?;
    Ok(if has_nextest {
        Outcome::Done
    } else {
        Outcome::DoneWith("by cargo test; cargo-nextest is not installed".to_owned())
    })
}

/// Those of the packages that are left out above; none of them needs DataFusion natively.
pub fn app(places: &Places) -> Result<Outcome> {
    run(cargo(places).args(["test", "--package", "martlet-app", "--package", "martlet-browser"]))?;
    Ok(Outcome::Done)
}

/// Examples in the documentation. Of all packages at once: fewer would compile Arrow with other features.
pub fn documentation(places: &Places) -> Result<Outcome> {
    run(native_only(cargo(places).args(["test", "--doc", "--workspace"])))?;
    Ok(Outcome::Done)
}

fn native_only(command: &mut Command) -> &mut Command {
    for package in NOT_NATIVE {
        command.args(["--exclude", package]);
    }
    command
}
