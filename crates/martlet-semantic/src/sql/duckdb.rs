//! What DuckDB and DataFusion both read, and not alike: powers, backslashes in patterns, decimals without digits.
//!
//! In: an expression of a project. Out: the same for DataFusion. It works on words, because DataFusion's parser gives `^`
//! another rank, or does not read the text at all.

use super::{
    dialect::operand_end,
    lists,
    token::{Token, TokenKind, tokens},
};

/// Types that DuckDB means by these names.
const TYPES: &[(&str, &str)] = &[
    ("numeric", "decimal(18, 3)"),
    ("decimal", "decimal(18, 3)"),
    ("dec", "decimal(18, 3)"),
    ("hugeint", "decimal(38, 0)"),
    ("int128", "decimal(38, 0)"),
    ("signed", "integer"),
];

/// The expression as DataFusion reads it.
pub(super) fn spelt_out(sql: &str) -> String {
    powers(lists::membership(words(sql)))
}

fn words(sql: &str) -> String {
    let tokens = tokens(sql);
    let mut out = String::with_capacity(sql.len());
    let mut before = "";
    for (at, token) in tokens.iter().enumerate() {
        let next = after(&tokens, at);
        let is = |name: &str| token.kind == TokenKind::Word && token.text.eq_ignore_ascii_case(name);
        let named = TYPES.iter().find(|(name, _)| is(name)).map(|(_, meant)| *meant);
        if let Some(meant) = named.filter(|_| is_type_place(before) && next.is_none_or(|next| next.text != "(")) {
            out.push_str(meant);
        } else if (is("isnull") || is("notnull")) && is_operand_end(before) && next.is_none_or(|next| next.text != "(")
        {
            out.push_str(if is("isnull") { "is null" } else { "is not null" });
        } else if token.kind == TokenKind::Text
            && matches!(before.to_ascii_lowercase().as_str(), "like" | "ilike")
            && next.is_none_or(|next| !next.text.eq_ignore_ascii_case("escape"))
        {
            // A backslash is a letter like any other, unless the pattern says that it escapes.
            out.push_str(&token.text.replace('\\', "\\\\"));
        } else {
            out.push_str(token.text);
        }
        if token.kind != TokenKind::Space {
            before = token.text;
        }
    }
    out
}

fn after<'a, 'b>(tokens: &'b [Token<'a>], at: usize) -> Option<&'b Token<'a>> {
    tokens.get(at + 1..)?.iter().find(|token| token.kind != TokenKind::Space)
}

fn is_type_place(before: &str) -> bool {
    before == "::" || before.eq_ignore_ascii_case("as")
}

/// Whether a value can end with this word.
fn is_operand_end(word: &str) -> bool {
    word == ")"
        || word.chars().next_back().is_some_and(|last| last.is_alphanumeric() || matches!(last, '_' | '"' | '\''))
}

/// `a ^ b` and `a ** b`, from the left.
fn powers(mut sql: String) -> String {
    loop {
        let parts = tokens(&sql);
        let is_power = |at: usize| {
            let token = parts.get(at).filter(|token| token.kind == TokenKind::Symbol);
            token.is_some_and(|token| token.text == "**" || token.text == "^")
                && parts.get(at + 1).is_none_or(|next| next.text != "@")
        };
        let Some(operator) = (0..parts.len()).find(|at| is_power(*at)) else { return sql };
        let Some(start) = operand_start(&parts, operator) else { return sql };
        let is_space = |at: &usize| parts.get(*at).is_some_and(|token| token.kind == TokenKind::Space);
        let right = operator + 1 + (operator + 1..).take_while(is_space).count();
        let end = operand_end(&parts, right);
        let text = |from: usize, to: usize| -> String {
            parts.get(from..to).unwrap_or_default().iter().map(|token| token.text).collect()
        };
        let power = format!("power({}, {})", text(start, operator).trim_end(), text(right, end));
        sql = format!("{}{power}{}", text(0, start), text(end, parts.len()));
    }
}

