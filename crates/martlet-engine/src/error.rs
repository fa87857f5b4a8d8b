//! Everything that can go wrong, one variant per cause, with a code that never changes.

use crate::{place::Place, source::SourceError};

/// Why a table could not be opened or a query could not be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    #[error("the SQL is not valid: {message}")]
    Syntax {
        message: String,
        /// 1-based line and column, where known.
        position: Option<(u64, u64)>,
    },
    #[error("there is no function `{name}`{}", if *.is_duckdb { " in Martlet; DuckDB has one" } else { "" })]
    UnknownFunction { name: String, is_duckdb: bool, nearest: Vec<String> },
    #[error("the function `{name}` {}", arguments_message(.given, .takes))]
    FunctionArguments { name: String, given: Vec<String>, takes: Vec<String> },
    #[error("`{operator}` cannot stand between {left} and {right}")]
    OperatorArguments { operator: String, left: String, right: String },
    #[error("{}, and `{operator}` does not compare these with {}", values_message(.name.as_deref(), .kind), kind_message(.with))]
    NotComparable { name: Option<String>, kind: String, operator: String, with: String },
    #[error("{}", not_read_message(.name.as_deref(), .kind, .text, *.is_stored))]
    NotReadAs {
        /// The column.
        name: Option<String>,
        /// The type that the text should have been read as.
        kind: String,
        text: String,
        /// The text is in the table, not in the SQL.
        is_stored: bool,
    },
    #[error("there is no type `{name}`")]
    UnknownType { name: String, nearest: Vec<String> },
    #[error("{what} cannot be read here")]
    DuckDbSyntax { what: &'static str, instead: &'static str },
    /// Something in an expression that a person wrote; the SQL around it was made of it.
    #[error("{error} (in {place})")]
    InExpression { error: Box<Self>, place: Place },
    #[error("only queries can be run here; {statement} is refused")]
    NotAQuery { statement: String },
    #[error("one statement at a time: the text holds {count}")]
    SeveralStatements { count: usize },
    #[error("the SQL is nested too deeply: more than {limit} levels of {what}")]
    TooDeep { what: &'static str, limit: usize },
    #[error("there is no table `{name}`")]
    UnknownTable { name: String, nearest: Vec<String> },
    #[error("there is no column `{name}`")]
    UnknownColumn { name: String, nearest: Vec<String> },
    #[error("the query cannot be planned: {message}")]
    Plan { message: String },
    #[error("not supported: {message}")]
    Unsupported { message: String },
    #[error("the query needs more than the {limit_bytes} bytes of memory that it may use")]
    Memory { limit_bytes: u64 },
    #[error("the query was cancelled")]
    Cancelled,
    #[error("the query took longer than {timeout_ms} ms")]
    Timeout { timeout_ms: u64 },
    #[error("the query failed while running: {message}")]
    Execution { message: String },
    #[error("a number grew too large for its type: {message}")]
    Overflow { message: String },
    #[error("{found} cannot be moved by an interval of time: only dates and times can")]
    NotMovable { found: &'static str },
    #[error("an internal error, which is a bug in Martlet: {message}")]
    Internal { message: String },
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error("{path}: not a readable Parquet file: {reason}")]
    Parquet { path: String, reason: String },
    #[error(
        "{path}: column `{column}` is {found} here but {expected} in {expected_in}, another file of table `{table}`"
    )]
    SchemaMismatch { table: String, path: String, column: String, found: String, expected: String, expected_in: String },
    #[error("table `{table}` has no files")]
    NoFiles { table: String },
    #[error("two tables are named `{table}`")]
    DuplicateTable { table: String },
}

