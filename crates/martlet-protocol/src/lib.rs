//! Messages between the app and its engine workers.
//!
//! Every message is one JSON object with a `type`; a result's Arrow IPC bytes travel beside it as a
//! transferred `ArrayBuffer`, never inside the JSON.

use martlet_semantic::MetricRequest;
use serde::{Deserialize, Serialize};

/// Chosen by the app, never reused within a page.
pub type QueryId = u32;

/// What the app says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToEngine {
    /// First message. `data_url` is the absolute URL of the site's `data/`, with the slash.
    Open {
        data_url: String,
        snapshot: String,
        /// Bytes that queries may hold at once.
        memory_limit_bytes: u64,
    },
    /// An official number: compiled from dbt metrics.
    Metrics { id: QueryId, request: MetricRequest },
    /// Ad hoc SQL, read-only.
    Sql {
        id: QueryId,
        sql: String,
        /// Rows sent back at most; the answer says when there were more.
        max_rows: u64,
        timeout_ms: u64,
    },
    /// What goes together with all these metrics, and why the rest does not; answered by `Options`.
    Options { id: QueryId, metrics: Vec<String> },
    /// The SQL of a request, not run; answered by `Compiled`.
    Compile { id: QueryId, request: MetricRequest },
    /// Answered by `Failed` with `MRT-E010`, as a rule within 50 ms. A query in one long step that
    /// hands out no batches (a sort of millions of rows, a join that finds nothing) notices late:
    /// after 500 ms without an answer the app terminates the worker and starts another.
    Cancel { id: QueryId },
}

/// What can still be read of a message that is no [`ToEngine`], so that who asked gets the error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Asker {
    pub id: QueryId,
}

/// What a worker says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FromEngine {
    /// The module runs; sent before `Open` is answered.
    Started,
    /// The site is open; queries run from now on.
    Opened {
        open_ms: f64,
    },
    OpenFailed {
        error: QueryError,
    },
    Progress {
        id: QueryId,
        progress: Progress,
    },
    /// The Arrow IPC stream comes beside the message.
    Finished {
        id: QueryId,
        answer: Answer,
    },
    Options {
        id: QueryId,
        options: MetricOptions,
    },
    Compiled {
        id: QueryId,
        sql: String,
    },
    Failed {
        id: QueryId,
        error: QueryError,
    },
}

/// By what some metrics can be grouped and filtered together, and by what they cannot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricOptions {
    /// Names without grain, in the order in which a person looks for them.
    pub available: Vec<String>,
    /// In the project's order.
    pub unavailable: Vec<UnavailableOption>,
}

/// Something that the project has and the metrics cannot be combined with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnavailableOption {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// One sentence, for a person.
    pub reason: String,
}

/// How far a query is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub bytes_read: u64,
    /// Bytes of the ranges planned so far; grows while planning.
    pub bytes_planned: u64,
    pub requests: u32,
}

/// Facts about a finished query.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The SQL that ran.
    pub sql: String,
    pub rows: u64,
    /// More rows existed than `max_rows`.
    pub is_truncated: bool,
    pub progress: Progress,
    pub compile_ms: f64,
    pub run_ms: f64,
    /// Tables read.
    pub tables: Vec<String>,
}

/// An error for a person, with a code that stays the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryError {
    /// `MRT-…`
    pub code: String,
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql: Option<String>,
    /// Trying again may help (network), without changing the question.
    pub is_retryable: bool,
}
