//! Comparisons: another range of time beside the request's own, period by period.
//!
//! Columns of the answer: the group-by items; `<time item>__compared`, the period compared with; `is_partial` and
//! `is_partial__compared`; then for each metric its current value, `<metric>__compared`, `<metric>__difference`
//! (current minus compared; null when either is null) and `<metric>__change` (difference ÷ |compared|; null when
//! the compared value is null or 0).
//!
//! Periods meet by their place: the first of one range meets the first of the other. Days against the same days
//! of last year meet by date instead, so 29 February meets nothing. A period without a counterpart has a row of
//! its own, with null on the other side.

mod alignment;
mod range;

pub(crate) use alignment::align;
pub use range::period_start;
pub(crate) use range::{Ranges, own_problems, ranges};

use serde::{Deserialize, Serialize};

/// With what the request's range is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Comparison {
    /// As much time, right before: as many months where the range is made of whole months, else as many days.
    PreviousPeriod,
    /// The same days a year earlier; 52 weeks earlier when the request is by week.
    SamePeriodLastYear,
    /// The beginning of a period up to a day, with the beginning of an earlier one up to the same day. Both ranges
    /// end exactly there, also in the middle of a month that is asked for as a month.
    ToDate {
        /// week, month, quarter or year
        grain: String,
        #[serde(default)]
        against: Against,
    },
    /// Any other range; first and last day, both inclusive.
    Custom { range: (String, String) },
}

/// Which earlier period is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The period before.
    #[default]
    Previous,
    /// The same period of last year.
    LastYear,
}
