//! `glob_matches`: what `text GLOB 'pattern'` is written out to.
//!
//! A `*` stands for any bytes, a `?` for one, `[a-c]` and `[!a-c]` for one of a set, and a backslash takes the next byte for
//! what it is. DuckDB compares bytes, so that `ä` is two of them.

use std::sync::Arc;

use arrow::{
    array::{AsArray, BooleanArray},
    datatypes::DataType,
};

use super::{
    declared::{Declared, Kind},
    each::argument,
};

pub(super) const GLOB_MATCHES: Declared = Declared {
    name: "glob_matches",
    takes: &[&[Kind::Text, Kind::Text]],
    gives: |_| DataType::Boolean,
    compute: |arrays| {
        let texts = argument(arrays, 0)?.as_string::<i32>().iter();
        let patterns = argument(arrays, 1)?.as_string::<i32>().iter();
        let matches = texts.zip(patterns).map(|(text, pattern)| Some(matches(text?.as_bytes(), pattern?.as_bytes())));
        Ok(Arc::new(matches.collect::<BooleanArray>()))
    },
};

/// Each `*` takes as little as it can; where the rest does not match, the last one takes a byte more.
fn matches(text: &[u8], pattern: &[u8]) -> bool {
    let (mut text, mut pattern) = (text, pattern);
    let mut last_star: Option<(&[u8], &[u8])> = None;
    loop {
        if let Some((b'*', behind)) = pattern.split_first() {
            pattern = behind;
            last_star = Some((text, behind));
            continue;
        }
        if text.is_empty() {
            return pattern.is_empty();
        }
        match one(text, pattern) {
            Some((text_behind, behind)) => (text, pattern) = (text_behind, behind),
            None => {
                let Some((from, behind)) = last_star else { return false };
                let Some(from) = from.get(1..) else { return false };
                (text, pattern) = (from, behind);
                last_star = Some((from, behind));
            }
        }
    }
}

/// What is left of both when the first of the pattern stands for the first byte.
fn one<'a>(text: &'a [u8], pattern: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    let (byte, rest) = text.split_first()?;
    let (first, behind) = pattern.split_first()?;
    let behind = match first {
        b'?' => Some(behind),
        b'[' => in_set(*byte, behind),
        b'\\' => behind.split_first().filter(|(meant, _)| *meant == byte).map(|(_, behind)| behind),
        first => (first == byte).then_some(behind),
    }?;
    Some((rest, behind))
}

/// What stands behind the set, where the byte is in it. A `]` that comes first is one of the set.
fn in_set(byte: u8, set: &[u8]) -> Option<&[u8]> {
    let (is_negated, mut rest) = match set.split_first() {
        Some((b'!', behind)) => (true, behind),
        _ => (false, set),
    };
    let (mut is_in, mut is_first) = (false, true);
    loop {
        let (first, behind) = rest.split_first()?;
        if *first == b']' && !is_first {
            return (is_in != is_negated).then_some(behind);
        }
        is_first = false;
        match behind {
            [b'-', last, end @ ..] if *last != b']' => {
                is_in |= (*first..=*last).contains(&byte);
                rest = end;
            }
            _ => {
                is_in |= *first == byte;
                rest = behind;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    /// DuckDB's answers.
    #[test]
    fn patterns_are_globs_of_bytes() {
        for (text, pattern) in [
            ("", ""),
            ("", "**"),
            ("ab", "a*"),
            ("aXbXc", "a*X?"),
            ("ab", "a**b"),
            ("ab", "[a-c]b"),
            ("b", "[!a]"),
            ("a]", "a[]]"),
            ("a-", "a[a-]"),
            ("^", "[^]"),
            ("a*", "a\\*"),
            ("ä", "??"),
        ] {
            assert!(matches(text.as_bytes(), pattern.as_bytes()), "{text} {pattern}");
        }
        for (text, pattern) in
            [("AB", "a*"), ("ä", "?"), ("[", "["), ("a", "[a"), ("a", "a\\"), ("b", "[^a]"), ("ab", "[!a]b"), ("", "?")]
        {
            assert!(!matches(text.as_bytes(), pattern.as_bytes()), "{text} {pattern}");
        }
    }
}
