//! Metrics, semantic models and saved queries as nodes of the manifest: where they are written, who owns
//! them, what they stand on. Their definitions are in the semantic manifest.

use serde_json::{Map, Value};

use crate::artifacts::manifest::{MetricNode, SemanticNode};

#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    pub unique_id: String,
    pub name: String,
    pub label: String,
    pub description: String,
    /// `simple`, `ratio`, `derived`, `cumulative` or `conversion`.
    pub kind: String,
    pub path: String,
    pub group: Option<String>,
    /// `config.meta`, or the older `meta` when that is empty.
    pub meta: Map<String, Value>,
    /// Unique ids: metrics and semantic models.
    pub depends_on: Vec<String>,
}

impl Metric {
    pub(crate) fn from_node(node: MetricNode) -> Self {
        Self {
            unique_id: node.unique_id,
            name: node.name,
            label: node.label,
            description: node.description,
            kind: node.kind,
            path: node.original_file_path,
            group: node.config.group.or(node.group),
            meta: if node.config.meta.is_empty() { node.meta } else { node.config.meta },
            depends_on: node.depends_on.nodes,
        }
    }

    /// A text in `meta`, without blanks around it.
    pub fn meta_text(&self, key: &str) -> Option<&str> {
        self.meta.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
    }
}

/// A semantic model or a saved query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SemanticPlace {
    pub unique_id: String,
    pub name: String,
    pub path: String,
    pub group: Option<String>,
    /// Unique ids: models, for a semantic model; metrics, for a saved query.
    pub depends_on: Vec<String>,
}

impl SemanticPlace {
    pub(crate) fn from_node(node: SemanticNode) -> Self {
        Self {
            unique_id: node.unique_id,
            name: node.name,
            path: node.original_file_path,
            group: node.group,
            depends_on: node.depends_on.nodes,
        }
    }
}
