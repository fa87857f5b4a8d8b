//! The features that a semantic project must show: the first column of its README's tables.
//!
//! In: the README and the requests. Out: every feature without a request, and every request for a feature that is
//! not listed.

use std::collections::BTreeSet;

use crate::requests::Asked;

/// The names in backticks that begin a table's rows.
pub fn listed(readme: &str) -> BTreeSet<String> {
    readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|rest| rest.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// What is wrong between the list and the requests, in words.
pub fn problems(listed: &BTreeSet<String>, asked: &[Asked]) -> Vec<String> {
    let covered: BTreeSet<&String> = asked.iter().flat_map(|asked| &asked.covers).collect();
    let without_request =
        listed.iter().filter(|name| !covered.contains(name)).map(|name| format!("no request covers `{name}`"));
    let not_listed = asked.iter().flat_map(|asked| {
        asked
            .covers
            .iter()
            .filter(|name| !listed.contains(*name))
            .map(|name| format!("`{}` covers `{name}`, which the README does not list", asked.name))
    });
    let for_nothing =
        asked.iter().filter(|asked| asked.covers.is_empty()).map(|asked| format!("`{}` covers nothing", asked.name));
    let mut problems: Vec<String> = without_request.chain(not_listed).chain(for_nothing).collect();
    if listed.is_empty() {
        problems.push("the README lists no features".to_owned());
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(covers: &[&str]) -> Asked {
        Asked {
            name: "a/b".to_owned(),
            covers: covers.iter().map(|name| (*name).to_owned()).collect(),
            request: serde_json::Value::Null,
            is_ordered: false,
            since: None,
            refusal_code: None,
        }
    }

    #[test]
    fn every_feature_needs_a_request_and_every_request_a_listed_feature() {
        let listed =
            listed("text\n| feature | what |\n|---|---|\n| `ratio` | one over another |\n| `limit` | rows |\n");
        assert_eq!(listed.iter().collect::<Vec<_>>(), ["limit", "ratio"]);
        assert_eq!(problems(&listed, &[asked(&["ratio"]), asked(&["limit"])]), Vec::<String>::new());
        assert_eq!(problems(&listed, &[asked(&["ratio"])]), ["no request covers `limit`"]);
        assert_eq!(problems(&listed, &[asked(&["ratio", "limit", "other"])]).len(), 1);
        assert_eq!(problems(&listed, &[asked(&["ratio", "limit"]), asked(&[])]), ["`a/b` covers nothing"]);
        assert!(!problems(&BTreeSet::new(), &[]).is_empty());
    }
}
