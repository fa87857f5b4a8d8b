//! Groups, exposures and the people who answer for them.

use serde_json::Value;

use crate::artifacts::manifest::{ExposureNode, GroupNode, OwnerNode};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Owner {
    pub name: Option<String>,
    pub email: Option<String>,
}

impl Owner {
    pub(crate) fn from_node(node: OwnerNode) -> Option<Self> {
        let email = match node.email {
            Some(Value::String(address)) => Some(address),
            Some(Value::Array(addresses)) => {
                Some(addresses.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
            }
            _ => None,
        };
        let owner = Self {
            name: node.name.filter(|name| !name.trim().is_empty()),
            email: email.filter(|address| !address.trim().is_empty()),
        };
        (owner != Self::default()).then_some(owner)
    }

    /// The name, or else the address.
    pub fn shown(&self) -> &str {
        self.name.as_deref().or(self.email.as_deref()).unwrap_or_default()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub unique_id: String,
    pub name: String,
    pub description: String,
    pub owner: Option<Owner>,
    pub path: String,
}

impl Group {
    pub(crate) fn from_node(node: GroupNode) -> Self {
        Self {
            unique_id: node.unique_id,
            name: node.name,
            description: node.description.unwrap_or_default(),
            owner: node.owner.and_then(Owner::from_node),
            path: node.original_file_path,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exposure {
    pub unique_id: String,
    pub name: String,
    pub label: String,
    /// dbt's own: dashboard, notebook, analysis, ml, application.
    pub kind: String,
    pub description: String,
    pub url: Option<String>,
    pub owner: Option<Owner>,
    pub path: String,
    /// Unique ids: models, sources, metrics.
    pub depends_on: Vec<String>,
}

impl Exposure {
    pub(crate) fn from_node(node: ExposureNode) -> Self {
        Self {
            label: node.label.filter(|label| !label.is_empty()).unwrap_or_else(|| node.name.clone()),
            unique_id: node.unique_id,
            name: node.name,
            kind: node.kind,
            description: node.description,
            url: node.url,
            owner: node.owner.and_then(Owner::from_node),
            path: node.original_file_path,
            depends_on: node.depends_on.nodes,
        }
    }
}
