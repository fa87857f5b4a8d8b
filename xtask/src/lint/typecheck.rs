//! Types of the JavaScript, from its JSDoc.

use anyhow::Result;

use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;

pub fn check(places: &Places) -> Result<Outcome> {
    run(command(places, "npm").args(["run", "--silent", "typecheck"]))?;
    Ok(Outcome::Done)
}
