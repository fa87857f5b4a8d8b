//! Explore: one metric, sliced.

mod series;

pub use series::{METRIC_TIME, default_grain, grains, series_request, time_item};
