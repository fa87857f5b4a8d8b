//! Which words of a filter's SQL are names of columns.
//!
//! Variables of functions without a name, which the engine does not read and says so, and collations are none.

use super::keyword::is_keyword;
use crate::sql::token::{Token, TokenKind, tokens};

/// The tokens of the text, each with whether it names a column. `variables` are those of the whole filter.
pub(crate) fn word_roles<'t>(sql: &'t str, variables: &[&str]) -> Vec<(&'t str, bool)> {
    let parts = tokens(sql);
    let mut out = Vec::with_capacity(parts.len());
    for (at, token) in parts.iter().enumerate() {
        let next = parts.get(at + 1..).unwrap_or_default().iter().find(|next| next.kind != TokenKind::Space);
        let calls = next.is_some_and(|next| next.kind == TokenKind::Open);
        let after_cast = at > 0 && parts.get(at - 1).is_some_and(|before| before.text == "::");
        let is_other = after_cast
            || variables.iter().any(|variable| variable.eq_ignore_ascii_case(token.text))
            || is_collation(parts.get(..at).unwrap_or_default());
        let is_name = match token.kind {
            TokenKind::QuotedName => !is_other,
            TokenKind::Word => !calls && !is_other && !is_keyword(token.text),
            _ => false,
        };
        out.push((token.text, is_name));
    }
    out
}

/// Is what comes next a collation, or a part of one (`COLLATE de.nocase`)?
fn is_collation(before: &[Token<'_>]) -> bool {
    let mut before = before.iter().rev().filter(|token| token.kind != TokenKind::Space);
    loop {
        match before.next() {
            Some(token) if token.text.eq_ignore_ascii_case("collate") => return true,
            Some(token) if token.text == "." => {
                before.next();
            }
            _ => return false,
        }
    }
}

/// The variables of `x -> x + 1`, `(x, y) -> x + y`, `lambda x: x + 1` and `[x for x in list]`, with the words that
/// introduce them.
pub(crate) fn variables(filter: &str) -> Vec<&str> {
    let parts: Vec<Token<'_>> = tokens(filter).into_iter().filter(|token| token.kind != TokenKind::Space).collect();
    let text = |at: usize| parts.get(at).map_or("", |token| token.text);
    let is_word = |at: usize| parts.get(at).is_some_and(|token| token.kind == TokenKind::Word);
    let mut found = Vec::new();
    for (at, token) in parts.iter().enumerate() {
        if token.text == "->" && at > 1 {
            let is_list = text(at - 1) == ")";
            let first =
                if is_list { (0..at).rev().find(|place| text(*place) == "(").unwrap_or_default() } else { at - 1 };
            // `payload -> 'key'`, which stands alone, takes a column apart.
            if first > 0 && matches!(text(first - 1), "(" | ",") {
                found.extend((first..at).filter(|place| is_word(*place)).map(text));
            }
        } else if token.text.eq_ignore_ascii_case("lambda") && is_word(at + 1) {
            let end = (at..parts.len()).find(|place| text(*place) == ":").unwrap_or(at);
            found.extend((at..end).filter(|place| is_word(*place)).map(text));
        } else if token.text.eq_ignore_ascii_case("for") && is_word(at + 1) && text(at + 2).eq_ignore_ascii_case("in") {
            found.extend([text(at), text(at + 1)]);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{variables, word_roles};

    fn names(sql: &str) -> Vec<&str> {
        word_roles(sql, &variables(sql)).into_iter().filter(|(_, is_name)| *is_name).map(|(name, _)| name).collect()
    }

    #[test]
    fn variables_and_collations_are_no_columns() {
        for sql in [
            "len(list_filter([1, 2], v -> v > 1)) > 0",
            "len(list_filter([1, 2], (v, i) -> v > i)) > 0",
            "len(list_filter([1, 2], lambda v: v > 1)) > 0",
            "len([v + 1 for v in [1, 2]]) > 0",
            "'a' = 'A' collate NOCASE",
            "'a' = 'A' collate de.nocase.noaccent",
        ] {
            assert!(names(sql).is_empty(), "{sql}: {:?}", names(sql));
        }
        assert_eq!(names("status collate nocase = other"), ["status", "other"]);
        assert_eq!(names("payload -> 'key' = 'x'"), ["payload"]);
        assert_eq!(names("len(list_filter(items, v -> v > least)) > 0"), ["items", "least"]);
    }
}
