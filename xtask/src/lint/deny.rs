//! Licences, banned crates and sources of all dependencies.

use anyhow::Result;

use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;
use crate::tools::CARGO_DENY;

pub fn check(places: &Places) -> Result<Outcome> {
    CARGO_DENY.install(places)?;
    // Advisories need a database that is fetched over git; the rest is in the repository.
    run(command(places, "cargo-deny").args(["--offline", "check", "licenses", "bans", "sources"]))?;
    Ok(Outcome::Done)
}
