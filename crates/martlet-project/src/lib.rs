//! dbt artifacts as a typed project.
