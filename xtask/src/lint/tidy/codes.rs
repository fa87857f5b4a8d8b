//! Every error code of the sources stands in docs/errors.md, none other does, and each belongs to one crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result};

use crate::places::Places;
use crate::process::{command, output};

const DOCUMENT: &str = "docs/errors.md";
/// Letters of codes, and the folders that may give them; the first one owns them.
const OWNERS: &[(&str, &[&str])] = &[
    ("C", &["crates/martlet-cli"]),
    ("E", &["crates/martlet-engine", "crates/martlet-protocol"]),
    ("F", &["crates/martlet-site"]),
    ("GEN-", &["demo/clearvana/generator"]),
    // What is wrong in a project is seen also while its site is put together.
    ("P", &["crates/martlet-project", "crates/martlet-site", "crates/martlet-cli"]),
    ("S", &["crates/martlet-semantic"]),
    ("V", &["crates/martlet-view"]),
    ("W", &["crates/martlet-browser", "web"]),
    ("X", &["crates/martlet-extract"]),
];

pub fn check(places: &Places) -> Result<Vec<String>> {
    let mut files = command(places, "git");
    files.args(["ls-files", "--cached", "--others", "--exclude-standard", "--"]);
    let files = output(files.args(["crates/*/src/*.rs", "web/*/src/*.rs", "demo/clearvana/generator/src/*.rs"]))?;
    let mut used: BTreeMap<String, String> = BTreeMap::new();
    let mut problems = Vec::new();
    for file in files.lines().filter(|file| places.root().join(file).is_file()) {
        let text = fs::read_to_string(places.root().join(file)).with_context(|| format!("cannot read {file}"))?;
        // What stands below is tests, which quote the codes of others.
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for code in codes(text) {
            let owner = OWNERS.iter().find(|(letter, _)| code.trim_start_matches("MRT-").starts_with(letter));
            if let Some((_, folders)) = owner
                && !is_quoting(file)
                && !folders.iter().any(|folder| file.starts_with(folder))
            {
                problems.push(format!("{file}: {code} belongs to {}", folders[0]));
            }
            used.entry(code).or_insert_with(|| file.to_owned());
        }
    }
    let document = fs::read_to_string(places.root().join(DOCUMENT)).context("there is no docs/errors.md")?;
    let told: BTreeSet<String> = codes(&document).into_iter().collect();
    problems.extend(
        used.iter()
            .filter(|(code, _)| !told.contains(*code))
            .map(|(code, file)| format!("{file}: {code} is not in {DOCUMENT}")),
    );
    problems.extend(
        told.iter()
            .filter(|code| !used.contains_key(*code))
            .map(|code| format!("{DOCUMENT}: {code} is not in the sources")),
    );
    Ok(problems)
}

/// Files that name other crates' codes in order to treat them apart.
fn is_quoting(file: &str) -> bool {
    file.contains("/tests") || file.ends_with("_tests.rs")
}

/// `MRT-`, capital letters, perhaps a dash, and three digits.
fn codes(text: &str) -> Vec<String> {
    text.match_indices("MRT-")
        .filter_map(|(at, _)| {
            let rest = &text[at + "MRT-".len()..];
            let letters = rest.find(|each: char| !each.is_ascii_uppercase() && each != '-')?;
            let digits = rest[letters..].find(|each: char| !each.is_ascii_digit()).unwrap_or(rest.len() - letters);
            (letters > 0 && digits == 3).then(|| format!("MRT-{}", &rest[..letters + digits]))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn codes_are_found_in_text() {
        assert_eq!(codes("`MRT-C001`, MRT-GEN-002: no; MRT-… and MRT-P0"), ["MRT-C001", "MRT-GEN-002"]);
    }
}
