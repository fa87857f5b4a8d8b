//! One finding about a project, with its place and what to do.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The site would lack or misstate something; `check` fails.
    Error,
    Warning,
    Note,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What an issue is about: enough to find its line in a YAML file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Model,
    Seed,
    Snapshot,
    /// Named `source.table`.
    Source,
    Metric,
    SemanticModel,
    SavedQuery,
    Exposure,
    Group,
    UnitTest,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Issue {
    pub severity: Severity,
    /// Stable: `MRT-P…` from the project, other letters from other parts.
    pub code: String,
    /// Relative to the dbt project, or as the caller labelled the artifact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// What it is about, by kind and name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<(Subject, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    pub message: String,
    pub suggestion: String,
}

impl Issue {
    pub fn new(code: &str, severity: Severity, suggestion: impl Into<String>) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            file: None,
            line: None,
            subject: None,
            column: None,
            message: String::new(),
            suggestion: suggestion.into(),
        }
    }

    pub fn error(code: &str, message: impl Into<String>, suggestion: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, suggestion).message(message)
    }

    pub fn warning(code: &str, message: impl Into<String>, suggestion: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, suggestion).message(message)
    }

    pub fn note(code: &str, message: impl Into<String>, suggestion: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, suggestion).message(message)
    }

    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    #[must_use]
    pub fn line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    #[must_use]
    pub fn about(mut self, subject: Subject, name: impl Into<String>) -> Self {
        self.subject = Some((subject, name.into()));
        self
    }

    #[must_use]
    pub fn column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

/// `error[MRT-P013] models/marts.yml:12: message` and the suggestion on a second line.
impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.severity, self.code)?;
        if let Some(file) = &self.file {
            write!(f, " {file}")?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
        }
        write!(f, ": {}", self.message)?;
        if !self.suggestion.is_empty() {
            write!(f, "\n  {}", self.suggestion)?;
        }
        Ok(())
    }
}
