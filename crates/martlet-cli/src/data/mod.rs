//! What several commands share: marts on this machine, sites, and an engine over either.

mod folder;
pub mod marts;
mod parquet_file;
mod project;
mod runtime;
mod session;
mod site;
mod table;

pub use folder::{all_tables, files_at, files_named};
pub use parquet_file::{ParquetFile, not_readable};
pub use project::{LoadedProject, from_issues, load_project, no_tables, project_session};
pub use runtime::{no_threads, roomy_thread, runtime};
pub use session::{Session, engine_problem, layer, manifest, request_problems, unread_problem};
pub use site::{SiteData, broken_bundle, read_site, size_of};
pub use table::LocalTable;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// Lower-case.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    fs::read(path).map_err(|error| not_readable(path, &error))
}
