//! Lets only expressions through: no statements, no subqueries, balanced parentheses.

use crate::sql::token::{TokenKind, tokens};

/// Words that begin or join statements; none of them belongs in an expression.
const STATEMENT_WORDS: &[&str] = &[
    "select",
    "insert",
    "update",
    "delete",
    "merge",
    "create",
    "drop",
    "alter",
    "truncate",
    "copy",
    "with",
    "union",
    "intersect",
    "except",
    "from",
    "join",
    "where",
    "having",
    "into",
    "values",
    "exists",
    "grant",
    "set",
    "call",
    "execute",
    "explain",
    "load",
    "install",
    "attach",
    "pragma",
    "lateral",
    "unnest",
    "table",
    "over",
    "limit",
    "order",
    "group",
];

/// Checks the text; the error says what is wrong with it.
pub(super) fn check(sql: &str) -> Result<(), String> {
    let parts = tokens(sql);
    if parts.iter().all(|token| token.kind == TokenKind::Space) {
        return Err("it is empty".to_owned());
    }
    let mut open: Vec<bool> = Vec::new();
    let mut previous_word = String::new();
    for (at, token) in parts.iter().enumerate() {
        match token.kind {
            TokenKind::Semicolon => return Err("`;` is not allowed".to_owned()),
            TokenKind::Comment => return Err("comments are not allowed".to_owned()),
            TokenKind::Broken => return Err("a quote is never closed".to_owned()),
            TokenKind::Open => {
                let after = parts.get(at + 1..).unwrap_or_default();
                let first = after.iter().find(|token| token.kind != TokenKind::Space);
                if first.is_none() {
                    return Err("a parenthesis is never closed".to_owned());
                }
                // `extract(day from x)`, `trim(both from x)`, `substring(x from 1)` use `from` lawfully.
                open.push(matches!(previous_word.as_str(), "extract" | "trim" | "substring" | "overlay"));
            }
            TokenKind::Close if open.pop().is_none() => {
                return Err("a parenthesis is closed that was never opened".to_owned());
            }
            TokenKind::Word => {
                let word = token.text.to_lowercase();
                let distinct_from =
                    word == "from" && (previous_word == "distinct" || open.last().copied().unwrap_or_default());
                if STATEMENT_WORDS.contains(&word.as_str()) && !distinct_from {
                    return Err(format!("`{}` is not allowed", token.text));
                }
                previous_word = word;
                continue;
            }
            TokenKind::Space => continue,
            _ => {}
        }
        if token.kind != TokenKind::Open {
            previous_word.clear();
        }
    }
    if open.is_empty() { Ok(()) } else { Err("a parenthesis is never closed".to_owned()) }
}
