//! One thing that is wrong: what happened, where, what to do, and a code that stays the same.

use std::fmt;
use std::path::Path;

use serde::Serialize;

use crate::exit::Exit;

/// Ordered from worst to mildest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    Warning,
    /// Worth knowing, nothing to mend.
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

/// Printed for people by its `Display`, for programs as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub severity: Severity,
    pub code: String,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sql: Option<String>,
}

impl Problem {
    pub fn error(code: &str, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code: code.to_owned(),
            message: message.into(),
            file: None,
            line: None,
            hint: None,
            sql: None,
        }
    }

    pub fn warning(code: &str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    pub fn at(mut self, path: impl AsRef<Path>) -> Self {
        self.file = Some(path.as_ref().display().to_string());
        self
    }

    pub fn line(mut self, line: Option<usize>) -> Self {
        self.line = line;
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn sql(mut self, sql: impl Into<String>) -> Self {
        self.sql = Some(sql.into());
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = self.severity.name();
        writeln!(f, "{severity}: {}", indented(&self.message))?;
        match (&self.file, self.line) {
            (Some(file), Some(line)) => writeln!(f, "  where: {file}:{line}")?,
            (Some(file), None) => writeln!(f, "  where: {file}")?,
            (None, _) => {}
        }
        if let Some(hint) = &self.hint {
            writeln!(f, "  do:    {}", indented(hint))?;
        }
        if let Some(sql) = &self.sql {
            writeln!(f, "  sql:   {}", indented(sql))?;
        }
        write!(f, "  code:  {}", self.code)
    }
}

fn indented(text: &str) -> String {
    text.trim_end().replace('\n', "\n         ")
}

/// Why a command ended early.
#[derive(Debug)]
pub struct Failed {
    pub exit: Exit,
    pub problems: Vec<Problem>,
}

impl Failed {
    /// A check ran and found these.
    pub fn check(problems: Vec<Problem>) -> Self {
        Self { exit: Exit::CheckFailed, problems }
    }

    /// What was named cannot be used.
    pub fn input(problems: Vec<Problem>) -> Self {
        Self { exit: Exit::BadInput, problems }
    }
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self::input(vec![problem])
    }
}

/// Worst first, then by place; each once.
pub fn sort(problems: &mut Vec<Problem>) {
    problems.sort_by(|a, b| {
        (a.severity, &a.file, a.line, &a.code, &a.message).cmp(&(b.severity, &b.file, b.line, &b.code, &b.message))
    });
    problems.dedup();
}
