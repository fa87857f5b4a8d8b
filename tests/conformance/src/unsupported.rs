//! The one file of cases that are not supported yet, by name with the reason. It only shrinks.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    name: String,
    reason: String,
}

/// Reasons by case name.
#[derive(Debug, Default)]
pub struct Unsupported(BTreeMap<String, String>);

impl Unsupported {
    /// Reads `[{"name", "reason"}]`; every reason must say something, and every name comes once.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let listed: Vec<Listed> = serde_json::from_str(&text)
            .with_context(|| format!("{} is not a list of names and reasons", path.display()))?;
        let mut reasons = BTreeMap::new();
        for Listed { name, reason } in listed {
            if reason.trim().is_empty() {
                bail!("`{name}` is listed as unsupported without a reason");
            }
            if reasons.insert(name.clone(), reason).is_some() {
                bail!("`{name}` is listed twice as unsupported");
            }
        }
        Ok(Self(reasons))
    }

    pub fn reason(&self, case: &str) -> Option<&str> {
        self.0.get(case).map(String::as_str)
    }

    /// Listed names that are no case.
    pub fn unknown<'a>(&'a self, known: &'a [String]) -> impl Iterator<Item = &'a str> {
        self.0.keys().map(String::as_str).filter(move |name| !known.iter().any(|case| case == name))
    }
}
