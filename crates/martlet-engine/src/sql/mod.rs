//! SQL text before it reaches the planner: parsed, limited in depth, and known to be a query.

mod balance;
mod depth;
mod guard;
mod nearest;

pub(crate) use guard::parse_query;
pub(crate) use nearest::nearest;
