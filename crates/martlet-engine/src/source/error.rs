//! Why bytes could not be read.

/// A failed read. `location` is a URL or a path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    #[error("{location} is not there{}", status_text(*status))]
    NotFound { location: String, status: Option<u16> },
    #[error("{location}: the server answered {status}")]
    Status { location: String, status: u16 },
    #[error("{location}: the connection failed: {reason}")]
    Connection { location: String, reason: String },
    #[error("{location}: asked for bytes {start}–{end} and got {received} of {expected} bytes")]
    Short { location: String, start: u64, end: u64, expected: u64, received: u64 },
    #[error("{location}: asked for bytes {start}–{end} and got Content-Range `{content_range}`")]
    WrongRange { location: String, start: u64, end: u64, content_range: String },
    #[error("{location} changed since the site was built: {reason}")]
    Changed { location: String, reason: String },
    #[error("{location}: {reason}")]
    Io { location: String, reason: String },
}

impl SourceError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "MRT-E020",
            Self::Status { .. } => "MRT-E021",
            Self::Connection { .. } => "MRT-E022",
            Self::Short { .. } => "MRT-E023",
            Self::WrongRange { .. } => "MRT-E024",
            Self::Changed { .. } => "MRT-E025",
            Self::Io { .. } => "MRT-E026",
        }
    }

    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Connection { .. } | Self::Short { .. } => true,
            Self::Status { status, .. } => *status >= 500 || *status == 429,
            _ => false,
        }
    }

    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NotFound { .. } => {
                "The site may have been published again: reload the page. If that does not help, its upload is incomplete."
            }
            Self::Status { status, .. } if *status >= 500 => "The host has trouble; try again.",
            Self::Status { .. } => "The host refuses this file.",
            Self::Connection { .. } | Self::Short { .. } => "Check the network and try again.",
            Self::WrongRange { .. } => "The host or a proxy answers range requests wrongly.",
            Self::Changed { .. } => "Reload the page to see the current data.",
            Self::Io { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

fn status_text(status: Option<u16>) -> String {
    status.map(|status| format!(" (status {status})")).unwrap_or_default()
}
