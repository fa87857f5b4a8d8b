//! DuckDB's syntax that is not read here, and what to write instead.
//!
//! In: the tokens of a text that could not be parsed, or a parsed expression. Out: an error that names what it is.

use std::ops::ControlFlow;

use datafusion::sql::{
    parser::Statement,
    sqlparser::{
        ast::{
            AccessExpr, BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, Value, Visit,
            Visitor,
        },
        tokenizer::{Token, TokenWithSpan},
    },
};

use crate::EngineError;

const IN_THE_MODEL: &str = "Compute it in the dbt model, as a column of its own.";

fn syntax(what: &'static str, instead: &'static str) -> EngineError {
    EngineError::DuckDbSyntax { what, instead }
}

fn lambda() -> EngineError {
    syntax("a function without a name (`lambda x: x + 1`, `x -> x + 1`)", IN_THE_MODEL)
}

fn method() -> EngineError {
    syntax("a function behind a value (`name.upper()`)", "Write the value in its parentheses: `upper(name)`.")
}

/// The first of what is not read, in a text that could not be parsed.
pub(super) fn in_tokens(tokens: &[TokenWithSpan]) -> Option<EngineError> {
    let tokens: Vec<&Token> =
        tokens.iter().map(|token| &token.token).filter(|token| !matches!(token, Token::Whitespace(_))).collect();
    let is_word = |at: usize, word: &str| matches!(tokens.get(at), Some(Token::Word(found)) if found.quote_style.is_none() && found.value.eq_ignore_ascii_case(word));
    (0..tokens.len()).find_map(|at| match tokens.get(at)? {
        Token::Arrow => Some(lambda()),
        Token::Period if at > 0 && tokens.get(at - 1) == Some(&&Token::RParen) => Some(method()),
        Token::Word(_) if is_word(at, "lambda") => Some(lambda()),
        Token::Word(_) if is_word(at, "glob") => {
            Some(syntax("`GLOB`", "Write LIKE with % and _, or regexp_matches(text, pattern)."))
        }
        Token::Word(_) if is_word(at, "for") && tokens.iter().take(at).any(|token| **token == Token::LBracket) => {
            Some(syntax("a list that is made of another one (`[x for x in list]`)", IN_THE_MODEL))
        }
        Token::Word(_) if is_word(at, "in") && !matches!(tokens.get(at + 1), Some(Token::LParen)) => Some(syntax(
            "IN with a list that is not in parentheses",
            "Write value IN (…), or list_contains(list, value).",
        )),
        _ => None,
    })
}

/// The first of what the parser reads, and nothing here computes.
pub(super) fn in_statement(statement: &Statement) -> Option<EngineError> {
    match statement {
        Statement::Statement(statement) => statement.visit(&mut Unread).break_value(),
        Statement::Explain(explain) => in_statement(&explain.statement),
        _ => None,
    }
}

struct Unread;

impl Visitor for Unread {
    type Break = EngineError;

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<EngineError> {
        in_expression(expr).map_or(ControlFlow::Continue(()), ControlFlow::Break)
    }
}

/// DataFusion has a function of that name whose second argument is another.
fn is_lenient_decode(function: &Function) -> bool {
    let FunctionArguments::List(list) = &function.args else { return false };
    let [_, FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Value(option)))] = list.args.as_slice() else {
        return false;
    };
    function.name.to_string().eq_ignore_ascii_case("decode")
        && matches!(&option.value, Value::SingleQuotedString(option) if matches!(option.as_str(), "replace" | "ignore"))
}

fn in_expression(expr: &Expr) -> Option<EngineError> {
    match expr {
        Expr::Lambda(_) => Some(lambda()),
        Expr::Function(function) if function.name.0.len() > 1 => Some(method()),
        Expr::Function(function) if is_lenient_decode(function) => Some(syntax(
            "decode that replaces or leaves out what is damaged (`decode(blob, 'replace')`)",
            "Write decode(blob), which refuses it.",
        )),
        Expr::CompoundFieldAccess { access_chain, .. }
            if access_chain.iter().any(|access| matches!(access, AccessExpr::Dot(Expr::Identifier(_)))) =>
        {
            Some(syntax("a field of a struct (`struct.field`)", IN_THE_MODEL))
        }
        Expr::Value(value) if matches!(value.value, Value::Placeholder(_)) => {
            Some(syntax("a parameter (`?`, `$1`, `:name`)", "Write the value itself."))
        }
        Expr::BinaryOp { op: BinaryOperator::Arrow, left, .. } if matches!(left.as_ref(), Expr::Identifier(_)) => {
            Some(lambda())
        }
        Expr::BinaryOp {
            op:
                BinaryOperator::Arrow
                | BinaryOperator::LongArrow
                | BinaryOperator::HashArrow
                | BinaryOperator::HashLongArrow,
            ..
        } => Some(syntax("JSON (`column -> 'key'`)", IN_THE_MODEL)),
        Expr::Collate { .. } => Some(syntax(
            "COLLATE, other than NOCASE and NOACCENT in comparisons and ORDER BY",
            "Compare, or group by, lower(…) or strip_accents(…).",
        )),
        _ => None,
    }
}
