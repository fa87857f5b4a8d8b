//! Regular expressions with options, and replacements with references to groups.

use datafusion::sql::sqlparser::ast::Expr;

use super::{quoted, template::filled, text};

/// The options of DuckDB that DataFusion knows; `None` where the pattern is to be read letter by letter.
fn known(options: &str) -> Option<String> {
    (!options.contains('l')).then(|| options.chars().filter(|option| matches!(option, 'i' | 's' | 'g')).collect())
}

/// A part of the text matches.
pub(super) fn matches(arguments: &[&Expr], options: &str) -> Option<Expr> {
    match known(options) {
        Some(options) if options.is_empty() => filled("regexp_like($1, $2)", arguments),
        Some(options) => filled("regexp_like($1, $2, $4)", &with(arguments, &quoted(&options))),
        None if options.contains('i') => filled("(strpos(lower($1), lower($2)) > 0)", arguments),
        None => filled("(strpos($1, $2) > 0)", arguments),
    }
}

/// The whole of the text matches.
pub(super) fn full_match(arguments: &[&Expr], options: &str) -> Option<Expr> {
    match known(options) {
        Some(options) if options.is_empty() => filled(super::table::FULL_MATCH, arguments),
        Some(options) => filled(r"regexp_like($1, '\A(?:' || $2 || ')\z', $4)", &with(arguments, &quoted(&options))),
        None if options.contains('i') => filled("(lower($1) = lower($2))", arguments),
        None => filled("($1 = $2)", arguments),
    }
}

/// `$` is a letter like any other in a replacement, and groups are named `\1`.
pub(super) fn replaced(arguments: &[&Expr]) -> Option<Expr> {
    let (source, pattern, replacement, options) = match arguments {
        [source, pattern, replacement] => (source, pattern, replacement, None),
        [source, pattern, replacement, options] => (source, pattern, replacement, Some(text(options)?)),
        _ => return None,
    };
    let literal = text(replacement)?;
    let known = options.map(known);
    let is_changed =
        options.is_some_and(|written| known.as_ref().is_none_or(|known| known.as_deref() != Some(written)));
    if !literal.contains('$') && !is_changed {
        return None;
    }
    let replacement = quoted(&literal.replace('$', "$$"));
    match known {
        None => filled("regexp_replace($1, $2, $3)", &[source, pattern, &replacement]),
        Some(Some(options)) if options.is_empty() => {
            filled("regexp_replace($1, $2, $3)", &[source, pattern, &replacement])
        }
        Some(Some(options)) => {
            filled("regexp_replace($1, $2, $3, $4)", &[source, pattern, &replacement, &quoted(&options)])
        }
        Some(None) if options.is_some_and(|options| options.contains('g') && !options.contains('i')) => {
            filled("replace($1, $2, $3)", &[source, pattern, &quoted(literal)])
        }
        Some(None) => None,
    }
}

fn with<'a>(arguments: &[&'a Expr], another: &'a Expr) -> Vec<&'a Expr> {
    arguments.iter().copied().chain([another]).collect()
}
