//! Exchange rates to USD: a slow random walk on working days, nothing at weekends.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::calendar::{Calendar, Day, weekday};
use crate::market::Currency;

/// One USD in millionths.
pub const ONE: i64 = 1_000_000;
/// Days of rates before the history, so that its first weekend has a rate to fall back to.
const LEAD_DAYS: i32 = 7;
const SATURDAY: u32 = 5;

/// Rates of every day, weekends carrying Friday's.
#[derive(Debug)]
pub struct FxRates {
    first_day: Day,
    eur_micros: Vec<i64>,
    gbp_micros: Vec<i64>,
}

impl FxRates {
    pub fn draw(calendar: &Calendar, seed: u64) -> Self {
        let first_day = calendar.first_day() - LEAD_DAYS;
        let days = first_day..=calendar.last_day();
        let walk = |start: f64, stream: u64| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(stream);
            let mut rate = start;
            days.clone()
                .map(|day| {
                    if is_quoted(day) {
                        let shock = rng.random_range(-0.006..0.006);
                        rate += rate * shock + (start - rate) * 0.01;
                    }
                    (rate * ONE as f64).round() as i64
                })
                .collect()
        };
        Self { first_day, eur_micros: walk(1.085, u64::MAX), gbp_micros: walk(1.265, u64::MAX - 1) }
    }

    /// Millionths of a USD for one unit of the currency: the last rate quoted on or before `day`.
    pub fn micros(&self, currency: Currency, day: Day) -> i64 {
        let rates = match currency {
            Currency::Usd => return ONE,
            Currency::Eur => &self.eur_micros,
            Currency::Gbp => &self.gbp_micros,
        };
        let index = (day - self.first_day).max(0) as usize;
        rates.get(index).or(rates.last()).copied().unwrap_or(ONE)
    }

    /// The quoted days, with the rate of each foreign currency.
    pub fn quotes(&self) -> impl Iterator<Item = (Day, Currency, i64)> + '_ {
        (self.first_day..)
            .zip(self.eur_micros.iter().zip(&self.gbp_micros))
            .filter(|(day, _)| is_quoted(*day))
            .flat_map(|(day, (eur, gbp))| [(day, Currency::Eur, *eur), (day, Currency::Gbp, *gbp)])
    }
}

fn is_quoted(day: Day) -> bool {
    weekday(day) < SATURDAY
}
