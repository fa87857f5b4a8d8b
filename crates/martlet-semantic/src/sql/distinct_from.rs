//! `a is distinct from b` in parentheses: DataFusion's parser takes everything behind `from` for the right side, also what
//! `and` and `or` join to it.

use super::token::{Token, TokenKind, tokens};

/// Words beside which neither side of the comparison goes on.
const BOUNDS: [&str; 6] = ["and", "or", "not", "when", "then", "else"];

/// The SQL with each such comparison closed.
pub(super) fn closed(sql: &str) -> String {
    let parts = tokens(sql);
    let words: Vec<usize> = (0..parts.len()).filter(|at| kind(&parts, *at) != Some(TokenKind::Space)).collect();
    let is = |at: usize, word: &str| {
        words.get(at).and_then(|at| parts.get(*at)).is_some_and(|token| token.text.eq_ignore_ascii_case(word))
    };
    let (mut opens, mut closes): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for at in 1..words.len() {
        if !is(at, "distinct") || !is(at + 1, "from") {
            continue;
        }
        let first = if is(at - 1, "not") { at.checked_sub(2) } else { Some(at - 1) };
        let Some(first) = first.filter(|first| is(*first, "is")) else { continue };
        opens.extend(words.get(side_start(&parts, &words, first)));
        closes.extend(side_end(&parts, &words, at + 2).checked_sub(1).and_then(|last| words.get(last)));
    }
    let mut out = String::with_capacity(sql.len());
    for (at, token) in parts.iter().enumerate() {
        opens.iter().filter(|open| **open == at).for_each(|_| out.push('('));
        out.push_str(token.text);
        closes.iter().filter(|close| **close == at).for_each(|_| out.push(')'));
    }
    out
}

/// Where the side that ends before `end` begins; places are among the words.
fn side_start(parts: &[Token<'_>], words: &[usize], end: usize) -> usize {
    let mut depth = 0_usize;
    let mut start = end;
    while let Some(before) = start.checked_sub(1) {
        match place(parts, words, before) {
            Place::Closes => depth += 1,
            Place::Opens if depth > 0 => depth -= 1,
            Place::Opens => break,
            Place::Bound if depth == 0 => break,
            Place::Bound | Place::Within => {}
        }
        start = before;
    }
    start
}

/// Where the side that begins at `start` ends.
fn side_end(parts: &[Token<'_>], words: &[usize], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut end = start;
    while end < words.len() {
        match place(parts, words, end) {
            Place::Opens => depth += 1,
            Place::Closes if depth > 0 => depth -= 1,
            Place::Closes => break,
            Place::Bound if depth == 0 => break,
            Place::Bound | Place::Within => {}
        }
        end += 1;
    }
    end
}

enum Place {
    Opens,
    Closes,
    Bound,
    Within,
}

fn place(parts: &[Token<'_>], words: &[usize], at: usize) -> Place {
    let Some(token) = words.get(at).and_then(|at| parts.get(*at)) else { return Place::Within };
    let is = |word: &str| token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case(word);
    match token.kind {
        TokenKind::Open => Place::Opens,
        TokenKind::Close => Place::Closes,
        _ if is("case") => Place::Opens,
        _ if is("end") => Place::Closes,
        _ if token.text == "," || BOUNDS.iter().any(|bound| is(bound)) => Place::Bound,
        _ => Place::Within,
    }
}

fn kind(parts: &[Token<'_>], at: usize) -> Option<TokenKind> {
    parts.get(at).map(|token| token.kind)
}

#[cfg(test)]
mod tests {
    use super::closed;

    #[test]
    fn comparisons_end_where_and_and_or_begin() {
        for (written, expected) in [
            ("a is distinct from 1 and b", "(a is distinct from 1) and b"),
            ("a IS NOT DISTINCT FROM b", "(a IS NOT DISTINCT FROM b)"),
            ("not a + 1 is distinct from b or c", "not (a + 1 is distinct from b) or c"),
            ("x and f(a, b is distinct from c)", "x and f(a, (b is distinct from c))"),
            (
                "case when a is distinct from b then 1 end is distinct from 2",
                "(case when (a is distinct from b) then 1 end is distinct from 2)",
            ),
            ("a is distinct from case when b and c then 1 end", "(a is distinct from case when b and c then 1 end)"),
            ("(a) is distinct from (b and c)", "((a) is distinct from (b and c))"),
            ("count(distinct a)", "count(distinct a)"),
            ("'is distinct from'", "'is distinct from'"),
        ] {
            assert_eq!(closed(written), expected, "{written}");
        }
    }
}
