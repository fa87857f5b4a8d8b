//! Products, plans and prices.

use crate::behaviour::{PRICE_RISE_MONTH, PRICE_RISE_NOTICE_DAYS};
use crate::calendar::{Calendar, Day};
use crate::market::Currency;

/// A product that is sold.
#[derive(Debug, Clone, Copy)]
pub struct Product {
    pub id: i64,
    pub code: &'static str,
    pub name: &'static str,
    pub family: &'static str,
    /// Features with the chance of being used on an active day.
    pub features: &'static [(&'static str, f64)],
}

pub const CORE: usize = 0;
pub const INSIGHTS: usize = 1;
pub const PAYMENTS: usize = 2;

pub const PRODUCTS: [Product; 3] = [
    Product {
        id: 1,
        code: "core",
        name: "Clearvana Core",
        family: "Core",
        features: &[("tasks", 0.92), ("boards", 0.48), ("automations", 0.24), ("reports", 0.20), ("api", 0.09)],
    },
    Product {
        id: 2,
        code: "insights",
        name: "Clearvana Insights",
        family: "Insights add-on",
        features: &[("dashboards", 0.70), ("forecasts", 0.25)],
    },
    Product {
        id: 3,
        code: "payments",
        name: "Clearvana Payments",
        family: "Payments add-on",
        features: &[("checkout", 0.85), ("payouts", 0.30)],
    },
];

/// How often a plan is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BillingPeriod {
    Monthly,
    Yearly,
}

impl BillingPeriod {
    pub fn name(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
        }
    }

    pub fn months(self) -> i64 {
        match self {
            Self::Monthly => 1,
            Self::Yearly => 12,
        }
    }
}

/// A plan: a tier of a product in a billing period.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub id: &'static str,
    pub product: usize,
    pub name: &'static str,
    pub tier: &'static str,
    pub period: BillingPeriod,
    pub is_per_seat: bool,
    /// Usage quantity a month included, per seat for plans by seat.
    pub usage_limit: i64,
    monthly_usd_cents: i64,
    raised_usd_cents: i64,
}

const fn plan(
    id: &'static str,
    product: usize,
    name: &'static str,
    tier: &'static str,
    period: BillingPeriod,
    usage_limit: i64,
    (monthly_usd_cents, raised_usd_cents): (i64, i64),
) -> Plan {
    Plan {
        id,
        product,
        name,
        tier,
        period,
        is_per_seat: product == CORE,
        usage_limit,
        monthly_usd_cents,
        raised_usd_cents,
    }
}

use BillingPeriod::{Monthly, Yearly};

/// Core plans stand in pairs (monthly, yearly) from the lowest tier up, then the add-ons.
pub const PLANS: [Plan; 11] = [
    plan("core_starter_monthly", CORE, "Starter, monthly", "Starter", Monthly, 400, (1_200, 1_200)),
    plan("core_starter_yearly", CORE, "Starter, yearly", "Starter", Yearly, 400, (1_200, 1_200)),
    plan("core_team_monthly", CORE, "Team, monthly", "Team", Monthly, 700, (2_400, 2_600)),
    plan("core_team_yearly", CORE, "Team, yearly", "Team", Yearly, 700, (2_400, 2_600)),
    plan("core_business_monthly", CORE, "Business, monthly", "Business", Monthly, 1_000, (3_900, 4_300)),
    plan("core_business_yearly", CORE, "Business, yearly", "Business", Yearly, 1_000, (3_900, 4_300)),
    plan("core_enterprise_monthly", CORE, "Enterprise, monthly", "Enterprise", Monthly, 1_500, (6_500, 6_500)),
    plan("core_enterprise_yearly", CORE, "Enterprise, yearly", "Enterprise", Yearly, 1_500, (6_500, 6_500)),
    plan("insights_monthly", INSIGHTS, "Insights, monthly", "Insights", Monthly, 2_000, (6_900, 6_900)),
    plan("insights_yearly", INSIGHTS, "Insights, yearly", "Insights", Yearly, 2_000, (6_900, 6_900)),
    plan("payments_monthly", PAYMENTS, "Payments, monthly", "Payments", Monthly, 5_000, (9_900, 9_900)),
];

/// Number of Core tiers.
pub const CORE_TIERS: usize = 4;

/// Index in [`PLANS`] of a Core plan.
pub fn core_plan(tier: usize, period: BillingPeriod) -> usize {
    tier.min(CORE_TIERS - 1) * 2 + usize::from(period == Yearly)
}

impl Plan {
    /// Whether the list price ever changed.
    pub fn has_rise(&self) -> bool {
        self.raised_usd_cents != self.monthly_usd_cents
    }

    /// List price per unit and billing period, before and after the price rise.
    pub fn list_price_cents(&self, currency: Currency, is_raised: bool) -> i64 {
        let usd = if is_raised { self.raised_usd_cents } else { self.monthly_usd_cents };
        // Price lists are in round tens of cents; a year costs ten months.
        let local = (usd * currency.price_percent() / 100) / 10 * 10;
        match self.period {
            Monthly => local,
            Yearly => local * 10,
        }
    }

    /// The list price for someone who buys on `day`.
    pub fn price_for_new(&self, currency: Currency, day: Day, calendar: &Calendar) -> i64 {
        self.list_price_cents(currency, day >= calendar.month_start(PRICE_RISE_MONTH))
    }

    /// The list price for someone who has had the plan since before `day`.
    pub fn price_for_existing(&self, currency: Currency, day: Day, calendar: &Calendar) -> i64 {
        let reaches = calendar.month_start(PRICE_RISE_MONTH) + PRICE_RISE_NOTICE_DAYS;
        self.list_price_cents(currency, day >= reaches)
    }
}
