//! Data tests and unit tests, and what their last run said.

use crate::artifacts::manifest::{Node, UnitTestNode};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestKind {
    /// `unique`, `not_null` … from a YAML file.
    Generic,
    /// A SQL file of its own.
    Singular,
    Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestStatus {
    Pass,
    /// Rows were found, but the test's severity says that they do not block.
    Warn,
    Fail,
    /// The test could not be evaluated.
    Error,
    /// dbt left it out because something upstream failed.
    Skipped,
    /// No result for it in `run_results.json`.
    NotRun,
}

/// What a dbt command did to one node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunOutcome {
    /// dbt's own word: `success`, `error`, `skipped`, `partial success` …
    pub status: String,
    pub message: Option<String>,
    /// RFC 3339, UTC.
    pub ran_at: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    pub unique_id: String,
    pub name: String,
    pub kind: TestKind,
    /// `unique`, `accepted_values` …; none for singular and unit tests.
    pub generic_name: Option<String>,
    /// Unique ids of the models and sources that it checks: the one that it is written on, or all that
    /// a singular test reads.
    pub checks: Vec<String>,
    pub column: Option<String>,
    /// Failing rows warn and do not block.
    pub is_warning_only: bool,
    pub path: String,
    pub status: TestStatus,
    /// Failing rows, when it ran.
    pub failures: Option<u64>,
    pub message: Option<String>,
    /// RFC 3339, UTC.
    pub ran_at: Option<String>,
}

impl Test {
    pub(crate) fn from_node(node: Node) -> Self {
        let kind = if node.test_metadata.is_some() { TestKind::Generic } else { TestKind::Singular };
        let checks = match node.attached_node {
            Some(attached) => vec![attached],
            None => node.depends_on.nodes,
        };
        let named_column = |test: &crate::artifacts::manifest::TestMetadata| {
            test.kwargs.get("column_name").and_then(serde_json::Value::as_str).map(str::to_owned)
        };
        let column = node.column_name.or_else(|| node.test_metadata.as_ref().and_then(named_column));
        Self {
            unique_id: node.unique_id,
            name: node.name,
            kind,
            generic_name: node.test_metadata.map(|test| test.name),
            checks,
            column,
            is_warning_only: node.config.severity.is_some_and(|severity| severity.eq_ignore_ascii_case("warn")),
            path: node.original_file_path,
            status: TestStatus::NotRun,
            failures: None,
            message: None,
            ran_at: None,
        }
    }

    pub(crate) fn from_unit_test(node: UnitTestNode) -> Self {
        Self {
            unique_id: node.unique_id,
            name: node.name,
            kind: TestKind::Unit,
            generic_name: None,
            checks: node.depends_on.nodes,
            column: None,
            is_warning_only: false,
            path: node.original_file_path,
            status: TestStatus::NotRun,
            failures: None,
            message: None,
            ran_at: None,
        }
    }
}
