//! The line of a YAML file on which something is defined.
//!
//! This is a scan by indentation, not a YAML parser: it finds what people and dbt's templates write (a list
//! of `- name: x` under a top-level key, also in braces), and says nothing where it is not sure.

use std::collections::BTreeMap;

use crate::issue::{Issue, Subject};

/// The line, counted from 1, on which the subject of that name begins. Sources are named `source.table`.
pub fn locate(yaml: &str, subject: Subject, name: &str) -> Option<usize> {
    let lines: Vec<Line<'_>> = yaml.lines().enumerate().filter_map(|(index, text)| Line::read(index, text)).collect();
    let section = section(&lines, key(subject))?;
    match (subject, name.split_once('.')) {
        (Subject::Source, Some((source, table))) => {
            let tables = inner(item(section, source)?, "tables")?;
            item(tables, table)?.first().map(|line| line.number)
        }
        _ => item(section, name)?.first().map(|line| line.number),
    }
}

/// The line of one of its columns.
fn locate_column(yaml: &str, subject: Subject, name: &str, column: &str) -> Option<usize> {
    let lines: Vec<Line<'_>> = yaml.lines().enumerate().filter_map(|(index, text)| Line::read(index, text)).collect();
    let columns = inner(item(section(&lines, key(subject))?, name)?, "columns")?;
    item(columns, column)?.first().map(|line| line.number)
}

/// Fills in the lines of issues whose file is YAML. `read` gives the text of a file of the project.
pub fn locate_issues(issues: &mut [Issue], mut read: impl FnMut(&str) -> Option<String>) {
    let mut texts: BTreeMap<String, Option<String>> = BTreeMap::new();
    for issue in issues.iter_mut().filter(|issue| issue.line.is_none()) {
        let (Some(file), Some((subject, name))) = (&issue.file, &issue.subject) else {
            continue;
        };
        if !(file.ends_with(".yml") || file.ends_with(".yaml")) {
            continue;
        }
        let Some(text) = texts.entry(file.clone()).or_insert_with(|| read(file)) else {
            continue;
        };
        let of_column = issue.column.as_ref().and_then(|column| locate_column(text, *subject, name, column));
        issue.line = of_column.or_else(|| locate(text, *subject, name));
    }
}

fn key(subject: Subject) -> &'static str {
    match subject {
        Subject::Model => "models",
        Subject::Seed => "seeds",
        Subject::Snapshot => "snapshots",
        Subject::Source => "sources",
        Subject::Metric => "metrics",
        Subject::SemanticModel => "semantic_models",
        Subject::SavedQuery => "saved_queries",
        Subject::Exposure => "exposures",
        Subject::Group => "groups",
        Subject::UnitTest => "unit_tests",
    }
}

/// A line with content.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    number: usize,
    indent: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn read(index: usize, text: &'a str) -> Option<Self> {
        let content = text.trim();
        let is_blank = content.is_empty() || content.starts_with('#') || content == "---";
        (!is_blank).then(|| Self { number: index + 1, indent: text.len() - text.trim_start().len(), text: content })
    }

    fn is_key(&self, key: &str) -> bool {
        self.text.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'))
    }

    /// After the dash of a list item: its first key, and the column at which its keys stand.
    fn entry(&self) -> Option<(usize, &'a str)> {
        let rest = self.text.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' '))?;
        let entry = rest.trim_start();
        Some((self.indent + self.text.len() - entry.len(), entry))
    }
}

/// The lines under a top-level key.
fn section<'a, 'b>(lines: &'a [Line<'b>], key: &str) -> Option<&'a [Line<'b>]> {
    let start = lines.iter().position(|line| line.indent == 0 && line.is_key(key))?;
    let rest = &lines[start + 1..];
    let end = rest.iter().position(|line| line.indent == 0 && line.entry().is_none()).unwrap_or(rest.len());
    Some(&rest[..end])
}

/// The list under a key of an item.
fn inner<'a, 'b>(item: &'a [Line<'b>], key: &str) -> Option<&'a [Line<'b>]> {
    let (keys_at, _) = item.first()?.entry()?;
    let start = item.iter().position(|line| line.indent == keys_at && line.is_key(key))?;
    let rest = &item[start + 1..];
    let ends = |line: &Line<'_>| line.indent < keys_at || (line.indent == keys_at && line.entry().is_none());
    Some(&rest[..rest.iter().position(ends).unwrap_or(rest.len())])
}

/// The lines of the list item with that name.
fn item<'a, 'b>(list: &'a [Line<'b>], name: &str) -> Option<&'a [Line<'b>]> {
    let indent = list.first().filter(|line| line.entry().is_some())?.indent;
    let starts: Vec<usize> =
        (0..list.len()).filter(|at| list[*at].indent == indent && list[*at].entry().is_some()).collect();
    for (nth, start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(list.len());
        let lines = &list[*start..end];
        let Some((keys_at, first)) = lines.first().and_then(Line::entry) else {
            continue;
        };
        let in_item = lines.iter().skip(1).filter(|line| line.indent == keys_at).map(|line| line.text);
        if std::iter::once(first).chain(in_item).any(|text| names(text, name)) {
            return Some(lines);
        }
    }
    None
}

/// `name: x`, `name: "x"  # remark`, `{name: x, …}`
fn names(text: &str, name: &str) -> bool {
    let text = text.strip_prefix('{').map_or(text, str::trim_start);
    let Some(value) = text.strip_prefix("name").and_then(|rest| rest.trim_start().strip_prefix(':')) else {
        return false;
    };
    let value = value.trim_start();
    if let Some(quote) = value.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        return value[1..].split(quote).next() == Some(name);
    }
    value.split([',', '}', '#']).next().map(str::trim) == Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: &str = "\
version: 2

# models: not here
models:
  - name: fact_revenue
    description: >
      name: dim_customer is not here
    columns:
      - name: revenue_id
        description: key
      - {name: amount, description: money}
  - description: name comes second
    name: \"dim_customer\"
metrics:
- name: mrr  # monthly
- name: mrr_growth
sources:
  - name: shop
    tables:
      - name: orders
      - name: payments
";

    #[test]
    fn finds_what_is_written_in_the_usual_ways() {
        for (subject, name, line) in [
            (Subject::Model, "fact_revenue", Some(5)),
            (Subject::Model, "dim_customer", Some(12)),
            (Subject::Model, "mrr", None),
            (Subject::Metric, "mrr", Some(15)),
            (Subject::Metric, "mrr_growth", Some(16)),
            (Subject::Source, "shop.payments", Some(21)),
            (Subject::Source, "shop.refunds", None),
            (Subject::Exposure, "board", None),
        ] {
            assert_eq!(locate(YAML, subject, name), line, "{subject:?} {name}");
        }
        assert_eq!(locate_column(YAML, Subject::Model, "fact_revenue", "amount"), Some(11));
        assert_eq!(locate_column(YAML, Subject::Model, "fact_revenue", "revenue_id"), Some(9));
    }

    #[test]
    fn odd_files_give_no_line() {
        for text in ["", "models:", "models: []", "models:\n  fact: 1", "- name: x", "models:\n  - \n", "models:\n -"] {
            assert_eq!(locate(text, Subject::Model, "x"), None, "{text:?}");
        }
    }
}
