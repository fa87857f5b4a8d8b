//! Functions that a query calls: each must be there, and the error about one that is not names the nearest.
//!
//! In: a parsed statement, and the names that the engine knows. Out: nothing, or an error. What each function takes is
//! described from what it says of itself.

use std::ops::ControlFlow;

use datafusion::{
    execution::SessionState,
    logical_expr::{
        TypeSignature,
        sqlparser::ast::{Expr, Function, FunctionArguments, Visit, Visitor},
    },
    sql::parser::Statement,
};

use super::{duckdb_functions::DUCKDB_FUNCTIONS, nearest, spelling, takes};
use crate::EngineError;

/// Functions that the planner knows by itself.
const PLANNED: &[&str] = &["grouping", "make_map", "unnest", "unnest_outer"];
/// Functions that stand for operators; nobody calls them by name.
const INTERNAL: &[&str] = &[
    "blob_of_text",
    "glob_matches",
    "interval_divided",
    "interval_length",
    "interval_multiplied",
    "interval_times",
    "substr_from",
    "text_of",
    "text_of_blob",
    "text_slice",
    "whole_number_text",
];

/// What was written where the planner names one of these.
const WRITTEN: &[(&str, &str)] = &[("blob_of_text", "encode"), ("text_of_blob", "decode"), ("glob_matches", "glob")];

/// Refuses calls of functions that are not there.
pub(crate) fn check_functions(statement: &Statement, state: &SessionState) -> Result<(), EngineError> {
    match statement {
        Statement::Statement(statement) => match statement.visit(&mut Calls { state }) {
            ControlFlow::Break(error) => Err(error),
            ControlFlow::Continue(()) => Ok(()),
        },
        Statement::Explain(explain) => check_functions(&explain.statement, state),
        _ => Ok(()),
    }
}

struct Calls<'a> {
    state: &'a SessionState,
}

impl Visitor for Calls<'_> {
    type Break = EngineError;

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<EngineError> {
        match expr {
            Expr::Function(function) => match unknown(function, self.state) {
                Some(error) => ControlFlow::Break(error),
                None => ControlFlow::Continue(()),
            },
            _ => ControlFlow::Continue(()),
        }
    }
}

fn unknown(function: &Function, state: &SessionState) -> Option<EngineError> {
    // Without parentheses it may be a column.
    if matches!(function.args, FunctionArguments::None) {
        return None;
    }
    let name = match function.name.0.as_slice() {
        [name] => name.as_ident().map(|name| match name.quote_style {
            Some(_) => name.value.clone(),
            None => name.value.to_lowercase(),
        })?,
        _ => function.name.to_string(),
    };
    if PLANNED.contains(&name.as_str()) || registered(state).any(|known| known == name) {
        return None;
    }
    if spelling::names().any(|known| known == name) {
        let takes = spelling::takes(&name);
        return Some(EngineError::FunctionArguments { name, given: Vec::new(), takes });
    }
    let is_duckdb = DUCKDB_FUNCTIONS.split_whitespace().any(|known| known == name);
    let callable = registered(state).filter(|name| !INTERNAL.contains(name) && !name.starts_with("checked_"));
    let nearest = nearest(&name, callable.chain(spelling::names()));
    Some(EngineError::UnknownFunction { name, is_duckdb, nearest })
}

fn registered(state: &SessionState) -> impl Iterator<Item = &str> {
    let scalar = state.scalar_functions().keys();
    let others = state.aggregate_functions().keys().chain(state.window_functions().keys());
    scalar.chain(others).chain(state.higher_order_functions().keys()).map(String::as_str)
}

/// What the planner says of a call whose arguments do not fit, as an error of ours.
pub(crate) fn arguments_error(message: &str, state: &SessionState) -> Option<EngineError> {
    let between = |start: &str, end: &str| Some(message.split_once(start)?.1.split_once(end)?.0);
    let call = between("No function matches the given name and argument types '", "'.");
    let (name, given) = match call.and_then(|call| call.split_once('(')) {
        Some((name, given)) => (name, given.strip_suffix(')').unwrap_or(given)),
        // In a filter it is said otherwise.
        None => {
            let name = between("Failed to coerce arguments to satisfy a call to '", "'")
                .or_else(|| between("Function '", "' user-defined coercion failed"))
                .or_else(|| between("Function '", "' failed to match any signature"))?;
            (name, between("coercion from ", " to the signature").unwrap_or_default())
        }
    };
    let given = takes::in_words(given);
    let signature = match state.scalar_functions().get(name) {
        Some(function) => &function.signature().type_signature,
        None => match state.aggregate_functions().get(name) {
            Some(function) => &function.signature().type_signature,
            None => &state.window_functions().get(name)?.signature().type_signature,
        },
    };
    let takes = match signature {
        TypeSignature::UserDefined => takes::said(message, name),
        signature => takes::described(signature),
    };
    let name = WRITTEN.iter().find(|(known, _)| *known == name).map_or(name, |(_, written)| written);
    Some(EngineError::FunctionArguments { name: name.to_owned(), given, takes })
}

const OPERATORS: &[&str] = &["=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "AND", "OR"];

/// What the planner says of an operator between values that it cannot take, as an error of ours.
pub(crate) fn operator_error(message: &str) -> Option<EngineError> {
    let after = |start: &str| Some(message.split_once(start)?.1);
    let operation = after("Cannot coerce arithmetic expression ")
        .and_then(|rest| Some(rest.split_once(" to valid types")?.0))
        .or_else(|| after("Cannot infer common argument type for comparison operation "))
        .or_else(|| after("Cannot infer common argument type for logical boolean operation "));
    if let Some(operation) = operation {
        return OPERATORS.iter().find_map(|operator| {
            let (left, right) = operation.split_once(&format!(" {operator} "))?;
            Some(operator_between(operator, left, right))
        });
    }
    let (types, operator) = after("There isn't a common type to coerce ")?.split_once(" in ")?;
    let (left, right) = types.split_once(" and ")?;
    Some(operator_between(operator.trim_end_matches(" expression"), left, right))
}

fn operator_between(operator: &str, left: &str, right: &str) -> EngineError {
    let [left, right] = [left, right].map(|kind| takes::in_words(kind.trim()).concat());
    EngineError::OperatorArguments { operator: operator.to_owned(), left, right }
}
