//! The JavaScript that has no Rust counterpart (charts, editor), bundled by esbuild.

use anyhow::Result;

use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;

pub fn build(places: &Places) -> Result<Outcome> {
    run(command(places, "npm").args(["run", "--silent", "bundle"]))?;
    Ok(Outcome::Done)
}
