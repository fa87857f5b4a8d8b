//! Who a customer is: attributes that are stored, and traits that only show in behaviour.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::behaviour::{DUPLICATE_EMAIL_SHARE, LOW_USAGE_SHARE, NEAR_LIMIT_SHARE, TEST_SHARE};
use crate::calendar::Instant;
use crate::market::{BANDS, Band, CHANNELS, COUNTRIES, Channel, Country, Currency, INDUSTRIES};
use crate::tables::Customer;

use super::choice::{chance, weighted};
use super::customer::World;

/// Share of accounts whose country is typed in some other way than by its code.
const ODD_SPELLING_SHARE: f64 = 0.35;

const FIRST_WORDS: [&str; 24] = [
    "Alder", "Amber", "Birch", "Bright", "Cedar", "Clear", "Copper", "Delta", "Ember", "Fern", "Granite", "Harbor",
    "Iron", "Juniper", "Lumen", "Maple", "North", "Oak", "Pine", "River", "Silver", "Summit", "Tidal", "Willow",
];
const SECOND_WORDS: [&str; 20] = [
    "Analytics",
    "Bakery",
    "Clinic",
    "Consulting",
    "Education",
    "Foods",
    "Goods",
    "Health",
    "Industries",
    "Labs",
    "Logistics",
    "Media",
    "Outfitters",
    "Partners",
    "Retail",
    "Software",
    "Studio",
    "Supply",
    "Systems",
    "Works",
];

/// A customer with what drives its behaviour.
#[derive(Debug)]
pub struct Account {
    pub row: Customer,
    pub country: &'static Country,
    pub band: &'static Band,
    pub channel: &'static Channel,
    pub channel_index: usize,
    pub method: &'static str,
    pub has_low_early_usage: bool,
    pub is_near_limit: bool,
}

impl Account {
    pub fn draw(world: &World, index: u64, signed_up_at: Instant, rng: &mut ChaCha8Rng) -> Self {
        let country = &COUNTRIES[weighted(rng, COUNTRIES.iter().map(|country| country.weight))];
        let industry = INDUSTRIES[weighted(rng, INDUSTRIES.iter().map(|(_, weight)| *weight))].0;
        let band = &BANDS[weighted(rng, BANDS.iter().map(|band| band.weight))];
        let channel_index = weighted(rng, CHANNELS.iter().map(|channel| channel.weight));
        let channel = &CHANNELS[channel_index];
        let spelling = if chance(rng, ODD_SPELLING_SHARE) {
            country.spellings[rng.random_range(0..country.spellings.len())]
        } else {
            country.code
        };
        let is_duplicate = index > 60 && chance(rng, DUPLICATE_EMAIL_SHARE);
        let email_of = if is_duplicate { index - rng.random_range(1..60_u64) } else { index };
        let updated_at = rng.random_range(signed_up_at..world.calendar.end().max(signed_up_at + 1));
        let row = Customer {
            id: index as i64 + 1,
            company_name: company_name(index),
            email: format!(
                "billing@{}-{}.example",
                company_name(email_of).to_lowercase().replace(' ', "-"),
                email_of + 1
            ),
            country: spelling.to_owned(),
            industry,
            employee_band: band.name,
            signup_source: channel.name,
            currency: country.currency.code(),
            is_test: chance(rng, TEST_SHARE),
            created_at: signed_up_at,
            updated_at,
            deleted_at: None,
        };
        Self {
            row,
            country,
            band,
            channel,
            channel_index,
            method: payment_method(country.currency, rng),
            has_low_early_usage: chance(rng, LOW_USAGE_SHARE),
            is_near_limit: chance(rng, NEAR_LIMIT_SHARE),
        }
    }
}

fn company_name(index: u64) -> String {
    let spread = index.wrapping_mul(2_654_435_761) >> 7;
    let first = FIRST_WORDS[(spread % FIRST_WORDS.len() as u64) as usize];
    let second = SECOND_WORDS[(spread / 31 % SECOND_WORDS.len() as u64) as usize];
    format!("{first} {second}")
}

fn payment_method(currency: Currency, rng: &mut ChaCha8Rng) -> &'static str {
    let draw = rng.random::<f64>();
    match currency {
        Currency::Eur if draw < 0.34 => "sepa_debit",
        Currency::Usd if draw < 0.14 => "ach",
        Currency::Gbp if draw < 0.18 => "bacs",
        _ if draw > 0.90 => "paypal",
        _ => "card",
    }
}
