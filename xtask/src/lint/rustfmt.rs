//! Formatting.

use anyhow::Result;

use crate::places::Places;
use crate::process::{cargo, run};
use crate::report::Outcome;

pub fn check(places: &Places) -> Result<Outcome> {
    run(cargo(places).args(["fmt", "--all", "--", "--check", "-l"]))?;
    Ok(Outcome::Done)
}
