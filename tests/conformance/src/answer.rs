//! One line of `martlet query --requests`, and of the oracle that it is compared with.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use serde_json::Value;

/// A column of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Column {
    pub name: String,
    #[serde(default, rename = "type")]
    pub data_type: Option<String>,
}

/// Columns and rows; each row has one value a column.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Value>>,
    /// Rows are compared in sequence.
    #[serde(default, rename = "ordered")]
    pub is_ordered: bool,
    /// What gave the rows.
    #[serde(default)]
    pub sql: Option<String>,
}

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Refusal {
    pub code: String,
    pub message: String,
}

/// What a request gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Table(Table),
    Refused(Refusal),
}

#[derive(Debug, Deserialize)]
struct Line {
    name: String,
    #[serde(default)]
    error: Option<LineError>,
    #[serde(default)]
    columns: Option<Vec<Column>>,
    #[serde(default)]
    rows: Vec<Vec<Value>>,
    #[serde(default)]
    ordered: bool,
    #[serde(default)]
    sql: Option<String>,
}

/// `martlet` gives a code and a message, the oracle only a text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum LineError {
    Refusal(Refusal),
    Text(String),
}

impl From<LineError> for Refusal {
    fn from(error: LineError) -> Self {
        match error {
            LineError::Refusal(refusal) => refusal,
            LineError::Text(message) => Self { code: String::new(), message },
        }
    }
}

/// Reads JSON lines into answers by name.
pub fn parse_lines(text: &str) -> Result<BTreeMap<String, Answer>> {
    let mut answers = BTreeMap::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).with_context(|| format!("line {} is not an answer", number + 1))?;
        let answer = match (line.error, line.columns) {
            (Some(error), _) => Answer::Refused(error.into()),
            (None, Some(columns)) => {
                Answer::Table(Table { columns, rows: line.rows, is_ordered: line.ordered, sql: line.sql })
            }
            (None, None) => bail!("`{}` has neither columns nor an error", line.name),
        };
        if answers.insert(line.name.clone(), answer).is_some() {
            bail!("`{}` is answered twice", line.name);
        }
    }
    Ok(answers)
}

/// Reads a file of JSON lines.
pub fn read(path: &Path) -> Result<BTreeMap<String, Answer>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    parse_lines(&text).with_context(|| path.display().to_string())
}
