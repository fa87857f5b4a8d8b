//! The layers' errors as the protocol's.

use martlet_engine::EngineError;
use martlet_protocol::QueryError;
use martlet_semantic::{RequestError, UNREADABLE_REQUEST};

pub(crate) fn from_engine(error: &EngineError, sql: Option<&str>) -> QueryError {
    QueryError {
        code: error.code().to_owned(),
        message: error.to_string(),
        hint: error.hint(),
        sql: sql.map(str::to_owned),
        is_retryable: error.is_retryable(),
    }
}

pub(crate) fn from_request(error: &RequestError) -> QueryError {
    QueryError {
        code: error.code().to_owned(),
        message: error.message(),
        hint: error.hint(),
        sql: None,
        is_retryable: error.is_retryable(),
    }
}

/// Errors of the worker itself.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WorkerError {
    #[error("the site is not open yet")]
    NotOpen,
    #[error("this site has no metrics: it was built without a dbt semantic manifest")]
    NoMetrics,
    #[error("{url} is not readable: {reason}")]
    SiteFile { url: String, reason: String },
    #[error("{url} has no footer of {file}")]
    NoFooter { url: String, file: String },
    #[error("{url} has format version {found}; this engine reads {expected}")]
    Version { url: String, found: u32, expected: u32 },
    #[error("the request cannot be read: {reason}")]
    Unreadable { reason: String },
    #[error("the engine stopped: {reason}")]
    Panic { reason: String },
}

impl WorkerError {
    pub(crate) fn to_protocol(&self) -> QueryError {
        let (code, hint) = match self {
            Self::NotOpen => ("MRT-W010", None),
            Self::NoMetrics => ("MRT-W011", Some("Ask with SQL instead.")),
            Self::SiteFile { .. } => ("MRT-W012", Some("Build and upload the site again.")),
            Self::NoFooter { .. } => ("MRT-W013", Some("Build and upload the site again.")),
            Self::Version { .. } => ("MRT-W014", Some("Reload the page; if that does not help, build the site again.")),
            Self::Unreadable { .. } => (UNREADABLE_REQUEST, None),
            Self::Panic { .. } => ("MRT-W015", Some("The engine is started again. Please report this.")),
        };
        QueryError {
            code: code.to_owned(),
            message: self.to_string(),
            hint: hint.map(str::to_owned),
            sql: None,
            is_retryable: false,
        }
    }
}
