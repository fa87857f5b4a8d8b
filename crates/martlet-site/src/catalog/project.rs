//! The dbt project and what stands around its models.

use serde::{Deserialize, Serialize};

use super::Freshness;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectInfo {
    pub name: String,
    /// For the page's head; the project's name in words unless `vars.martlet.title` says otherwise.
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dbt_version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adapter: Option<String>,
    /// IANA name; times in the marts are in it.
    pub time_zone: String,
    /// ISO: Monday = 1 … Sunday = 7.
    pub week_start: u8,
    /// 1 … 12.
    pub fiscal_year_start_month: u8,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A dbt source table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub unique_id: String,
    /// `schema_or_source.table`
    pub name: String,
    pub description: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freshness: Option<Freshness>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    pub unique_id: String,
    pub name: String,
    pub label: String,
    /// dbt's own: dashboard, notebook, analysis, ml, application.
    pub exposure_type: String,
    pub description: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// dbt unique ids.
    pub depends_on: Vec<String>,
}
