//! A crate uses only what ARCHITECTURE.md says it may use; the browser's interfaces appear only at the edge.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result, bail};

use super::packages::Package;
use crate::places::Places;

const DOCUMENT: &str = "ARCHITECTURE.md";
const HEADING: &str = "## Crates";
/// What touches JavaScript.
const EDGE: &[&str] = &["martlet-browser", "martlet-app", "martlet-engine-worker"];
const JAVASCRIPT: &[&str] = &["web-sys", "js-sys", "wasm-bindgen", "wasm-bindgen-futures"];

pub fn check(places: &Places, packages: &[Package]) -> Result<Vec<String>> {
    let text = fs::read_to_string(places.root().join(DOCUMENT)).context("there is no ARCHITECTURE.md")?;
    let law = parse(&text)?;
    let ours: Vec<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let mut problems = Vec::new();
    for package in packages {
        let Some(allowed) = law.get(&package.name) else {
            problems.push(format!("{DOCUMENT}: `{}` is not in the table of crates", package.name));
            continue;
        };
        // A dev-dependency of a package on itself or on fixtures does not shape what is shipped.
        for dependency in package.dependencies.iter().filter(|dependency| dependency.kind.as_deref() != Some("dev")) {
            let name = dependency.name.as_str();
            if ours.contains(&name) && !allowed.iter().any(|other| other == name) {
                problems.push(format!("`{}` uses `{name}`, which {DOCUMENT} does not allow", package.name));
            }
            if JAVASCRIPT.contains(&name) && !EDGE.contains(&package.name.as_str()) {
                problems.push(format!("`{}` uses `{name}`; only {} may", package.name, EDGE.join(", ")));
            }
        }
    }
    for name in law.keys().filter(|name| !ours.contains(&name.as_str())) {
        problems.push(format!("{DOCUMENT}: the table names `{name}`, which is no package"));
    }
    Ok(problems)
}

/// Rows `| `crate` | folder | purpose | `used`, `used` |` below the heading.
fn parse(text: &str) -> Result<BTreeMap<String, Vec<String>>> {
    let table = text.split(HEADING).nth(1).with_context(|| format!("{DOCUMENT} has no `{HEADING}`"))?;
    let mut law = BTreeMap::new();
    for line in table.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { continue };
        if let [name] = quoted(first).as_slice() {
            law.insert(name.clone(), quoted(last));
        }
    }
    if law.is_empty() {
        bail!("{DOCUMENT} has no table of crates");
    }
    Ok(law)
}

fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "## Crates\n\n| crate | folder | may use |\n|---|---|---|\n| `a` | `x/a` | `b` |\n| `b` | `x/b` | – |\n\nText.";

    fn package(name: &str, dependencies: &[&str]) -> Package {
        let dependencies = dependencies
            .iter()
            .map(|name| super::super::packages::Dependency { name: (*name).to_owned(), kind: None })
            .collect();
        Package { name: name.to_owned(), dependencies }
    }

    #[test]
    fn the_table_is_read() -> Result<()> {
        let law = parse(TABLE)?;
        assert_eq!(law["a"], ["b"]);
        assert!(law["b"].is_empty());
        Ok(())
    }

    #[test]
    fn an_upward_dependency_is_found() -> Result<()> {
        let law = parse(TABLE)?;
        let upward = package("b", &["a"]);
        assert!(upward.dependencies.iter().any(|dependency| !law["b"].contains(&dependency.name)));
        Ok(())
    }
}
