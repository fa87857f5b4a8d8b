//! Single expressions, to find the one in which an error lies.

use datafusion::sql::sqlparser::{
    dialect::GenericDialect,
    tokenizer::{Token, Tokenizer},
};

use super::{guard::parse_query, spelling};
use crate::EngineError;

const BEFORE: &str = "SELECT (";

/// Why an expression cannot be parsed. Line and column count from its own beginning.
pub(crate) fn expression_error(sql: &str) -> Option<EngineError> {
    match parse_query(&format!("{BEFORE}{sql})")) {
        Ok(_) => None,
        Err(EngineError::Syntax { message, position }) => {
            let before = BEFORE.len() as u64;
            let position =
                position.map(|(line, column)| (line, if line == 1 { column.saturating_sub(before) } else { column }));
            Some(EngineError::Syntax { message, position })
        }
        Err(error) => Some(error),
    }
}

/// Whether a name, or one that stands for it, is in the expression, outside of texts.
pub(crate) fn mentions(sql: &str, name: &str) -> bool {
    let Ok(tokens) = Tokenizer::new(&GenericDialect {}, sql).tokenize() else { return false };
    let is_meant = |word: &str| {
        word.eq_ignore_ascii_case(name) || spelling::names_of(name).any(|other| word.eq_ignore_ascii_case(other))
    };
    tokens.iter().any(|token| matches!(token, Token::Word(word) if is_meant(&word.value)))
}

/// Whether an operator stands in the expression.
pub(crate) fn has_operator(sql: &str, operator: &str) -> bool {
    let Ok(tokens) = Tokenizer::new(&GenericDialect {}, sql).tokenize() else { return false };
    tokens.iter().any(|token| token.to_string().eq_ignore_ascii_case(operator))
}
