//! What a caller may choose.

use chrono::{Datelike, NaiveDate};

use crate::{GeneratorError, Result};

const CUSTOMERS_AT_SCALE_1: f64 = 5_000.0;

/// Checked settings of one generation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    scale: f64,
    as_of: NaiveDate,
    seed: u64,
}

impl Settings {
    /// Checks the settings.
    ///
    /// # Errors
    /// [`GeneratorError::Scale`] unless `scale` is from 0.002 to 1000 (10 to 5 million customers);
    /// [`GeneratorError::AsOf`] unless `as_of` is in the years 2005 to 2100.
    pub fn new(scale: f64, as_of: NaiveDate, seed: u64) -> Result<Self> {
        if !(0.002..=1_000.0).contains(&scale) {
            return Err(GeneratorError::Scale { scale });
        }
        if !(2005..=2100).contains(&as_of.year()) {
            return Err(GeneratorError::AsOf { as_of: as_of.to_string() });
        }
        Ok(Self { scale, as_of, seed })
    }

    /// Size of the company; 1 is about 5,000 customers.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// Last day of the history, included.
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Seed of all randomness.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Number of accounts.
    pub fn customers(&self) -> u64 {
        (CUSTOMERS_AT_SCALE_1 * self.scale).round() as u64
    }
}
