//! Source tables and their freshness.

use crate::artifacts::{
    manifest::{FreshnessNode, PeriodNode, SourceNode},
    sources::SourceResult,
};

#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    pub unique_id: String,
    /// `source.table`
    pub name: String,
    pub description: String,
    pub path: String,
    pub warn_after: Option<Threshold>,
    pub error_after: Option<Threshold>,
    /// None when dbt did not measure it.
    pub freshness: Option<Freshness>,
}

/// How old a source may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    pub count: u64,
    /// `minute`, `hour` or `day`.
    pub period: String,
}

/// In words: `24 hours`.
impl std::fmt::Display for Threshold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}{}", self.count, self.period, if self.count == 1 { "" } else { "s" })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FreshnessStatus {
    Pass,
    Warn,
    Error,
    /// dbt could not measure it.
    RuntimeError,
}

/// One measurement.
#[derive(Debug, Clone, PartialEq)]
pub struct Freshness {
    pub status: FreshnessStatus,
    /// RFC 3339, UTC, as are all times here.
    pub max_loaded_at: Option<String>,
    pub measured_at: Option<String>,
    pub age_seconds: Option<u64>,
    /// What went wrong, for a runtime error.
    pub message: Option<String>,
}

impl Source {
    pub(crate) fn from_node(node: SourceNode) -> Self {
        let freshness = node.freshness.or(node.config.freshness).unwrap_or_default();
        Self {
            name: format!("{}.{}", node.source_name, node.name),
            unique_id: node.unique_id,
            description: node.description,
            path: node.original_file_path,
            warn_after: threshold(freshness.warn_after),
            error_after: threshold(freshness.error_after),
            freshness: None,
        }
    }

    pub fn has_threshold(&self) -> bool {
        self.warn_after.is_some() || self.error_after.is_some()
    }

    pub(crate) fn measured(&mut self, result: SourceResult) {
        let FreshnessNode { warn_after, error_after } = result.criteria.unwrap_or_default();
        // The criteria that were applied are the truth about this measurement, should the manifest be newer.
        self.warn_after = threshold(warn_after).or(self.warn_after.take());
        self.error_after = threshold(error_after).or(self.error_after.take());
        let status = match result.status.as_str() {
            "pass" => FreshnessStatus::Pass,
            "warn" => FreshnessStatus::Warn,
            "error" => FreshnessStatus::Error,
            _ => FreshnessStatus::RuntimeError,
        };
        self.freshness = Some(Freshness {
            status,
            max_loaded_at: result.max_loaded_at.map(super::utc),
            measured_at: result.snapshotted_at.map(super::utc),
            age_seconds: result.max_loaded_at_time_ago_in_s.map(|seconds| seconds.max(0.0) as u64),
            message: result.error.map(|error| match error {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            }),
        });
    }
}

fn threshold(node: Option<PeriodNode>) -> Option<Threshold> {
    let node = node?;
    Some(Threshold { count: node.count?, period: node.period? })
}
