//! Regular expressions with DuckDB's options, each compiled once for many rows.

use std::collections::HashMap;

use datafusion::{common::exec_err, error::Result};
use regex::{Regex, RegexBuilder, escape};

/// The patterns of one call.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    compiled: HashMap<(String, String), Regex>,
}

impl Patterns {
    pub(super) fn get(&mut self, pattern: &str, options: &str) -> Result<&Regex> {
        let key = (pattern.to_owned(), options.to_owned());
        if !self.compiled.contains_key(&key) {
            let regex = compiled(pattern, options)?;
            self.compiled.insert(key.clone(), regex);
        }
        match self.compiled.get(&key) {
            Some(regex) => Ok(regex),
            None => exec_err!("the pattern `{pattern}` is lost"),
        }
    }
}

fn compiled(pattern: &str, options: &str) -> Result<Regex> {
    let mut builder =
        if options.contains('l') { RegexBuilder::new(&escape(pattern)) } else { RegexBuilder::new(pattern) };
    for option in options.chars() {
        match option {
            'c' => builder.case_insensitive(false),
            'i' => builder.case_insensitive(true),
            's' => builder.dot_matches_new_line(true),
            'm' | 'n' | 'p' => builder.dot_matches_new_line(false),
            'l' | 'g' | ' ' => &mut builder,
            other => {
                return exec_err!(
                    "`{other}` is no option of a regular expression; there are c, i, l, m, n, p, s and g"
                );
            }
        };
    }
    builder.build().or_else(|error| exec_err!("`{pattern}` is no regular expression: {error}"))
}

#[cfg(test)]
mod tests {
    use super::Patterns;

    #[test]
    fn options_are_those_of_duckdb() {
        let mut patterns = Patterns::default();
        let mut matches =
            |pattern, options, text: &str| patterns.get(pattern, options).is_ok_and(|regex| regex.is_match(text));
        assert!(matches("a.b", "", "axb"));
        assert!(!matches("a.b", "l", "axb"));
        assert!(matches("A", "i", "a") && !matches("A", "c", "a"));
        assert!(matches("a.b", "s", "a\nb") && !matches("a.b", "", "a\nb"));
        assert!(!matches("a", "q", "a") && !matches("(", "", "("));
    }
}
