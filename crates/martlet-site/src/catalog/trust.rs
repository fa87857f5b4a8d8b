//! The evidence for trusting a number.

use serde::{Deserialize, Serialize};

/// What the badge says, from best to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrustState {
    /// Official, fresh, all tests upstream passed.
    Official,
    /// Official, but a source upstream is later than its threshold.
    Late,
    /// Official, but nobody measured freshness or ran the tests.
    Unverified,
    /// Official, but a test upstream failed or could not run.
    Failing,
    /// Not from a dbt metric.
    AdHoc,
}

/// State and reasons, for a metric, a table or the whole project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trust {
    pub state: TrustState,
    /// One sentence each: "source clearvana.payments is 30 h old; error after 24 h".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    pub tests_passed: u32,
    pub tests_failed: u32,
    pub tests_not_run: u32,
    /// Unique ids of the sources upstream.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Data time: ISO 8601, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreshnessStatus {
    Pass,
    Warn,
    Error,
    /// dbt could not measure it.
    RuntimeError,
    NotMeasured,
}

/// A source's freshness, from dbt's `sources.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    pub status: FreshnessStatus,
    /// RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_loaded_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measured_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_seconds: Option<u64>,
    /// In words: `24 hours`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn_after: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_after: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestStatus {
    Pass,
    Warn,
    Fail,
    Error,
    Skipped,
    NotRun,
}

/// A dbt test (data test or unit test) and its last result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestOutcome {
    pub unique_id: String,
    pub name: String,
    /// Unique id of the model or source that it checks, and the column if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached_to: Option<String>,
    /// Further models and sources that it checks: a test with a SQL file of its own may read several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_attached_to: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub status: TestStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failures: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ran_at: Option<String>,
}
