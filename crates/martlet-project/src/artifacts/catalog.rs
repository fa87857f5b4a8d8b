//! `catalog.json`, schema v1: the warehouse's own columns and types.

use serde::Deserialize;

use super::json::{Metadata, values};

pub(crate) const SUPPORTED: &[&str] = &["catalog/v1"];

#[derive(Debug, Deserialize)]
pub(crate) struct Catalog {
    pub metadata: Metadata,
    #[serde(default, deserialize_with = "values")]
    pub nodes: Vec<Relation>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Relation {
    #[serde(default)]
    pub unique_id: Option<String>,
    #[serde(default, deserialize_with = "values")]
    pub columns: Vec<RelationColumn>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RelationColumn {
    pub name: String,
    #[serde(rename = "type")]
    pub data_type: String,
    #[serde(default)]
    pub index: u32,
}
