//! Refuses statements that are nested so deeply that planning them could exhaust the stack.

use std::ops::ControlFlow;

use datafusion::sql::{
    parser::Statement,
    sqlparser::{
        ast::{Expr, Query, VisitMut, VisitorMut},
        tokenizer::{Token, TokenWithSpan},
    },
};

use super::balance::balance;
use crate::EngineError;

/// Levels of parentheses, brackets and `CASE` in the text.
const MAX_BRACKETS: usize = 64;
/// Levels of one expression, after flat chains of `AND` and `OR` were balanced.
const MAX_EXPRESSION: usize = 128;
/// Conditions joined by one chain of `AND`. The optimizer takes such a chain apart and joins it again one
/// by one, as deep as it is long; in a browser 500 fit on the stack and 1,000 do not.
const MAX_CONDITIONS: usize = 400;
/// Queries within queries.
const MAX_QUERIES: usize = 24;
/// `UNION`, `INTERSECT` and `EXCEPT` in one statement.
const MAX_SET_OPERATIONS: usize = 128;
/// Prefix operators in a row (`NOT NOT …`, `- - …`).
const MAX_PREFIXES: usize = 32;
/// Operators in one statement.
const MAX_OPERATORS: usize = 10_000;

/// What the parser itself may recurse.
pub(super) const PARSER_RECURSION: usize = 96;

/// Before parsing: what can be told from the words alone. A chain of operators is built without
/// recursion, but dropping it recurses, so chains are limited here.
pub(super) fn check_tokens(tokens: &[TokenWithSpan]) -> Result<(), EngineError> {
    let mut brackets = 0usize;
    let mut set_operations = 0;
    let mut operators = 0;
    let mut prefixes = 0;
    for token in tokens {
        let mut is_prefix = false;
        match &token.token {
            Token::LParen | Token::LBracket | Token::LBrace => {
                brackets += 1;
                limit(brackets, MAX_BRACKETS, "brackets")?;
            }
            Token::RParen | Token::RBracket | Token::RBrace => brackets = brackets.saturating_sub(1),
            Token::Word(word) if word.quote_style.is_none() => match word.value.to_ascii_uppercase().as_str() {
                "UNION" | "INTERSECT" | "EXCEPT" => set_operations += 1,
                "AND" | "OR" => operators += 1,
                "NOT" => is_prefix = true,
                "CASE" => {
                    brackets += 1;
                    limit(brackets, MAX_BRACKETS, "brackets")?;
                }
                "END" => brackets = brackets.saturating_sub(1),
                _ => {}
            },
            Token::Whitespace(_) => is_prefix = prefixes > 0,
            Token::Minus | Token::Plus | Token::Tilde | Token::ExclamationMark => {
                is_prefix = true;
                operators += 1;
            }
            Token::Mul | Token::Div | Token::Mod | Token::StringConcat | Token::DoubleColon => {
                operators += 1;
            }
            _ => {}
        }
        let is_space = matches!(token.token, Token::Whitespace(_));
        prefixes = match (is_prefix, is_space) {
            (true, true) => prefixes,
            (true, false) => prefixes + 1,
            (false, _) => 0,
        };
        limit(prefixes, MAX_PREFIXES, "prefix operators")?;
        limit(set_operations, MAX_SET_OPERATIONS, "UNION, INTERSECT or EXCEPT")?;
        limit(operators, MAX_OPERATORS, "operators")?;
    }
    Ok(())
}

/// After parsing: balances flat chains and measures the depth of what remains.
pub(super) fn check_statement(statement: &mut Statement) -> Result<(), EngineError> {
    let mut depth = Depth::default();
    match visit(statement, &mut depth) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

fn visit(statement: &mut Statement, depth: &mut Depth) -> ControlFlow<EngineError> {
    match statement {
        Statement::Statement(statement) => statement.visit(depth),
        Statement::Explain(explain) => visit(&mut explain.statement, depth),
        _ => ControlFlow::Continue(()),
    }
}

#[derive(Debug, Default)]
struct Depth {
    expressions: usize,
    queries: usize,
}

impl VisitorMut for Depth {
    type Break = EngineError;

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<EngineError> {
        broken(limit(balance(expr), MAX_CONDITIONS, "conditions joined by AND"))?;
        self.expressions += 1;
        broken(limit(self.expressions, MAX_EXPRESSION, "expressions"))
    }

    fn post_visit_expr(&mut self, _expr: &mut Expr) -> ControlFlow<EngineError> {
        self.expressions -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_query(&mut self, _query: &mut Query) -> ControlFlow<EngineError> {
        self.queries += 1;
        broken(limit(self.queries, MAX_QUERIES, "queries"))
    }

    fn post_visit_query(&mut self, _query: &mut Query) -> ControlFlow<EngineError> {
        self.queries -= 1;
        ControlFlow::Continue(())
    }
}

fn limit(found: usize, limit: usize, what: &'static str) -> Result<(), EngineError> {
    if found > limit { Err(EngineError::TooDeep { what, limit }) } else { Ok(()) }
}

fn broken(result: Result<(), EngineError>) -> ControlFlow<EngineError> {
    match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => ControlFlow::Break(error),
    }
}
