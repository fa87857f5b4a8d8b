//! Spelling.

use anyhow::Result;

use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;
use crate::tools::python;

pub fn check(places: &Places) -> Result<Outcome> {
    run(&mut command(places, python::program(places, "typos")))?;
    Ok(Outcome::Done)
}
