//! Expressions that DataFusion gives one name although they differ.
//!
//! A name leaves casts out, so `sum(cast(a as bigint))` is called as `sum(a)` is; and one aggregation cannot hold two
//! equal names.

use super::token::{Token, TokenKind, tokens};

/// Do both have one name?
pub(crate) fn are_alike(a: &str, b: &str) -> bool {
    a == b || name(&tokens(a)) == name(&tokens(b))
}

/// The expression without casts and spaces.
fn name(parts: &[Token<'_>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(token) = parts.get(at) {
        let is_cast = token.kind == TokenKind::Word
            && ["cast", "try_cast"].iter().any(|cast| token.text.eq_ignore_ascii_case(cast))
            && parts.get(at + 1).is_some_and(|next| next.kind == TokenKind::Open);
        if is_cast {
            let (end, value) = cast_value(parts, at + 1);
            out.push_str(&name(value));
            at = end;
            continue;
        }
        if token.kind == TokenKind::Word {
            out.push_str(&token.text.to_lowercase());
        } else if token.kind != TokenKind::Space {
            out.push_str(token.text);
        }
        at += 1;
    }
    out
}

/// What is cast by the call whose parenthesis is at `open`, and where the call ends.
fn cast_value<'p, 't>(parts: &'p [Token<'t>], open: usize) -> (usize, &'p [Token<'t>]) {
    let mut depth = 0_usize;
    let mut value_end = None;
    for (at, token) in parts.iter().enumerate().skip(open) {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return (at + 1, parts.get(open + 1..value_end.unwrap_or(at)).unwrap_or_default());
                }
            }
            TokenKind::Word if depth == 1 && token.text.eq_ignore_ascii_case("as") => value_end = Some(at),
            _ => {}
        }
    }
    (parts.len(), parts.get(open + 1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::are_alike;

    #[test]
    fn casts_make_no_difference() {
        assert!(are_alike(
            "date_trunc('month', CAST(cast(a as date) AS TIMESTAMP(6)))",
            "date_trunc('month', CAST(a AS TIMESTAMP(6)))"
        ));
        assert!(are_alike("SUM(CAST(a AS DOUBLE))", "sum(a)"));
        assert!(are_alike("f(cast(a as decimal(12, 2)), b)", "f(a,  b)"));
        assert!(!are_alike("date_trunc('month', a)", "date_trunc('day', a)"));
        assert!(!are_alike("SUM(a)", "SUM(b)"));
        assert!(!are_alike("'a b'", "'ab'"));
    }
}
