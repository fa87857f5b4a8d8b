//! Which words of a filter's SQL are names of columns.

use super::keyword::is_keyword;
use crate::sql::token::{Token, TokenKind, tokens};

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
            TokenKind::Word => !calls && !after_cast && !is_keyword(token.text) && !is_collation(&parts, at),
            _ => false,
        };
        out.push((token.text, is_name));
    }
    out
}

/// `collate nocase.noaccent`
fn is_collation(tokens: &[Token<'_>], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or_default().iter().rev();
    let mut solid = before.filter(|token| token.kind != TokenKind::Space).map(|token| token.text);
    loop {
        match solid.next() {
            Some(".") if solid.next().is_some() => {}
            Some(word) => return word.eq_ignore_ascii_case("collate"),
            None => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::word_roles;

    fn names(sql: &str) -> Vec<&str> {
        word_roles(sql).into_iter().filter(|(_, is_name)| *is_name).map(|(word, _)| word).collect()
    }

    #[test]
    fn collations_are_no_columns() {
        assert_eq!(names("a collate nocase = nocase"), ["a", "nocase"]);
        assert_eq!(names("t.a = 'x' COLLATE nocase . noaccent and b"), ["t", "a", "b"]);
    }
}
