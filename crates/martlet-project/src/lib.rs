//! dbt artifacts as a typed project.

pub mod semantic_manifest;
