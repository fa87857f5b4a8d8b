//! `COLLATE NOCASE` and `COLLATE NOACCENT` in comparisons and orders, written out with `lower` and `strip_accents`.
//!
//! In: a comparison or a key to order by. Out: the same, where both sides, or the key, are changed as the collation says.
//! Elsewhere (in groups, functions, `DISTINCT`) a collation stays, and is refused later.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArgumentClause, FunctionArguments, Ident, ObjectName, ObjectNamePart,
    OrderByExpr, WindowType,
};

use super::template::filled;

/// A collation as the functions to call, the inner one first.
type Collation = Vec<&'static str>;

/// A comparison without its collation, if it has one that is known.
pub(super) fn comparison(expr: &Expr) -> Option<Expr> {
    let mut compared = expr.clone();
    let mut sides = sides(&mut compared)?;
    let mut collations = sides.iter().filter_map(|side| split(side)).map(|(_, collation)| collation);
    let collation = functions(collations.next()?)?;
    if !collations.all(|other| functions(other).as_ref() == Some(&collation)) {
        return None;
    }
    for side in &mut sides {
        let plain = split(side).map_or(&**side, |(plain, _)| plain);
        **side = applied(plain, &collation)?;
    }
    Some(compared)
}

/// Keys of orders in windows and aggregates.
pub(super) fn in_function(function: &mut Function) {
    if let Some(WindowType::WindowSpec(window)) = &mut function.over {
        in_keys(&mut window.order_by);
    }
    let FunctionArguments::List(list) = &mut function.args else { return };
    for clause in &mut list.clauses {
        if let FunctionArgumentClause::OrderBy(keys) = clause {
            in_keys(keys);
        }
    }
}

/// Keys to order by.
pub(super) fn in_keys(keys: &mut [OrderByExpr]) {
    for key in keys {
        if let Some(written) = order(&key.expr) {
            key.expr = written;
        }
    }
}

/// A number stands for a column, and is no key of its own.
fn order(key: &Expr) -> Option<Expr> {
    let (plain, collation) = split(key)?;
    if matches!(plain, Expr::Value(_)) {
        return None;
    }
    applied(plain, &functions(collation)?)
}

fn sides(expr: &mut Expr) -> Option<Vec<&mut Expr>> {
    match expr {
        Expr::BinaryOp { left, op, right } if is_comparison(op) => Some(vec![left.as_mut(), right.as_mut()]),
        Expr::IsDistinctFrom(left, right) | Expr::IsNotDistinctFrom(left, right) => {
            Some(vec![left.as_mut(), right.as_mut()])
        }
        Expr::InList { expr, list, .. } => Some(std::iter::once(expr.as_mut()).chain(list).collect()),
        Expr::Between { expr, low, high, .. } => Some(vec![expr.as_mut(), low.as_mut(), high.as_mut()]),
        Expr::Like { any: false, expr, pattern, escape_char: None, .. } => Some(vec![expr.as_mut(), pattern.as_mut()]),
        _ => None,
    }
}

fn is_comparison(op: &BinaryOperator) -> bool {
    matches!(
        op,
        BinaryOperator::Eq
            | BinaryOperator::NotEq
            | BinaryOperator::Lt
            | BinaryOperator::LtEq
            | BinaryOperator::Gt
            | BinaryOperator::GtEq
    )
}

fn split(expr: &Expr) -> Option<(&Expr, &ObjectName)> {
    match expr {
        Expr::Collate { expr, collation } => Some((expr, collation)),
        Expr::Nested(inner) => split(inner),
        _ => None,
    }
}

/// `nocase.noaccent` is both, in either order.
fn functions(collation: &ObjectName) -> Option<Collation> {
    let name = |part: &ObjectNamePart| part.as_ident().map(|name: &Ident| name.value.to_ascii_lowercase());
    let names: Vec<String> = collation.0.iter().map(name).collect::<Option<_>>()?;
    if !names.iter().all(|name| matches!(name.as_str(), "nocase" | "noaccent")) {
        return None;
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let both = [("noaccent", "strip_accents"), ("nocase", "lower")];
    Some(both.into_iter().filter(|(name, _)| has(name)).map(|(_, function)| function).collect())
}

fn applied(expr: &Expr, collation: &Collation) -> Option<Expr> {
    collation.iter().try_fold(expr.clone(), |inner, function| filled(&format!("{function}($1)"), &[&inner]))
}
