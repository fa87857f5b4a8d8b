//! How alike two texts are, counted in bytes as DuckDB does: `levenshtein`, `damerau_levenshtein`, `hamming`, `jaccard`,
//! `jaro_similarity`, `jaro_winkler_similarity`.

use std::{collections::HashSet, sync::Arc};

use arrow::{
    array::{ArrayRef, AsArray, Float64Array, Int64Array},
    datatypes::DataType,
};
use datafusion::{common::exec_err, error::Result};

use super::{
    declared::{Declared, Kind},
    each::argument,
};

const fn steps(name: &'static str, compute: fn(&[ArrayRef]) -> Result<ArrayRef>) -> Declared {
    Declared { name, takes: &[&[Kind::Text, Kind::Text]], gives: |_| DataType::Int64, compute }
}

const fn likeness(name: &'static str, compute: fn(&[ArrayRef]) -> Result<ArrayRef>) -> Declared {
    Declared { name, takes: &[&[Kind::Text, Kind::Text]], gives: |_| DataType::Float64, compute }
}

pub(super) const LEVENSHTEIN: Declared = steps("levenshtein", |arrays| {
    counts(arrays, |left, right| Ok(strsim::generic_levenshtein(&Bytes(left), &Bytes(right))))
});
pub(super) const DAMERAU_LEVENSHTEIN: Declared = steps("damerau_levenshtein", |arrays| {
    counts(arrays, |left, right| Ok(strsim::generic_damerau_levenshtein(left, right)))
});
pub(super) const HAMMING: Declared = steps("hamming", |arrays| {
    counts(arrays, |left, right| match strsim::generic_hamming(Bytes(left), Bytes(right)) {
        Ok(count) => Ok(count),
        Err(_) => exec_err!("hamming compares texts of one length"),
    })
});
pub(super) const JACCARD: Declared = likeness("jaccard", |arrays| shares(arrays, jaccard));
pub(super) const JARO: Declared = likeness("jaro_similarity", |arrays| {
    shares(arrays, |left, right| Ok(strsim::generic_jaro(&Bytes(left), &Bytes(right))))
});
pub(super) const JARO_WINKLER: Declared = likeness("jaro_winkler_similarity", |arrays| {
    shares(arrays, |left, right| Ok(strsim::generic_jaro_winkler(&Bytes(left), &Bytes(right))))
});

/// Bytes as a collection of its own, which is what `strsim` walks through.
#[derive(Clone, Copy)]
struct Bytes<'a>(&'a [u8]);

impl<'a> IntoIterator for Bytes<'a> {
    type Item = u8;
    type IntoIter = std::iter::Copied<std::slice::Iter<'a, u8>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().copied()
    }
}

impl<'a> IntoIterator for &Bytes<'a> {
    type Item = u8;
    type IntoIter = std::iter::Copied<std::slice::Iter<'a, u8>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().copied()
    }
}

fn counts(arrays: &[ArrayRef], count: fn(&[u8], &[u8]) -> Result<usize>) -> Result<ArrayRef> {
    let counted = pairs(arrays)?.map(|pair| match pair {
        Some((left, right)) => Ok(Some(i64::try_from(count(left.as_bytes(), right.as_bytes())?).unwrap_or(i64::MAX))),
        None => Ok(None),
    });
    Ok(Arc::new(counted.collect::<Result<Int64Array>>()?))
}

fn shares(arrays: &[ArrayRef], share: fn(&[u8], &[u8]) -> Result<f64>) -> Result<ArrayRef> {
    let shares =
        pairs(arrays)?.map(|pair| pair.map(|(left, right)| share(left.as_bytes(), right.as_bytes())).transpose());
    Ok(Arc::new(shares.collect::<Result<Float64Array>>()?))
}

fn pairs(arrays: &[ArrayRef]) -> Result<impl Iterator<Item = Option<(&str, &str)>>> {
    let left = argument(arrays, 0)?.as_string::<i32>();
    let right = argument(arrays, 1)?.as_string::<i32>();
    Ok(left.iter().zip(right.iter()).map(|(left, right)| Some((left?, right?))))
}

/// The share of the bytes of both that both have.
fn jaccard(left: &[u8], right: &[u8]) -> Result<f64> {
    if left.is_empty() || right.is_empty() {
        return exec_err!("jaccard compares texts that are not empty");
    }
    let (left, right): (HashSet<&u8>, HashSet<&u8>) = (left.iter().collect(), right.iter().collect());
    Ok(left.intersection(&right).count() as f64 / left.union(&right).count() as f64)
}

#[cfg(test)]
mod tests {
    use super::{Bytes, jaccard};

    /// DuckDB's answers.
    #[test]
    fn bytes_are_counted() {
        assert_eq!(strsim::generic_levenshtein(&Bytes("é".as_bytes()), &Bytes(b"e")), 2);
        assert_eq!(strsim::generic_damerau_levenshtein(b"abcd".as_slice(), b"acbd".as_slice()), 1);
        assert_eq!(strsim::generic_jaro(&Bytes(b"duck"), &Bytes(b"duckdb")), 0.888_888_888_888_888_8);
        assert_eq!(jaccard(b"abc", b"abx").ok(), Some(0.5));
        assert!(jaccard(b"", b"a").is_err());
    }
}
