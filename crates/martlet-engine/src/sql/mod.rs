//! SQL text before it reaches the planner: parsed, limited in depth, and known to be a query. And what the planner is
//! told of comparisons, arithmetic and decimals.

mod across_types;
mod arithmetic;
mod balance;
mod by_type;
mod column_names;
mod comparable;
mod comparison;
mod decimal;
mod depth;
mod duckdb_functions;
mod expression;
mod guard;
mod intervals;
mod names;
mod nearest;
mod outer_types;
mod spelling;
mod subscript;
mod takes;
mod text_of_time;
mod tokens;
mod types;
mod underscores;
mod unread;

pub(crate) use across_types::{CastsAcrossTypes, OperatorsAcrossTypes};
pub(crate) use arithmetic::CheckedArithmetic;
pub(crate) use by_type::RewritesByType;
pub(crate) use comparison::{ComparisonAcrossTypes, whole_number};
pub(crate) use decimal::{DecimalsBesideFloats, FunctionsOfDecimals};
pub(crate) use expression::{expression_error, has_operator, mentions};
pub(crate) use guard::parse_named_query;
pub(crate) use intervals::IntervalOperators;
pub(crate) use names::{arguments_error, check_functions, operator_error};
pub(crate) use nearest::nearest;
pub(crate) use subscript::TextSubscripts;
pub(crate) use types::DuckDbTypes;
