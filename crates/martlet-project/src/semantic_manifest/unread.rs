//! What reading a semantic manifest leaves out: fields and values that only a newer dbt knows.
//!
//! In: the file's text. Out: each such field once, with how often it occurs. What this version knows and does not
//! need (`exports`, `tags`, `metadata` …) is not listed, nor is a field that says nothing (`null`, `false`, `[]`, `{}`).

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::{SemanticManifest, UnknownValue, left_out};
use crate::issue::Issue;

/// Known, and of no meaning to a reader of metrics.
const NOT_NEEDED: &[&str] = &["dsi_package_version", "exports", "metadata", "tags"];

/// A field, or a value of an enumeration, that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// `metrics[].type_params.horizon`, or `metrics[].type = forecast`.
    pub path: String,
    pub count: usize,
    /// The name of the first element that has it: of a metric, semantic model or saved query.
    pub first_in: Option<String>,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.path)?;
        match (&self.first_in, self.count) {
            (Some(name), 1) => write!(f, " (in {name})"),
            (Some(name), count) => write!(f, " ({count} times, first in {name})"),
            (None, 1) => Ok(()),
            (None, count) => write!(f, " ({count} times)"),
        }
    }
}

impl SemanticManifest {
    /// What the text says beyond what [`SemanticManifest::from_json`] reads; sorted by path.
    pub fn unread(text: &str) -> Result<Vec<Unread>, serde_json::Error> {
        let mut written: Value = serde_json::from_str(text)?;
        let left_out = left_out::take(&mut written);
        let read = serde_json::to_value(Self::from_json(text)?)?;
        let mut found = BTreeMap::new();
        compare(&written, &read, &Place::default(), &mut found);
        let mut seen: Vec<&str> = Vec::new();
        for UnknownValue { element, path, value, first_in, .. } in left_out.iter().map(|left_out| &left_out.cause) {
            // Once, however many elements go with it.
            if !seen.contains(&element.as_str()) {
                seen.push(element);
                let place = Place { path: String::new(), element: first_in.clone() };
                add(format!("{path} = {value}"), &place, &mut found);
            }
        }
        Ok(found.into_values().collect())
    }
}

/// One warning that names them all; none when there are none.
pub fn unread_issue(unread: &[Unread], file: &str) -> Option<Issue> {
    let names: Vec<String> = unread.iter().map(ToString::to_string).collect();
    (!names.is_empty()).then(|| {
        Issue::warning(
            "MRT-P036",
            format!("this version does not know {}; they are left out", names.join(", ")),
            "check the numbers of what they belong to, or use a newer version of Martlet",
        )
        .file(file)
    })
}

#[derive(Debug, Clone, Default)]
struct Place {
    path: String,
    element: Option<String>,
}

impl Place {
    fn field(&self, name: &str) -> Self {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        Self { path, element: self.element.clone() }
    }

    /// Any element of a list; the outermost one gives its name.
    fn item(&self, item: &Value) -> Self {
        let name = || item.get("name").and_then(Value::as_str).map(str::to_owned);
        Self { path: format!("{}[]", self.path), element: self.element.clone().or_else(name) }
    }
}

fn compare(written: &Value, read: &Value, place: &Place, found: &mut BTreeMap<String, Unread>) {
    match (written, read) {
        (Value::Object(written), Value::Object(read)) => {
            for (name, value) in written {
                match read.get(name) {
                    Some(known) => compare(value, known, &place.field(name), found),
                    None if says_nothing(value) || NOT_NEEDED.contains(&name.as_str()) => {}
                    None => add(place.field(name).path, place, found),
                }
            }
        }
        (Value::Array(written), Value::Array(read)) => {
            for (written, read) in written.iter().zip(read) {
                compare(written, read, &place.item(written), found);
            }
        }
        _ => {}
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(says_nothing),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
    }
}

fn add(path: String, place: &Place, found: &mut BTreeMap<String, Unread>) {
    found.entry(path.clone()).or_insert_with(|| Unread { path, count: 0, first_in: place.element.clone() }).count += 1;
}
