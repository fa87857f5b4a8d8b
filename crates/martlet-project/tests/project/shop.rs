//! The project under `tests/fixtures/shop`, whose artifacts a test can change before they are read.

use martlet_project::{Artifact, Artifacts, Issue, Project, ProjectError};
use serde_json::Value;

/// The artifacts; those that are none are absent.
pub struct Shop {
    pub manifest: Option<Value>,
    pub semantic_manifest: Option<Value>,
    pub catalog: Option<Value>,
    pub run_results: Option<Value>,
    pub sources: Option<Value>,
}

impl Shop {
    pub fn new() -> Self {
        let parse = |text: &str| Some(serde_json::from_str(text).expect("the fixture is JSON"));
        Self {
            manifest: parse(include_str!("../fixtures/shop/manifest.json")),
            semantic_manifest: parse(include_str!("../fixtures/shop/semantic_manifest.json")),
            catalog: parse(include_str!("../fixtures/shop/catalog.json")),
            run_results: parse(include_str!("../fixtures/shop/run_results.json")),
            sources: parse(include_str!("../fixtures/shop/sources.json")),
        }
    }

    /// Changes the value at a JSON pointer of the manifest.
    pub fn manifest(mut self, pointer: &str, value: Value) -> Self {
        set(&mut self.manifest, pointer, value);
        self
    }

    pub fn semantic(mut self, pointer: &str, value: Value) -> Self {
        set(&mut self.semantic_manifest, pointer, value);
        self
    }

    /// Changes the result of one node in `run_results.json`.
    pub fn result(mut self, unique_id: &str, status: &str, failures: Option<u64>, message: Option<&str>) -> Self {
        let result = entry(&mut self.run_results, unique_id);
        result["status"] = status.into();
        result["failures"] = failures.into();
        result["message"] = message.into();
        self
    }

    /// Changes the measurement of one source in `sources.json`.
    pub fn source(mut self, unique_id: &str, status: &str, age_seconds: f64) -> Self {
        let result = entry(&mut self.sources, unique_id);
        result["status"] = status.into();
        result["max_loaded_at_time_ago_in_s"] = age_seconds.into();
        self
    }

    pub fn try_read(&self) -> Result<Project, ProjectError> {
        let bytes = |value: &Option<Value>| value.as_ref().map(|value| value.to_string().into_bytes());
        let files = [
            ("target/manifest.json", bytes(&self.manifest)),
            ("target/semantic_manifest.json", bytes(&self.semantic_manifest)),
            ("target/catalog.json", bytes(&self.catalog)),
            ("target/run_results.json", bytes(&self.run_results)),
            ("target/sources.json", bytes(&self.sources)),
        ];
        let file = |at: usize| files[at].1.as_deref().map(|bytes| Artifact { path: files[at].0, bytes });
        Project::read(&Artifacts {
            manifest: file(0),
            semantic_manifest: file(1),
            catalog: file(2),
            run_results: file(3),
            sources: file(4),
        })
    }

    pub fn read(&self) -> Project {
        self.try_read().expect("the manifest is there and readable")
    }
}

fn set(artifact: &mut Option<Value>, pointer: &str, value: Value) {
    let artifact = artifact.as_mut().expect("the artifact is there");
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer has a slash");
    match artifact.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {parent}")) {
        Value::Array(items) => match key.parse::<usize>() {
            Ok(at) => items[at] = value,
            Err(_) => items.push(value),
        },
        parent => parent[key.replace("~1", "/")] = value,
    }
}

fn entry<'a>(artifact: &'a mut Option<Value>, unique_id: &str) -> &'a mut Value {
    let results = artifact.as_mut().and_then(|file| file["results"].as_array_mut()).expect("results are a list");
    results.iter_mut().find(|result| result["unique_id"] == unique_id).expect("the node has a result")
}

/// One issue a paragraph.
pub fn shown(issues: &[Issue]) -> String {
    issues.iter().map(Issue::to_string).collect::<Vec<_>>().join("\n")
}
