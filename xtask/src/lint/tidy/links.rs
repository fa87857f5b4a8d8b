//! Invariants of what each wasm links.

use anyhow::Result;

use crate::places::Places;
use crate::process::{cargo, output};

/// A package and the crates that must not be in it.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("martlet-app", &["datafusion", "parquet", "martlet-engine"]),
    ("martlet-engine-worker", &["yew", "yew-router", "martlet-view"]),
    ("martlet-semantic", &["datafusion", "parquet", "tokio", "web-sys"]),
    ("martlet-engine", &["martlet-semantic", "martlet-project"]),
];

pub fn check(places: &Places) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for (package, forbidden) in FORBIDDEN {
        let tree = output(cargo(places).args([
            "tree",
            "--package",
            package,
            "--target",
            "wasm32-unknown-unknown",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ]))?;
        for name in *forbidden {
            if tree.lines().any(|line| line.split(' ').next() == Some(name)) {
                problems.push(format!("`{package}` links `{name}`"));
            }
        }
    }
    Ok(problems)
}
