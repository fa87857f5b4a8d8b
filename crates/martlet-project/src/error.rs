//! Why a project cannot be read at all. Everything less than that is an [`Issue`].

use crate::issue::{Issue, Severity};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProjectError {
    #[error("manifest.json is absent, and without it nothing is known of the project")]
    ManifestAbsent,
    #[error("{file}:{line}:{column}: not the JSON that dbt writes: {message}")]
    Malformed { file: String, line: usize, column: usize, message: String },
    #[error("{file}: schema version {found} is not supported; supported: {supported}")]
    UnsupportedSchema { file: String, found: String, supported: String },
}

impl ProjectError {
    pub fn code(&self) -> &'static str {
        match self {
            Self::ManifestAbsent => "MRT-P001",
            Self::Malformed { .. } => "MRT-P002",
            Self::UnsupportedSchema { .. } => "MRT-P003",
        }
    }

    pub fn suggestion(&self) -> &'static str {
        match self {
            Self::ManifestAbsent => "run `dbt build` in the project, or name the folder that holds dbt's `target/`",
            Self::Malformed { .. } => "the file may be cut short; let dbt write it again",
            Self::UnsupportedSchema { .. } => "use dbt-core 1.9 to 1.11 for this project",
        }
    }

    /// Reading the same bytes again gives the same error.
    pub fn is_retryable(&self) -> bool {
        false
    }
}

impl From<ProjectError> for Issue {
    fn from(error: ProjectError) -> Self {
        let issue = Issue::new(error.code(), Severity::Error, error.suggestion());
        match error {
            ProjectError::ManifestAbsent => issue.message(error.to_string()).file("manifest.json"),
            ProjectError::Malformed { file, line, column, message } => issue
                .message(format!("not the JSON that dbt writes: {message} (column {column})"))
                .file(file)
                .line(line),
            ProjectError::UnsupportedSchema { file, found, supported } => {
                issue.message(format!("schema version {found} is not supported; supported: {supported}")).file(file)
            }
        }
    }
}
