//! `x in [1, 2]` and `x in split(y, ',')`: whether a list holds a value. DataFusion's parser wants parentheses there.
//!
//! In: an expression of a project. Out: the same with `array_has(list, x)`.

use super::{
    dialect::operand_end,
    duckdb::{is_keyword, operand_start},
    token::{Token, TokenKind, tokens},
};

/// Where the value stands alone between keywords; what binds more closely than `in` is left as it is.
pub(super) fn membership(mut sql: String) -> String {
    let mut from = 0;
    loop {
        let parts = tokens(&sql);
        let is_in = |at: usize| {
            parts.get(at).is_some_and(|token| token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case("in"))
        };
        let Some(at) = (from..parts.len()).find(|at| is_in(*at)) else { return sql };
        from = at + 1;
        let Some(call) = call(&parts, at) else { continue };
        sql = call;
    }
}

fn call(parts: &[Token<'_>], at: usize) -> Option<String> {
    let text = |from: usize, to: usize| -> String {
        parts.get(from..to).unwrap_or_default().iter().map(|token| token.text).collect()
    };
    let list = solid_from(parts, at + 1);
    let end = list_end(parts, list)?;
    let mut before = solid_to(parts, at);
    let is_not = before > 0 && parts.get(before - 1).is_some_and(|token| token.text.eq_ignore_ascii_case("not"));
    if is_not {
        before = solid_to(parts, before - 1);
    }
    let start = operand_start(parts, before)?;
    let outside = solid_to(parts, start).checked_sub(1);
    // `position(x in y)` has an `in` of its own.
    let opens = outside.filter(|at| parts.get(*at).is_some_and(|token| token.kind == TokenKind::Open));
    let function = opens.and_then(|at| solid_to(parts, at).checked_sub(1)).and_then(|at| parts.get(at));
    if function.is_some_and(|function| function.text.eq_ignore_ascii_case("position")) {
        return None;
    }
    let stands_alone = outside
        .and_then(|at| parts.get(at))
        .is_none_or(|token| token.kind == TokenKind::Open || token.text == "," || is_keyword(token.text));
    if !stands_alone {
        return None;
    }
    let not = if is_not { "not " } else { "" };
    let value = text(start, before);
    Some(format!("{}{not}array_has({}, {}){}", text(0, start), text(list, end), value.trim(), text(end, parts.len())))
}

/// Where the list ends that starts there: in brackets, or what a function gives.
fn list_end(parts: &[Token<'_>], start: usize) -> Option<usize> {
    let first = parts.get(start)?;
    if first.text == "[" {
        let mut depth = 0_usize;
        for (at, token) in parts.iter().enumerate().skip(start) {
            match token.text {
                "[" => depth += 1,
                "]" => depth = depth.checked_sub(1)?,
                _ => {}
            }
            if depth == 0 {
                return Some(at + 1);
            }
        }
        return None;
    }
    let is_call = first.kind == TokenKind::Word
        && parts.get(solid_from(parts, start + 1)).is_some_and(|token| token.kind == TokenKind::Open);
    is_call.then(|| operand_end(parts, start))
}

fn solid_from(parts: &[Token<'_>], mut at: usize) -> usize {
    while parts.get(at).is_some_and(|token| token.kind == TokenKind::Space) {
        at += 1;
    }
    at
}

fn solid_to(parts: &[Token<'_>], mut at: usize) -> usize {
    while at > 0 && parts.get(at - 1).is_some_and(|token| token.kind == TokenKind::Space) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::membership;

    #[test]
    fn lists_are_asked_for_the_value() {
        for (duckdb, datafusion) in [
            ("a in ['x', 'y']", "array_has(['x', 'y'], a)"),
            ("t.a not in [1, [2]] and b", "not array_has([1, [2]], t.a) and b"),
            ("b or f(a) in split(c, ',')", "b or array_has(split(c, ','), f(a))"),
            ("a in (1, 2)", "a in (1, 2)"),
            ("a || b in ['x']", "a || b in ['x']"),
            ("position('l' in lower(s))", "position('l' in lower(s))"),
            ("'in [1]'", "'in [1]'"),
        ] {
            assert_eq!(membership(duckdb.to_owned()), datafusion, "{duckdb}");
        }
    }
}
