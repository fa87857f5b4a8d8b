//! Stories of a page with its engine worker, on a host that can be made to misbehave: wrong ranges, errors, cut
//! connections, heavy queries.

use anyhow::Result;

use crate::clearvana::Company;
use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;

pub fn stories(places: &Places, company: &Company<'_>) -> Result<Outcome> {
    run(command(places, "node").arg("web/engine/tests/run.mjs").arg(company.site()))?;
    Ok(Outcome::Done)
}
