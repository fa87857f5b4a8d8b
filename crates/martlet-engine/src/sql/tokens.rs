//! Tokens that the parser would read otherwise than DuckDB does.
//!
//! In: the tokens of a text. Out: the same, with `interval (2) month` as `interval 2 month`, whose number is lost else, and
//! with `GLOB` as `OPERATOR(GLOB)`, which the parser knows.

use datafusion::sql::sqlparser::{
    keywords::Keyword,
    tokenizer::{Token, TokenWithSpan},
};

/// What the parser makes of `GLOB` and `NOT GLOB`.
pub(super) const GLOB: &str = "GLOB";
pub(super) const NOT_GLOB: &str = "NOT_GLOB";

/// The tokens as the parser is to read them.
pub(super) fn as_in_duckdb(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let tokens = globs_as_operators(tokens);
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    for token in tokens {
        match opened_behind_interval(&out).filter(|_| token.token == Token::RParen) {
            Some(open) => {
                out.remove(open);
            }
            None => out.push(token),
        }
    }
    out
}

/// Where the parenthesis opens that holds nothing but the number of an interval.
fn opened_behind_interval(tokens: &[TokenWithSpan]) -> Option<usize> {
    let mut solid = tokens.iter().enumerate().rev().filter(|(_, token)| !matches!(token.token, Token::Whitespace(_)));
    let (_, number) = solid.next()?;
    let (open, parenthesis) = solid.next()?;
    let (_, word) = solid.next()?;
    let is_interval = matches!(&word.token, Token::Word(word) if word.quote_style.is_none() && word.value.eq_ignore_ascii_case("interval"));
    (matches!(number.token, Token::Number(..)) && parenthesis.token == Token::LParen && is_interval).then_some(open)
}

/// The word is an operator where a value stands on both sides; else it is a name.
fn globs_as_operators(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
    let is_space = |token: &TokenWithSpan| matches!(token.token, Token::Whitespace(_));
    let mut out: Vec<TokenWithSpan> = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let behind = tokens.iter().skip(at + 1).find(|token| !is_space(token));
        let before = out.iter().rposition(|token| !is_space(token));
        let ends_value = before.and_then(|before| out.get(before)).is_some_and(|token| ends_value(&token.token));
        let begins_value = behind.is_some_and(|token| begins_value(&token.token));
        let is_glob = is_word(&token.token, "glob") && ends_value && begins_value;
        let Some(before) = before.filter(|_| is_glob) else {
            out.push(token.clone());
            continue;
        };
        let is_negated = out.get(before).is_some_and(|token| is_word(&token.token, "not"));
        if is_negated {
            out.remove(before);
        }
        let operator = Token::make_word(if is_negated { NOT_GLOB } else { GLOB }, None);
        let written = [Token::make_keyword("OPERATOR"), Token::LParen, operator, Token::RParen];
        out.extend(written.map(|written| TokenWithSpan::new(written, token.span)));
    }
    out
}

fn is_word(token: &Token, word: &str) -> bool {
    matches!(token, Token::Word(found) if found.quote_style.is_none() && found.value.eq_ignore_ascii_case(word))
}

/// Words that are kept for SQL elsewhere may be columns.
fn ends_value(token: &Token) -> bool {
    match token {
        Token::Word(word) => !matches!(
            word.keyword,
            Keyword::SELECT | Keyword::DISTINCT | Keyword::ALL | Keyword::BY | Keyword::AS | Keyword::FROM
        ),
        Token::SingleQuotedString(_) | Token::Number(..) | Token::RParen | Token::RBracket => true,
        _ => false,
    }
}

fn begins_value(token: &Token) -> bool {
    match token {
        Token::SingleQuotedString(_) => true,
        Token::Word(word) => word.quote_style.is_some() || matches!(word.keyword, Keyword::NoKeyword | Keyword::NULL),
        _ => false,
    }
}
