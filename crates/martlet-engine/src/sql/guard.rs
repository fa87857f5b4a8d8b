//! Text → exactly one query.

use datafusion::{
    error::DataFusionError,
    sql::{
        parser::{DFParserBuilder, Statement},
        sqlparser::{
            ast::Statement as SqlStatement, dialect::GenericDialect, parser::ParserError, tokenizer::Tokenizer,
        },
    },
};

use super::{column_names, depth, spelling, tokens, underscores, unread};
use crate::EngineError;

/// Parses `sql` and accepts it when it is one statement that only reads.
pub(crate) fn parse_query(sql: &str) -> Result<Statement, EngineError> {
    written_out(parsed(sql)?)
}

/// The same, and each column that is computed has a name that tells what was written.
pub(crate) fn parse_named_query(sql: &str) -> Result<Statement, EngineError> {
    let mut statement = parsed(sql)?;
    column_names::write(&mut statement);
    written_out(statement)
}

fn written_out(mut statement: Statement) -> Result<Statement, EngineError> {
    spelling::write_out(&mut statement);
    match unread::in_statement(&statement) {
        Some(unread) => Err(unread),
        None => Ok(statement),
    }
}

fn parsed(sql: &str) -> Result<Statement, EngineError> {
    let dialect = GenericDialect {};
    let tokens = Tokenizer::new(&dialect, sql)
        .tokenize_with_location()
        .map_err(|error| syntax(error.message, Some((error.location.line, error.location.column))))?;
    let tokens = tokens::as_in_duckdb(underscores::removed(tokens));
    depth::check_tokens(&tokens)?;
    let unread = unread::in_tokens(&tokens);
    let mut statements = DFParserBuilder::new(tokens)
        .with_dialect(&dialect)
        .with_recursion_limit(depth::PARSER_RECURSION)
        .build()
        .and_then(|mut parser| parser.parse_statements())
        .map_err(|error| match (parse_error(error), unread) {
            (EngineError::Syntax { .. }, Some(unread)) => unread,
            (error, _) => error,
        })?;

    let Some(mut statement) = statements.pop_front() else {
        return Err(syntax("there is no statement".to_owned(), None));
    };
    if !statements.is_empty() {
        return Err(EngineError::SeveralStatements { count: statements.len() + 1 });
    }
    check_reads(&statement)?;
    depth::check_statement(&mut statement)?;
    Ok(statement)
}

fn check_reads(statement: &Statement) -> Result<(), EngineError> {
    let refused = match statement {
        Statement::Statement(statement) => match statement.as_ref() {
            SqlStatement::Query(_)
            | SqlStatement::ExplainTable { .. }
            | SqlStatement::ShowTables { .. }
            | SqlStatement::ShowColumns { .. } => return Ok(()),
            other => first_words(&other.to_string()),
        },
        Statement::Explain(explain) => return check_reads(&explain.statement),
        other => first_words(&other.to_string()),
    };
    Err(EngineError::NotAQuery { statement: refused })
}

/// `CREATE TABLE`, `INSERT INTO`: enough to recognise a statement by.
fn first_words(statement: &str) -> String {
    statement.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}

fn parse_error(error: DataFusionError) -> EngineError {
    match error.find_root() {
        DataFusionError::SQL(error, _) => match error.as_ref() {
            ParserError::RecursionLimitExceeded => {
                EngineError::TooDeep { what: "syntax", limit: depth::PARSER_RECURSION }
            }
            ParserError::ParserError(message) | ParserError::TokenizerError(message) => {
                let (message, position) = split_position(message);
                syntax(message, position)
            }
        },
        other => syntax(other.message().into_owned(), None),
    }
}

/// The parser appends ` at Line: 1, Column: 8`.
fn split_position(message: &str) -> (String, Option<(u64, u64)>) {
    let parsed = message.rsplit_once(" at Line: ").and_then(|(text, position)| {
        let (line, column) = position.split_once(", Column: ")?;
        let column: String = column.chars().take_while(char::is_ascii_digit).collect();
        Some((text.to_owned(), (line.trim().parse().ok()?, column.parse().ok()?)))
    });
    match parsed {
        Some((text, position)) => (text, Some(position)),
        None => (message.to_owned(), None),
    }
}

fn syntax(message: String, position: Option<(u64, u64)>) -> EngineError {
    EngineError::Syntax { message, position }
}
