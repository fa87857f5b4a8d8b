//! Manifests as a newer dbt might write them: with keys that this version does not know, with `null` or nothing where there is
//! nothing to say, and with whole numbers as floats. Requests of the awkward project are compiled to the same SQL.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use std::{collections::BTreeSet, fs, path::PathBuf, sync::LazyLock};

use martlet_project::semantic_manifest::SemanticManifest;
use martlet_semantic::{MetricRequest, SemanticLayer};
use serde_json::{Value, json};

/// What the text says of these is not read.
const NOT_READ: [&str; 5] = ["dsi_package_version", "exports", "meta", "metadata", "tags"];

fn awkward(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/awkward").join(path)
}

fn manifest() -> Value {
    serde_json::from_str(&fs::read_to_string(awkward("artifacts/1.10.json")).unwrap()).unwrap()
}

fn requests() -> Vec<MetricRequest> {
    let mut found = Vec::new();
    for entry in fs::read_dir(awkward("requests")).unwrap() {
        let cases: Vec<Value> = serde_json::from_str(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        // Some must be refused as unreadable.
        found.extend(cases.into_iter().filter_map(|case| serde_json::from_value(case["request"].clone()).ok()));
    }
    assert!(found.len() > 1_500, "{}", found.len());
    found
}

fn answers(manifest: &Value) -> Vec<String> {
    let manifest = SemanticManifest::from_json(&manifest.to_string()).unwrap_or_else(|error| panic!("{error}"));
    let layer = SemanticLayer::new(manifest).unwrap();
    let answer = |request| layer.compile(request).map_or_else(|error| error.to_string(), |compiled| compiled.sql);
    requests().iter().map(answer).collect()
}

/// Changes every value, from the inside outwards.
fn change(value: &mut Value, path: &str, by: &mut dyn FnMut(&mut Value, &str)) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut().filter(|(name, _)| !NOT_READ.contains(&name.as_str())) {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                change(field, &path, by);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| change(item, &format!("{path}[]"), by)),
        _ => {}
    }
    by(value, path);
}

fn same_after(by: &mut dyn FnMut(&mut Value, &str)) -> Value {
    let before = manifest();
    let mut after = before.clone();
    change(&mut after, "", by);
    assert_ne!(before, after);
    static BEFORE: LazyLock<Vec<String>> = LazyLock::new(|| answers(&manifest()));
    for (before, changed) in BEFORE.iter().zip(&answers(&after)) {
        assert_eq!(before, changed);
    }
    after
}

#[test]
fn a_new_key_in_every_object_is_named_and_changes_nothing() {
    let mut added = BTreeSet::new();
    let after = same_after(&mut |value, path| {
        if let Value::Object(fields) = value {
            fields.insert("new_key".to_owned(), json!({"days": 7}));
            added.insert(if path.is_empty() { "new_key".to_owned() } else { format!("{path}.new_key") });
        }
    });
    let named: BTreeSet<String> =
        SemanticManifest::unread(&after.to_string()).unwrap().into_iter().map(|unread| unread.path).collect();
    assert!(added.len() > 30, "{added:?}");
    assert_eq!(added.difference(&named).collect::<Vec<_>>(), Vec::<&String>::new());
}

fn says_nothing(value: &Value) -> bool {
    value.is_null() || *value == json!(false) || *value == json!([]) || *value == json!({})
}

#[test]
fn null_says_what_nothing_says() {
    same_after(&mut |value, _| {
        if says_nothing(value) {
            *value = Value::Null;
        }
    });
}

#[test]
fn a_missing_key_says_what_nothing_says() {
    same_after(&mut |value, _| {
        if let Value::Object(fields) = value {
            fields.retain(|_, field| !says_nothing(field));
        }
    });
}

#[test]
fn whole_numbers_may_be_floats() {
    same_after(&mut |value, _| {
        if let Some(number) = value.as_i64() {
            #[expect(clippy::cast_precision_loss, reason = "the numbers of a manifest are small")]
            let float = number as f64;
            *value = json!(float);
        }
    });
}
