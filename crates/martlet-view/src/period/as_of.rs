//! The day up to which the data reaches.

use chrono::NaiveDate;
use martlet_site::catalog::Catalog;

/// The date at the head of an ISO 8601 date or timestamp.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let day = text.get(..10)?;
    match text.as_bytes().get(10) {
        None | Some(b'T' | b' ') => NaiveDate::parse_from_str(day, "%Y-%m-%d").ok(),
        Some(_) => None,
    }
}

/// The snapshot's data day; none when the project does not say.
pub fn as_of_date(catalog: &Catalog) -> Option<NaiveDate> {
    catalog.as_of.as_deref().and_then(parse_date)
}