/// Where the operand before `end` begins: a literal, a name with dots, a call, or a parenthesis, with any `::type`
/// behind it and a sign before it.
pub(super) fn operand_start(tokens: &[Token<'_>], end: usize) -> Option<usize> {
    let solid = |mut at: usize| {
        while at > 0 && tokens.get(at - 1).is_some_and(|token| token.kind == TokenKind::Space) {
            at -= 1;
        }
        at
    };
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let mut start = solid(end).checked_sub(1)?;
    if kind(start) == Some(TokenKind::Close) {
        let mut depth = 1_usize;
        while depth > 0 {
            start = start.checked_sub(1)?;
            match kind(start) {
                Some(TokenKind::Open) => depth -= 1,
                Some(TokenKind::Close) => depth += 1,
                _ => {}
            }
        }
        let name = solid(start);
        if name > 0 && kind(name - 1) == Some(TokenKind::Word) && !is_keyword(text(name - 1)) {
            start = name - 1;
        }
    }
    while start >= 2 && text(start - 1) == "." {
        start -= 2;
    }
    if start >= 2 && text(start - 1) == "::" {
        return operand_start(tokens, start - 1);
    }
    // A sign belongs to the operand where nothing stands before it that it could add to.
    let sign = solid(start).checked_sub(1);
    if let Some(sign) = sign.filter(|sign| matches!(text(*sign), "-" | "+")) {
        let before = solid(sign).checked_sub(1).map_or("", text);
        if !is_operand_end(before) || is_keyword(before) {
            start = sign;
        }
    }
    Some(start)
}

pub(super) fn is_keyword(word: &str) -> bool {
    const WORDS: [&str; 13] =
        ["and", "or", "not", "in", "when", "then", "else", "case", "between", "like", "ilike", "is", "on"];
    WORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::spelt_out;

    #[test]
    fn powers_bind_from_the_left() {
        for (duckdb, datafusion) in [
            ("a ^ 2", "power(a, 2)"),
            ("2 * t.a ** b", "2 * power(t.a, b)"),
            ("2 ^ 3 ^ 2", "power(power(2, 3), 2)"),
            ("-2 ^ 2", "power(-2, 2)"),
            ("1 - 2 ^ -1", "1 - power(2, -1)"),
            ("(a + b)^f(c)", "power((a + b), f(c))"),
            ("round(a, 1) ^ 2 > 3", "power(round(a, 1), 2) > 3"),
            ("x and (a) ^ 2 > 1", "x and power((a), 2) > 1"),
            ("a::double ^ 2", "power(a::double, 2)"),
            ("when -a ^ 2", "when power(-a, 2)"),
            ("'a ^ b'", "'a ^ b'"),
            ("a ^@ 'b'", "a ^@ 'b'"),
            ("count(*)", "count(*)"),
        ] {
            assert_eq!(spelt_out(duckdb), datafusion, "{duckdb}");
        }
    }

    #[test]
    fn types_have_duckdbs_digits() {
        assert_eq!(spelt_out("a::numeric"), "a::decimal(18, 3)");
        assert_eq!(spelt_out("cast(a as DECIMAL)"), "cast(a as decimal(18, 3))");
        assert_eq!(spelt_out("cast(a as decimal(9, 2))"), "cast(a as decimal(9, 2))");
        assert_eq!(spelt_out("dec + 1"), "dec + 1");
    }

    #[test]
    fn backslashes_are_letters() {
        assert_eq!(spelt_out(r"a like 'x\_%'"), r"a like 'x\\_%'");
        assert_eq!(spelt_out(r"a like 'x\_%' escape '\'"), r"a like 'x\_%' escape '\'");
        assert_eq!(spelt_out(r"a = 'x\_%'"), r"a = 'x\_%'");
    }

    #[test]
    fn tests_for_null_can_stand_behind() {
        assert_eq!(spelt_out("a isnull or f(b) NOTNULL"), "a is null or f(b) is not null");
        assert_eq!(spelt_out("isnull + 1"), "isnull + 1");
    }
}
