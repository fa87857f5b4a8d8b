//! SQL text before it reaches the planner: parsed, limited in depth, and known to be a query. And what the planner is
//! told of comparisons, arithmetic and decimals.

mod across_types;
mod arithmetic;
mod balance;
mod by_type;
mod comparison;
mod decimal;
mod depth;
mod guard;
mod nearest;
mod spelling;
mod text_of_time;
mod underscores;

pub(crate) use across_types::{CastsAcrossTypes, OperatorsAcrossTypes};
pub(crate) use arithmetic::CheckedArithmetic;
pub(crate) use by_type::RewritesByType;
pub(crate) use comparison::{ComparisonAcrossTypes, whole_number};
pub(crate) use decimal::{DecimalsBesideFloats, FunctionsOfDecimals};
pub(crate) use guard::parse_query;
pub(crate) use nearest::nearest;
