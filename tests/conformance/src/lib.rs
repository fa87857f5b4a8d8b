//! Answers compared with MetricFlow.
//!
//! In go lines of `martlet query --requests` and answers known to be right; out comes a verdict for each request.
//! Requests are written by hand, made for every metric ([`generate`]), or drawn at random ([`random`]). Nothing here
//! knows how a metric is computed: the semantic layer only says what can be asked.

pub mod answer;
pub mod case;
pub mod catalogue;
pub mod compare;
pub mod exact;
pub mod features;
pub mod generate;
pub mod martlet;
pub mod oracle;
pub mod project;
pub mod random;
pub mod refused_in_sql;
pub mod requests;
pub mod semantic_project;
pub mod tally;
pub mod told_twice;
pub mod unsupported;
pub mod verdict;
