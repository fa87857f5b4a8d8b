//! Who buys: countries, currencies, industries, sizes and channels, with their weights.

/// Currency of a customer's bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Currency {
    Usd,
    Eur,
    Gbp,
}

impl Currency {
    pub fn code(self) -> &'static str {
        match self {
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Gbp => "GBP",
        }
    }

    /// Local list price in percent of the one in USD.
    pub fn price_percent(self) -> i64 {
        match self {
            Self::Usd => 100,
            Self::Eur => 95,
            Self::Gbp => 82,
        }
    }
}

/// A country and how people write it.
#[derive(Debug, Clone, Copy)]
pub struct Country {
    pub code: &'static str,
    pub spellings: &'static [&'static str],
    pub currency: Currency,
    pub tax_percent: i64,
    pub weight: f64,
}

const fn country(
    code: &'static str,
    spellings: &'static [&'static str],
    currency: Currency,
    tax_percent: i64,
    weight: f64,
) -> Country {
    Country { code, spellings, currency, tax_percent, weight }
}

pub const COUNTRIES: [Country; 12] = [
    country("US", &["us", "USA", "United States", "united states"], Currency::Usd, 0, 40.0),
    country("GB", &["gb", "UK", "United Kingdom", "Great Britain"], Currency::Gbp, 20, 12.0),
    country("DE", &["de", "Germany", "GERMANY", "Deutschland"], Currency::Eur, 19, 11.0),
    country("FR", &["fr", "France", "FRANCE"], Currency::Eur, 20, 8.0),
    country("CA", &["ca", "Canada", "CANADA"], Currency::Usd, 5, 7.0),
    country("AU", &["au", "Australia"], Currency::Usd, 10, 5.0),
    country("NL", &["nl", "Netherlands", "The Netherlands"], Currency::Eur, 21, 4.5),
    country("ES", &["es", "Spain", "España"], Currency::Eur, 21, 3.5),
    country("SE", &["se", "Sweden"], Currency::Eur, 25, 2.5),
    country("IN", &["in", "India", "INDIA"], Currency::Usd, 18, 2.5),
    country("BR", &["br", "Brazil", "Brasil"], Currency::Usd, 0, 2.0),
    country("JP", &["jp", "Japan"], Currency::Usd, 10, 2.0),
];

pub const INDUSTRIES: [(&str, f64); 8] = [
    ("Software", 24.0),
    ("Retail", 15.0),
    ("Professional services", 15.0),
    ("Healthcare", 12.0),
    ("Financial services", 10.0),
    ("Education", 9.0),
    ("Manufacturing", 9.0),
    ("Media", 6.0),
];

/// A size of company, with the seats it starts with and the tiers it tends to.
#[derive(Debug, Clone, Copy)]
pub struct Band {
    pub name: &'static str,
    pub weight: f64,
    pub seats: (i64, i64),
    pub tier_weights: [f64; 4],
    pub yearly_share: f64,
}

pub const BANDS: [Band; 5] = [
    Band { name: "1-9", weight: 38.0, seats: (1, 4), tier_weights: [70.0, 26.0, 4.0, 0.0], yearly_share: 0.20 },
    Band { name: "10-49", weight: 32.0, seats: (2, 10), tier_weights: [38.0, 47.0, 15.0, 0.0], yearly_share: 0.30 },
    Band { name: "50-199", weight: 18.0, seats: (4, 20), tier_weights: [10.0, 52.0, 35.0, 3.0], yearly_share: 0.42 },
    Band { name: "200-999", weight: 9.0, seats: (8, 45), tier_weights: [2.0, 30.0, 50.0, 18.0], yearly_share: 0.55 },
    Band { name: "1000+", weight: 3.0, seats: (20, 110), tier_weights: [0.0, 10.0, 40.0, 50.0], yearly_share: 0.70 },
];

/// A way in which customers come.
#[derive(Debug, Clone, Copy)]
pub struct Channel {
    pub name: &'static str,
    pub weight: f64,
    pub conversion_factor: f64,
    /// Marketing and sales cost of one signup, in USD cents.
    pub marketing_cents: i64,
    pub sales_cents: i64,
}

pub const CHANNELS: [Channel; 7] = [
    Channel {
        name: "organic_search",
        weight: 26.0,
        conversion_factor: 1.05,
        marketing_cents: 6_000,
        sales_cents: 2_000,
    },
    Channel { name: "referral", weight: 16.0, conversion_factor: 1.15, marketing_cents: 5_000, sales_cents: 2_000 },
    Channel { name: "content", weight: 13.0, conversion_factor: 1.0, marketing_cents: 12_000, sales_cents: 2_000 },
    Channel { name: "paid_search", weight: 17.0, conversion_factor: 0.95, marketing_cents: 26_000, sales_cents: 3_000 },
    Channel { name: "paid_social", weight: 13.0, conversion_factor: 0.75, marketing_cents: 48_000, sales_cents: 4_000 },
    Channel { name: "partner", weight: 8.0, conversion_factor: 1.10, marketing_cents: 15_000, sales_cents: 18_000 },
    Channel { name: "outbound", weight: 7.0, conversion_factor: 1.0, marketing_cents: 6_000, sales_cents: 52_000 },
];
