//! Tokens that the parser would read otherwise than DuckDB does.
//!
//! In: the tokens of a text. Out: the same, with `interval (2) month` as `interval 2 month`, whose number is lost else.

use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan};

/// The tokens as the parser is to read them.
pub(super) fn as_in_duckdb(tokens: Vec<TokenWithSpan>) -> Vec<TokenWithSpan> {
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
