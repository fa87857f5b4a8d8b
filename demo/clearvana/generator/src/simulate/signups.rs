//! When customers sign up: growth, season and weekday.

use chrono::Datelike;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::behaviour::{MONTHS_OF_HISTORY, SIGNUP_GROWTH, SIGNUP_SEASON};
use crate::calendar::{Calendar, DAY, Day, Instant, date_of, weekday};

const STREAM: u64 = u64::MAX - 2;
const WEEKDAYS: [f64; 7] = [1.1, 1.15, 1.1, 1.05, 0.9, 0.3, 0.3];

/// One instant for each customer, in order of time.
pub fn signup_instants(calendar: &Calendar, customers: u64, seed: u64) -> Vec<Instant> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(STREAM);
    let mut cumulative = Vec::new();
    let mut total = 0.0;
    for day in calendar.first_day()..=calendar.last_day() {
        total += weight(calendar, day);
        cumulative.push((day, total));
    }
    let mut instants: Vec<Instant> = (0..customers)
        .map(|_| {
            let point = rng.random::<f64>() * total;
            let index = cumulative.partition_point(|(_, until)| *until <= point);
            let day = cumulative.get(index).map_or(calendar.last_day(), |(day, _)| *day);
            Instant::from(day) * DAY + office_hours(&mut rng)
        })
        .collect();
    instants.sort_unstable();
    instants
}

fn weight(calendar: &Calendar, day: Day) -> f64 {
    let progress = f64::from(day - calendar.first_day()) / 30.4 / f64::from(MONTHS_OF_HISTORY);
    let season = SIGNUP_SEASON[date_of(day).month0() as usize % SIGNUP_SEASON.len()];
    (SIGNUP_GROWTH * progress).exp() * season * WEEKDAYS[weekday(day) as usize % WEEKDAYS.len()]
}

/// A time of day around working hours in the Americas and Europe.
fn office_hours(rng: &mut ChaCha8Rng) -> Instant {
    let seconds = rng.random_range(7 * 3_600..23 * 3_600_i64);
    seconds * crate::calendar::SECOND
}
