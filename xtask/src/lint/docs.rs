//! Links within the documentation of our crates.

use anyhow::Result;

use super::{ENGINE_PACKAGES, NOT_NATIVE};
use crate::places::Places;
use crate::process::{cargo, run};
use crate::report::Outcome;

pub fn check(places: &Places) -> Result<Outcome> {
    let mut doc = cargo(places);
    doc.args(["doc", "--no-deps", "--workspace", "--document-private-items", "--quiet"]);
    for package in NOT_NATIVE.iter().chain(ENGINE_PACKAGES).chain(&["clearvana-generator"]) {
        doc.args(["--exclude", package]);
    }
    run(doc.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Outcome::Done)
}
