//! Weighted choices.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Index drawn in proportion to the weights; 0 if there are none.
pub fn weighted(rng: &mut ChaCha8Rng, weights: impl Iterator<Item = f64> + Clone) -> usize {
    let total: f64 = weights.clone().sum();
    let mut left = rng.random::<f64>() * total;
    let mut last_possible = 0;
    for (index, weight) in weights.enumerate() {
        if weight > 0.0 {
            last_possible = index;
            if left < weight {
                return index;
            }
        }
        left -= weight;
    }
    last_possible
}

/// True with the given probability; values past the ends are cut.
pub fn chance(rng: &mut ChaCha8Rng, probability: f64) -> bool {
    rng.random::<f64>() < probability
}
