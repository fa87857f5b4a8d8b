//! Answers compared with MetricFlow.
//!
//! In go lines of `martlet query --requests` and answers known to be right; out comes a verdict for each request.
//! Nothing here knows how a metric is computed: it only compares columns and rows.

pub mod answer;
pub mod case;
pub mod compare;
pub mod martlet;
pub mod unsupported;
pub mod verdict;