impl EngineError {
    /// Stays the same from version to version.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "MRT-E001",
            Self::NotAQuery { .. } => "MRT-E002",
            Self::SeveralStatements { .. } => "MRT-E003",
            Self::TooDeep { .. } => "MRT-E004",
            Self::UnknownTable { .. } => "MRT-E005",
            Self::UnknownColumn { .. } => "MRT-E006",
            Self::Plan { .. } => "MRT-E007",
            Self::Unsupported { .. } => "MRT-E008",
            Self::Memory { .. } => "MRT-E009",
            Self::Cancelled => "MRT-E010",
            Self::Timeout { .. } => "MRT-E011",
            Self::Execution { .. } | Self::NotReadAs { .. } => "MRT-E012",
            Self::Internal { .. } => "MRT-E013",
            Self::Overflow { .. } => "MRT-E014",
            Self::NotMovable { .. } => "MRT-E015",
            Self::UnknownFunction { .. } => "MRT-E016",
            Self::FunctionArguments { .. } | Self::OperatorArguments { .. } | Self::NotComparable { .. } => "MRT-E017",
            Self::UnknownType { .. } => "MRT-E018",
            Self::DuckDbSyntax { .. } => "MRT-E019",
            Self::InExpression { error, .. } => error.code(),
            Self::Source(error) => error.code(),
            Self::Parquet { .. } => "MRT-E030",
            Self::SchemaMismatch { .. } => "MRT-E031",
            Self::NoFiles { .. } => "MRT-E032",
            Self::DuplicateTable { .. } => "MRT-E033",
        }
    }

    /// Asking again, unchanged, may succeed.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Source(error) => error.is_retryable(),
            Self::InExpression { error, .. } => error.is_retryable(),
            _ => false,
        }
    }

    /// What a person can do about it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Syntax { position: Some((line, column)), .. } => {
                format!("Look near line {line}, column {column}.")
            }
            Self::NotAQuery { .. } => {
                "Published data is read-only. Start with SELECT, WITH, VALUES, EXPLAIN, DESCRIBE or SHOW TABLES."
                    .to_owned()
            }
            Self::SeveralStatements { .. } => "Run them one by one.".to_owned(),
            Self::TooDeep { .. } => "Move inner parts into WITH clauses, or use IN (…) for long lists.".to_owned(),
            Self::UnknownTable { nearest, .. } | Self::UnknownColumn { nearest, .. } => match nearest.as_slice() {
                [] => return None,
                names => format!("Did you mean {}?", quoted(names)),
            },
            Self::UnknownFunction { nearest, .. } => match nearest.as_slice() {
                [] => format!("See the list of functions in docs/expressions.md, or {IN_THE_MODEL}"),
                names => format!("Did you mean {}? If not, {IN_THE_MODEL}", quoted(names)),
            },
            Self::FunctionArguments { name, takes, .. } => match takes.as_slice() {
                [] => "Cast the arguments to the types that the function takes: `CAST(… AS …)` or `…::type`.".to_owned(),
                takes => {
                    let calls: Vec<String> = takes.iter().map(|arguments| format!("{name}({arguments})")).collect();
                    format!("Write {}; `CAST(… AS …)` changes a type.", quoted(&calls))
                }
            },
            Self::OperatorArguments { .. } => {
                "Cast one side to the type of the other: `CAST(… AS …)` or `…::type`.".to_owned()
            }
            Self::NotComparable { kind, with, .. } => match (kind.as_str(), with.as_str()) {
                ("VARCHAR", "BOOLEAN") => "Write a text in quotes, or true and false beside a condition.".to_owned(),
                ("VARCHAR", with) => format!("Write a text in quotes, or `TRY_CAST(… AS {with})` for the texts."),
                (kind, "VARCHAR") => format!("Compare with a number or time, or write `TRY_CAST(… AS {kind})` for the texts."),
                _ => "Write a day in quotes (`'2026-01-31'`) beside a time, and a number beside a number.".to_owned(),
            },
            Self::NotReadAs { kind, is_stored: true, .. } => {
                format!("Write a text in quotes, or `TRY_CAST(… AS {kind})` for the texts: null where a text is none.")
            }
            Self::NotReadAs { kind, .. } => match kind.as_str() {
                "BOOLEAN" => "Write true or false.".to_owned(),
                "DATE" => "Write a day: `'2026-01-31'`.".to_owned(),
                kind if kind.starts_with("TIMESTAMP") => "Write a day or a moment: `'2026-01-31 12:30:00'`.".to_owned(),
                _ => "Write a number.".to_owned(),
            },
            Self::UnknownType { nearest, .. } => match nearest.as_slice() {
                [] => "There are BOOLEAN, INTEGER, BIGINT, DOUBLE, DECIMAL(18, 2), VARCHAR, DATE, TIMESTAMP and INTERVAL, \
                       and DuckDB's other names of them."
                    .to_owned(),
                names => format!("Did you mean {}?", quoted(names)),
            },
            Self::DuckDbSyntax { instead, .. } => (*instead).to_owned(),
            Self::InExpression { error, .. } => return error.hint(),
            Self::Memory { .. } => "Narrow the range, group by fewer columns, or add filters.".to_owned(),
            Self::Timeout { .. } => "Narrow the range or allow more time.".to_owned(),
            Self::Overflow { .. } => {
                "Make it wider before it is summed or multiplied: `CAST(… AS DOUBLE)` or `CAST(… AS DECIMAL(38, 0))`."
                    .to_owned()
            }
            Self::NotMovable { .. } => {
                "Cast it to a date. Where a metric looks at an earlier period of a calendar whose periods are texts or \
                 numbers, ask by another grain, or give the calendar a column of dates."
                    .to_owned()
            }
            Self::Parquet { .. } => "Write the file again; it may have been cut short while it was copied.".to_owned(),
            Self::SchemaMismatch { .. } => "All files of a table must have the same columns and types.".to_owned(),
            Self::Source(error) => return error.hint(),
            _ => return None,
        };
        Some(hint)
    }
}

/// What is always possible.
const IN_THE_MODEL: &str = "compute it in the dbt model, as a column of its own.";

fn arguments_message(given: &[String], takes: &[String]) -> String {
    match (given, takes) {
        ([], []) => "cannot be called so".to_owned(),
        ([], _) => "takes other arguments".to_owned(),
        (given, _) => format!("cannot be called with ({})", given.join(", ")),
    }
}

/// `values of `last_status` are texts (VARCHAR)`
fn values_message(name: Option<&str>, kind: &str) -> String {
    match name {
        Some(name) => format!("values of `{name}` are {}", kind_message(kind)),
        None => format!("these values are {}", kind_message(kind)),
    }
}

fn not_read_message(name: Option<&str>, kind: &str, text: &str, is_stored: bool) -> String {
    let wanted = match kind {
        "BOOLEAN" => "neither true nor false",
        "DATE" => "no day",
        kind if kind.starts_with("TIMESTAMP") => "no moment",
        _ => "no number",
    };
    match name {
        Some(name) if is_stored => {
            format!("values of `{name}` are texts (VARCHAR), and '{text}', one of them, is {wanted} ({kind})")
        }
        None if is_stored => format!("'{text}', one of the texts that are compared, is {wanted} ({kind})"),
        _ => format!("{}, and '{text}' is {wanted}", values_message(name, kind)),
    }
}

fn kind_message(kind: &str) -> String {
    let word = match kind {
        "VARCHAR" => "texts",
        "BOOLEAN" => "true or false",
        "DATE" => "days",
        kind if kind.starts_with("TIMESTAMP") => "moments",
        _ => "numbers",
    };
    format!("{word} ({kind})")
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(" or ")
}
