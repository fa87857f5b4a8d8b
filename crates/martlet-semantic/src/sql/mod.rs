//! SQL as text: names, expressions, SELECTs and scripts of named steps. Knows nothing of metrics.

pub(crate) mod aggregate;
pub(crate) mod alike;
pub(crate) mod dialect;
mod distinct_from;
mod duckdb;
mod filtered;
pub(crate) mod ident;
pub(crate) mod lines;
mod lists;
mod numbered;
mod pruned;
mod pushed;
pub(crate) mod script;
pub(crate) mod select;
mod semi_join;
pub(crate) mod time;
pub(crate) mod token;
