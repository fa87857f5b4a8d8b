//! `cargo xtask tidy`: the lints that take seconds and compile nothing.

use anyhow::Result;

use crate::lint::{rustfmt, tidy, typos};
use crate::places::Places;
use crate::report::Report;
use crate::tools::python;

pub fn run(places: &Places) -> Result<()> {
    let mut report = Report::new();
    report.must("Python packages", || python::install(places))?;
    report.step("rustfmt", || rustfmt::check(places));
    report.step("tidy", || tidy::check(places));
    report.step("typos", || typos::check(places));
    report.finish("Quick lints")
}
