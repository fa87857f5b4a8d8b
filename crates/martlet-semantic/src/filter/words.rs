//! Which words of a filter's SQL are names of columns.

use super::keyword::is_keyword;
use crate::sql::token::{TokenKind, tokens};

/// The tokens of the text, each with whether it names a column.
pub(crate) fn word_roles(sql: &str) -> Vec<(&str, bool)> {
    let parts = tokens(sql);
    let mut out = Vec::with_capacity(parts.len());
    for (at, token) in parts.iter().enumerate() {
        let next = parts.get(at + 1..).unwrap_or_default().iter().find(|next| next.kind != TokenKind::Space);
        let calls = next.is_some_and(|next| next.kind == TokenKind::Open);
        let after_cast = at > 0 && parts.get(at - 1).is_some_and(|before| before.text == "::");
        let is_name = match token.kind {
            TokenKind::QuotedName => true,
            TokenKind::Word => !calls && !after_cast && !is_keyword(token.text),
            _ => false,
        };
        out.push((token.text, is_name));
    }
    out
}
