//! A t-digest: a sketch of a set of numbers from which quantiles can be told, most exactly near both ends.
//!
//! After T. Dunning, O. Ertl, "Computing extremely accurate quantiles using t-digests" (2019), merging digest with the
//! scale function k1. Sizes, interpolation and what is merged when are those of DuckDB's `approx_quantile`, so that both
//! tell the same of the same numbers in the same order. Of up to [`MOST_WAITING`] the order does not matter, of more it
//! does a little.

use std::f64::consts::PI;

/// How many centroids there are, about half of it, in a large digest.
const COMPRESSION: f64 = 100.0;
/// So many numbers wait to be merged.
const MOST_WAITING: usize = 800;
/// More centroids than this, of digests put together, are merged again.
const MOST_MERGED: usize = 200;

/// Numbers that are near each other: their mean, and how many they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Centroid {
    pub(super) mean: f64,
    pub(super) weight: f64,
}

#[derive(Debug, Clone, Default)]
pub(super) struct TDigest {
    /// In ascending order.
    merged: Vec<Centroid>,
    waiting: Vec<Centroid>,
}

impl TDigest {
    /// Numbers that are not finite are left out.
    pub(super) fn add(&mut self, centroid: Centroid) {
        if !centroid.mean.is_finite() {
            return;
        }
        self.waiting.push(centroid);
        if self.waiting.len() > MOST_WAITING {
            self.merge();
        }
    }

    /// All that another digest needs to take this one in: first those that are merged, so many.
    pub(super) fn centroids(&self) -> (usize, impl Iterator<Item = Centroid> + '_) {
        (self.merged.len(), self.merged.iter().chain(&self.waiting).copied())
    }

    /// Takes in another digest, given as [`Self::centroids`] gives it.
    pub(super) fn take_in(&mut self, merged: usize, centroids: impl Iterator<Item = Centroid>) {
        let mut centroids = centroids.fuse();
        self.merged.extend(centroids.by_ref().take(merged));
        self.merged.sort_by(|a, b| a.mean.total_cmp(&b.mean));
        self.waiting.extend(centroids);
        if self.merged.len() > MOST_MERGED || self.waiting.len() > MOST_WAITING {
            self.merge();
        }
    }

    /// Bytes on the heap.
    pub(super) fn size(&self) -> usize {
        (self.merged.capacity() + self.waiting.capacity()) * size_of::<Centroid>()
    }

    fn merge(&mut self) {
        let mut all = std::mem::take(&mut self.waiting);
        all.append(&mut self.merged);
        all.sort_by(|a, b| a.mean.total_cmp(&b.mean));
        let total: f64 = all.iter().map(|centroid| centroid.weight).sum();
        let mut rest = all.into_iter();
        let Some(mut current) = rest.next() else { return };
        let mut passed = current.weight;
        let mut limit = total * share_at(1.0);
        for next in rest {
            if passed + next.weight <= limit {
                current.weight += next.weight;
                current.mean += next.weight * (next.mean - current.mean) / current.weight;
            } else {
                limit = total * share_at(place_of(passed / total) + 1.0);
                self.merged.push(std::mem::replace(&mut current, next));
            }
            passed += next.weight;
        }
        self.merged.push(current);
    }

    /// The number below which that share of all lies; `None` of nothing.
    pub(super) fn quantile(&mut self, share: f64) -> Option<f64> {
        if !self.waiting.is_empty() {
            self.merge();
        }
        let (first, others) = self.merged.split_first()?;
        let total: f64 = self.merged.iter().map(|centroid| centroid.weight).sum();
        let at = share * total;
        let mut before = (first.weight / 2.0, first.mean);
        if at <= before.0 {
            return Some(first.mean);
        }
        let mut passed = first.weight;
        for centroid in others {
            let middle = passed + centroid.weight / 2.0;
            if at <= middle {
                let (left, right) = (middle - at, at - before.0);
                let between = (before.1 * left + centroid.mean * right) / (left + right);
                return Some(between.clamp(before.1, centroid.mean));
            }
            before = (middle, centroid.mean);
            passed += centroid.weight;
        }
        Some(before.1)
    }
}

/// The scale function: how many centroids lie below that share.
fn place_of(share: f64) -> f64 {
    COMPRESSION * ((2.0 * share - 1.0).asin() + PI / 2.0) / PI
}

/// Its inverse.
fn share_at(place: f64) -> f64 {
    ((place.min(COMPRESSION) * PI / COMPRESSION - PI / 2.0).sin() + 1.0) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(numbers: impl IntoIterator<Item = f64>) -> TDigest {
        let mut digest = TDigest::default();
        numbers.into_iter().for_each(|mean| digest.add(Centroid { mean, weight: 1.0 }));
        digest
    }

    #[test]
    fn of_few_numbers_it_is_exact() {
        assert_eq!(digest([]).quantile(0.5), None);
        assert_eq!(digest([7.0]).quantile(0.99), Some(7.0));
        assert_eq!(digest([1000.0, 1.0, 3.0, 2.0]).quantile(0.5), Some(2.5));
        assert_eq!(digest([1.0, 2.0, 3.0]).quantile(0.5), Some(2.0));
        assert_eq!(digest([1.0, 2.0, 3.0, 4.0]).quantile(0.0), Some(1.0));
        assert_eq!(digest([1.0, 2.0, 3.0, 4.0]).quantile(1.0), Some(4.0));
        assert_eq!(digest([1.0, f64::NAN, f64::INFINITY, 3.0]).quantile(0.5), Some(2.0));
    }

    #[test]
    fn of_many_it_is_near() {
        let numbers = (0..100_000_u32).map(|n| f64::from(n * 7919 % 100_000));
        let mut digest = digest(numbers);
        for share in [0.01, 0.25, 0.5, 0.75, 0.99] {
            let found = digest.quantile(share).expect("there are numbers");
            assert!((found / 100_000.0 - share).abs() < 0.005, "{share}: {found}");
        }
        assert!(digest.centroids().1.count() < 200);
    }

    #[test]
    fn parts_can_be_put_together() {
        let mut whole = digest((0..500).map(f64::from));
        let mut parts = digest((0..250).map(f64::from));
        let other = digest((250..500).map(f64::from));
        let (merged, centroids) = other.centroids();
        parts.take_in(merged, centroids);
        assert_eq!(parts.quantile(0.3), whole.quantile(0.3));
    }

    #[test]
    fn a_digest_taken_in_by_an_empty_one_stays_as_it_is() {
        let mut whole = digest((0..1600_u32).map(|n| f64::from(n * 7919 % 1600)));
        let mut copy = TDigest::default();
        let (merged, centroids) = whole.centroids();
        copy.take_in(merged, centroids);
        for share in [0.01, 0.3, 0.9] {
            assert_eq!(copy.quantile(share), whole.quantile(share));
        }
    }
}
