//! Rewrites SQL that people wrote for their warehouse so that DataFusion computes the same.
//!
//! `a / b` means division with a fraction here, where DataFusion divides two integers to an integer; what else is spelt
//! otherwise is in `duckdb`. Names that DuckDB has and DataFusion lacks are no matter of this text: the engine knows them.

use super::{
    distinct_from, duckdb,
    token::{Token, TokenKind, tokens},
};

/// The expression as DataFusion takes it.
pub(crate) fn expression(sql: &str) -> String {
    let sql = distinct_from::closed(&duckdb::spelt_out(sql.trim()));
    if sql.contains('/') { rewrite(&tokens(&sql)) } else { sql }
}

fn rewrite(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        out.push_str(token.text);
        at += 1;
        if token.text == "/" {
            while let Some(space) = tokens.get(at).filter(|token| token.kind == TokenKind::Space) {
                out.push_str(space.text);
                at += 1;
            }
            let end = operand_end(tokens, at);
            let operand = rewrite(tokens.get(at..end).unwrap_or_default());
            match tokens.get(at..end) {
                Some([number]) if number.kind == TokenKind::Number && !number.text.contains(['.', 'e', 'E']) => {
                    out.push_str(&operand);
                    out.push_str(".0");
                }
                Some([number]) if number.kind == TokenKind::Number => out.push_str(&operand),
                _ if operand.is_empty() => {}
                _ => out.push_str(&format!("CAST({operand} AS DOUBLE)")),
            }
            at = end;
        }
    }
    out
}

/// The end of the operand that starts at `at`: a literal, a name with dots, a call, or a parenthesis,
/// with any `::type` behind it.
pub(super) fn operand_end(tokens: &[Token<'_>], mut at: usize) -> usize {
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    while matches!(text(at), "-" | "+") {
        at += 1;
    }
    if text(at).eq_ignore_ascii_case("case") {
        return case_end(tokens, at);
    }
    match kind(at) {
        Some(TokenKind::Open) => at = closing(tokens, at),
        Some(TokenKind::Word | TokenKind::QuotedName) => {
            at += 1;
            while text(at) == "." {
                at += 2;
            }
            let mut after = at;
            while kind(after) == Some(TokenKind::Space) {
                after += 1;
            }
            if kind(after) == Some(TokenKind::Open) {
                at = closing(tokens, after);
            }
        }
        Some(_) => at += 1,
        None => {}
    }
    while text(at) == "::" {
        at += 2;
        if kind(at) == Some(TokenKind::Open) {
            at = closing(tokens, at);
        }
    }
    at.min(tokens.len())
}

fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return offset + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

fn case_end(tokens: &[Token<'_>], start: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, token) in tokens.iter().enumerate().skip(start) {
        if token.text.eq_ignore_ascii_case("case") {
            depth += 1;
        } else if token.text.eq_ignore_ascii_case("end") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return offset + 1;
            }
        }
    }
    tokens.len()
}

/// Wraps anything that is more than a name, a literal or a call, so that it can stand inside another expression.
pub(crate) fn atom(sql: &str) -> String {
    let parts = tokens(sql);
    let single_operand = !parts.is_empty()
        && !matches!(parts.first().map(|token| token.text), Some("-" | "+"))
        && operand_end(&parts, 0) == parts.len();
    if single_operand { sql.to_owned() } else { format!("({sql})") }
}

/// Replaces bare names by expressions. Names behind a dot, before a `(` or in quotes stay.
pub(crate) fn substitute(sql: &str, replacement: impl Fn(&str) -> Option<String>) -> String {
    let parts = tokens(sql);
    let mut out = String::new();
    for (at, token) in parts.iter().enumerate() {
        let after_dot = at > 0 && parts.get(at - 1).is_some_and(|before| before.text == ".");
        let next = parts.get(at + 1..).unwrap_or_default().iter().find(|next| next.kind != TokenKind::Space);
        let before_call = next.is_some_and(|next| next.kind == TokenKind::Open || next.text == ".");
        match token.kind {
            TokenKind::Word if !after_dot && !before_call => match replacement(token.text) {
                Some(text) => out.push_str(&text),
                None => out.push_str(token.text),
            },
            _ => out.push_str(token.text),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{atom, expression, substitute};

    #[test]
    fn division_is_fractional() {
        assert_eq!(expression("amount"), "amount");
        assert_eq!(expression("a / b"), "a / CAST(b AS DOUBLE)");
        assert_eq!(expression("a/100"), "a/100.0");
        assert_eq!(expression("a / nullif(b / 2, 0)"), "a / CAST(nullif(b / 2.0, 0) AS DOUBLE)");
        assert_eq!(expression("a / (b + 1) / c"), "a / CAST((b + 1) AS DOUBLE) / CAST(c AS DOUBLE)");
        assert_eq!(expression("'a/b' || c"), "'a/b' || c");
    }

    #[test]
    fn atoms_are_wrapped_when_needed() {
        assert_eq!(atom("a"), "a");
        assert_eq!(atom("t.a"), "t.a");
        assert_eq!(atom("f(a, b)"), "f(a, b)");
        assert_eq!(atom("a + b"), "(a + b)");
        assert_eq!(atom("(a) + (b)"), "((a) + (b))");
        assert_eq!(atom("case when a then b end"), "case when a then b end");
    }

    #[test]
    fn names_are_replaced_whole() {
        let to_x = |name: &str| (name == "mrr").then(|| "x".to_owned());
        assert_eq!(
            substitute("mrr - mrr_start + t.mrr + mrr(1) + 'mrr'", to_x),
            "x - mrr_start + t.mrr + mrr(1) + 'mrr'"
        );
    }
}
