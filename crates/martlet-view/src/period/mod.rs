//! Calendar periods and ranges of them, measured from the data's own time.
//!
//! In: the snapshot's as-of, never the machine's clock. Out: dates. Weeks begin on Monday because
//! `date_trunc('week', …)` does.

mod as_of;
mod grain;
mod range;

pub use as_of::{as_of_date, parse_date};
pub use grain::Grain;
pub use range::{Comparison, DateSpan, Range, RangeError};
