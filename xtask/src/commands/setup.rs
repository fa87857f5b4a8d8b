//! `cargo xtask setup`: the tools, nothing else.

use anyhow::Result;

use crate::places::Places;
use crate::report::Report;
use crate::tools;

pub fn run(places: &Places) -> Result<()> {
    let mut report = Report::new();
    tools::install_all(places, &mut report)?;
    report.finish("Tools")
}
