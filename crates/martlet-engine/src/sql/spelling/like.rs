//! `LIKE … ESCAPE`: the engine knows the backslash only.

use datafusion::sql::sqlparser::ast::{Expr, Value, ValueWithSpan};

use super::{quoted, text};

/// A literal pattern with backslashes before what is escaped.
pub(super) fn with_backslashes(pattern: &Expr, escape: &ValueWithSpan) -> Option<Expr> {
    let Value::SingleQuotedString(escape) = &escape.value else { return None };
    let mut escape = escape.chars();
    let (escape, None) = (escape.next()?, escape.next()) else { return None };
    let mut written = String::new();
    let mut letters = text(pattern)?.chars();
    while let Some(letter) = letters.next() {
        if letter == escape {
            written.push('\\');
            written.push(letters.next()?);
        } else if letter == '\\' {
            written.push_str("\\\\");
        } else {
            written.push(letter);
        }
    }
    Some(quoted(&written))
}
