//! SQL text before it reaches the planner: parsed, limited in depth, and known to be a query. And what the planner is
//! told of comparisons and arithmetic.

mod across_types;
mod arithmetic;
mod balance;
mod comparison;
mod depth;
mod guard;
mod nearest;
mod spelling;
mod text_of_time;

pub(crate) use across_types::{CastsAcrossTypes, OperatorsAcrossTypes};
pub(crate) use arithmetic::CheckedArithmetic;
pub(crate) use comparison::{ComparisonAcrossTypes, whole_number};
pub(crate) use guard::parse_query;
pub(crate) use nearest::nearest;
