//! `data/index.json`: which snapshot is current.

use serde::{Deserialize, Serialize};

/// Raised when a reader of the previous version could misread the site.
pub const FORMAT_VERSION: u32 = 1;

/// The one mutable file of a site; written last, so a reader sees the old snapshot or the new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    pub format_version: u32,
    /// Folder of the snapshot under `data/`: a hash of the catalog's and the data files' contents.
    pub snapshot: String,
    /// Name of the dbt project or of the folder that was built.
    pub project: String,
    /// Data time of the snapshot: ISO 8601 date or timestamp, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// When `martlet build` wrote it: RFC 3339, UTC.
    pub built_at: String,
}
