//! What the steps need, one tool a file: each checks what is there and installs only what is missing, at a pinned version.

pub mod apt;
mod cargo_tool;
pub mod node;
pub mod python;
mod rust;

pub use cargo_tool::{CARGO_DENY, TRUNK, WASM_BINDGEN};

use anyhow::Result;

use crate::places::Places;
use crate::report::Report;

/// Installs everything that is missing.
pub fn install_all(places: &Places, report: &mut Report) -> Result<()> {
    install_compilers(places, report)?;
    install_packages(places, report)
}

/// What compiles the product.
pub fn install_compilers(places: &Places, report: &mut Report) -> Result<()> {
    report.must("system packages", apt::install)?;
    report.must("Rust target and components", || rust::install(places))?;
    report.must("wasm-bindgen", || WASM_BINDGEN.install(places))?;
    report.must("Trunk", || TRUNK.install(places))
}

/// What runs beside the product. It comes over the network, and can do so while the product is compiled.
pub fn install_packages(places: &Places, report: &mut Report) -> Result<()> {
    report.must("npm packages", || node::install(places))?;
    report.must("Python packages", || python::install(places))
}
