//! Names become items: every name in a request or a filter is looked up and made canonical, and rules that
//! need no data are checked. All problems are collected.

pub(crate) mod default_grain;
pub(crate) mod filter;
pub(crate) mod group_by;
pub(crate) mod metrics;
pub(crate) mod name;
pub(crate) mod name_taken;
pub(crate) mod order_by;
pub(crate) mod reason;
pub(crate) mod request;
mod row_value;
pub(crate) mod saved_query;
mod template;
pub(crate) mod time_range;
pub(crate) mod time_rules;

pub(crate) use group_by::Resolver;
pub(crate) use request::{Gathered, ResolvedRequest};
pub(crate) use time_range::TimeRange;
