//! The name of a period in the reader's language.

use chrono::{Datelike, NaiveDate};
use martlet_browser::intl::{DateStyle, Intl};
use martlet_view::period::Grain;

/// `21 Nov 2026`, `Oct 2026`, `Q4 2026`, `2026`; a week is named by its Monday.
pub fn period_label(start: NaiveDate, grain: Grain, intl: &Intl) -> String {
    let iso = start.to_string();
    match grain {
        Grain::Day | Grain::Week => intl.date(&iso, DateStyle::Day),
        Grain::Month => intl.date(&iso, DateStyle::Month),
        Grain::Quarter => format!("Q{} {}", start.month0() / 3 + 1, start.year()),
        Grain::Year => intl.date(&iso, DateStyle::Year),
    }
}
