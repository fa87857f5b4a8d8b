//! Models, seeds and snapshots: what stands in the warehouse.

use serde_json::{Map, Value};

use super::location::{FileLocation, LocationConfig};
use crate::{artifacts::manifest::Node, issue::Subject, project::RunOutcome};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModelKind {
    Model,
    Seed,
    Snapshot,
}

impl ModelKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Seed => "seed",
            Self::Snapshot => "snapshot",
        }
    }

    pub fn subject(self) -> Subject {
        match self {
            Self::Model => Subject::Model,
            Self::Seed => Subject::Seed,
            Self::Snapshot => Subject::Snapshot,
        }
    }

    pub(crate) fn of(resource_type: &str) -> Option<Self> {
        match resource_type {
            "model" => Some(Self::Model),
            "seed" => Some(Self::Seed),
            "snapshot" => Some(Self::Snapshot),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    pub unique_id: String,
    pub kind: ModelKind,
    pub name: String,
    /// The relation's name in the warehouse, and the table's name in a site.
    pub alias: String,
    pub database: Option<String>,
    pub schema: Option<String>,
    /// Quoted, as SQL names it: `"db"."schema"."alias"`.
    pub relation_name: Option<String>,
    /// `table`, `view`, `incremental`, `external` …
    pub materialized: String,
    /// Package, folders, name.
    pub fqn: Vec<String>,
    /// The SQL file, relative to the project.
    pub path: String,
    /// The YAML file that describes it, relative to the project.
    pub yaml_path: Option<String>,
    pub description: String,
    pub group: Option<String>,
    pub meta: Map<String, Value>,
    pub is_contract_enforced: bool,
    /// In the order of the YAML file.
    pub columns: Vec<Column>,
    /// From constraints, or inferred by dbt from unique and not_null tests.
    pub primary_key: Vec<String>,
    pub is_time_spine: bool,
    /// What the last `dbt run` or `dbt build` did to it; none if that is not known.
    pub last_run: Option<RunOutcome>,
    pub(crate) location: LocationConfig,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub description: String,
    /// As the YAML declares it, in the warehouse's words.
    pub declared_type: Option<String>,
    /// As `catalog.json` found it in the warehouse.
    pub warehouse_type: Option<String>,
    /// Kinds of the constraints: `not_null`, `primary_key` …
    pub constraints: Vec<String>,
    /// Unique ids of the tests on it.
    pub tests: Vec<String>,
}

impl Model {
    pub(crate) fn from_node(kind: ModelKind, node: Node) -> Self {
        let meta = if node.config.meta.is_empty() { node.meta } else { node.config.meta };
        let yaml_path = node.patch_path.as_deref().map(without_package);
        Self {
            kind,
            alias: node.alias.unwrap_or_else(|| node.name.clone()),
            unique_id: node.unique_id,
            name: node.name,
            database: node.database,
            schema: node.schema,
            relation_name: node.relation_name,
            fqn: node.fqn,
            path: node.original_file_path,
            yaml_path,
            description: node.description,
            group: node.config.group.or(node.group),
            meta,
            is_contract_enforced: node.config.contract.enforced,
            columns: node
                .columns
                .into_iter()
                .map(|column| Column {
                    name: column.name,
                    description: column.description,
                    declared_type: column.data_type.filter(|name| !name.is_empty()),
                    warehouse_type: None,
                    constraints: column.constraints.into_iter().map(|constraint| constraint.kind).collect(),
                    tests: Vec::new(),
                })
                .collect(),
            primary_key: node.primary_key,
            is_time_spine: node.time_spine.is_some_and(|spine| spine.standard_granularity_column.is_some()),
            last_run: None,
            location: LocationConfig {
                location: node.config.location,
                external_location: node.config.external_location,
                format: node.config.format,
                options: node.config.options,
            },
            materialized: node.config.materialized,
        }
    }

    /// Where dbt-duckdb writes the model, if it is materialized as `external` or names a location.
    ///
    /// `external_root` is the setting of that name in `profiles.yml`, which no artifact repeats; dbt's
    /// default is `.`. The result is relative to the folder in which dbt ran.
    pub fn location(&self, external_root: &str) -> Option<FileLocation> {
        self.location.resolve(self, external_root)
    }

    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The file in which a person would look the model up: its YAML, or else its SQL.
    pub fn described_in(&self) -> &str {
        self.yaml_path.as_deref().unwrap_or(&self.path)
    }

    pub fn is_external(&self) -> bool {
        self.materialized == "external"
    }

    /// A folder of that name above the model's file, the package not counted.
    pub(crate) fn is_in_folder(&self, names: &[&str]) -> bool {
        let folders = self.fqn.get(1..self.fqn.len().saturating_sub(1)).unwrap_or_default();
        folders.iter().any(|folder| names.iter().any(|name| folder.eq_ignore_ascii_case(name)))
    }
}

/// `package://models/marts.yml` → `models/marts.yml`.
fn without_package(path: &str) -> String {
    path.split_once("://").map_or(path, |(_, tail)| tail).to_owned()
}
