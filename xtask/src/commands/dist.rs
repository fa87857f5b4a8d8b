//! `cargo xtask dist`: the `martlet` binary with the published web app inside.

use std::fs;

use anyhow::Result;

use crate::places::Places;
use crate::process::{cargo, command, run as run_command};
use crate::report::{Outcome, Report};
use crate::tools;
use crate::web::{self, Profile};

pub fn run(places: &Places) -> Result<()> {
    let mut report = Report::new();
    tools::install_all(places, &mut report)?;
    let app = web::build(places, Profile::Release, &mut report)?;
    report.must("martlet with the app inside", || {
        run_command(
            cargo(places).args(["build", "--release", "--package", "martlet-cli"]).env("MARTLET_APP_DIR", &app),
        )?;
        let dist = places.work().join("dist");
        fs::create_dir_all(&dist)?;
        // Without symbols, which only a debugger reads.
        run_command(
            command(places, "llvm-objcopy-22")
                .arg("--strip-all")
                .arg(places.cargo_target().join("release/martlet"))
                .arg(dist.join("martlet")),
        )?;
        Ok(Outcome::DoneWith("target/dist/martlet".to_owned()))
    })?;
    report.finish("Distribution")
}
