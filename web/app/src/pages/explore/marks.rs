//! What a click on a chart, a board or a table means.

use chrono::NaiveDate;
use martlet_view::explore::{Mark, MarkedPart, Role, Series};

/// One part of a breakdown; none for a total and for all others together.
pub fn part_mark(by: &str, series: &Series, period: Option<NaiveDate>) -> Option<Mark> {
    let value = match series.role {
        Role::Part => Some(series.name.clone()),
        Role::Missing => None,
        Role::Total | Role::Other => return None,
    };
    Some(Mark { period, part: Some(MarkedPart { dimension: by.to_owned(), value }) })
}

/// How a series is told from the others.
pub fn series_key(series: &Series) -> String {
    format!("{:?} {}", series.role, series.name)
}
