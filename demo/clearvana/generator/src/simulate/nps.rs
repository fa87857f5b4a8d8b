//! Answers to "would you recommend us", about one in each ten months.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::calendar::{DAY, Instant};
use crate::tables::NpsResponse;

use super::account::Account;
use super::choice::chance;
use super::customer::{History, Ids, World};

const ASKED_EVERY_DAYS: i64 = 90;
const ANSWER_SHARE: f64 = 0.3;

pub fn respond(world: &World, account: &Account, rng: &mut ChaCha8Rng, ids: &mut Ids, out: &mut History) {
    let mean = if account.has_low_early_usage { 6.4 } else { 8.1 };
    let spans: Vec<(Instant, Instant)> = out
        .timelines
        .iter()
        .filter_map(|line| Some((line.states.first()?.from, line.ended_at.unwrap_or(world.calendar.end()))))
        .take(1)
        .collect();
    for (from, to) in spans {
        let mut asked_at = from + 30 * DAY;
        while asked_at + 5 * DAY < to {
            if chance(rng, ANSWER_SHARE) {
                let noise: f64 = (0..3).map(|_| rng.random_range(-1.8..1.8)).sum();
                out.nps_responses.push(NpsResponse {
                    id: Ids::next(&mut ids.nps_response),
                    customer_id: account.row.id,
                    score: (mean + noise).round().clamp(0.0, 10.0) as i32,
                    responded_at: asked_at + rng.random_range(0..4 * DAY),
                });
            }
            asked_at += ASKED_EVERY_DAYS * DAY;
        }
    }
}
