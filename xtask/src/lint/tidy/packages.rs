//! The workspace's packages and what they depend on, from `cargo metadata`.

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::places::Places;
use crate::process::{cargo, output};

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
pub struct Package {
    pub name: String,
    pub dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
pub struct Dependency {
    pub name: String,
    /// `dev`, `build`, or none for a normal one.
    pub kind: Option<String>,
}

pub fn read(places: &Places) -> Result<Vec<Package>> {
    let json = output(cargo(places).args(["metadata", "--no-deps", "--format-version=1"]))?;
    let metadata: Metadata = serde_json::from_str(&json).context("cargo metadata is not as expected")?;
    Ok(metadata.packages)
}
