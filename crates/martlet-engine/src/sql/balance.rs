//! Flat chains of `AND` or `OR` as balanced trees, so that a thousand conditions are ten levels deep
//! and not a thousand. Both operators are associative, three-valued logic included.

use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr, Value};

/// Chains up to this length are left as they were written.
const FLAT_CHAIN: usize = 8;

/// Rebalances the chain at the top of `expr`, if it is one, and gives the number of conditions that an
/// `AND` joins there. Does not recurse, however long the chain is.
pub(super) fn balance(expr: &mut Expr) -> usize {
    let Expr::BinaryOp { op, .. } = expr else { return 1 };
    if !matches!(op, BinaryOperator::And | BinaryOperator::Or) {
        return 1;
    }
    let op = op.clone();
    let mut operands = Vec::new();
    let mut rest = std::mem::replace(expr, Expr::value(Value::Null));
    loop {
        match rest {
            Expr::BinaryOp { left, op: found, right } if found == op => {
                operands.push(*right);
                rest = *left;
            }
            first => {
                operands.push(first);
                break;
            }
        }
    }
    operands.reverse();
    let conditions = if op == BinaryOperator::And { operands.len() } else { 1 };
    *expr = if operands.len() <= FLAT_CHAIN { left_deep(operands, &op) } else { balanced(operands, &op) };
    conditions
}

fn left_deep(operands: Vec<Expr>, op: &BinaryOperator) -> Expr {
    let mut operands = operands.into_iter();
    let first = operands.next().unwrap_or(Expr::value(Value::Null));
    operands.fold(first, |left, right| join(left, op, right))
}

/// Joins neighbours, then pairs of neighbours, until one is left.
fn balanced(mut operands: Vec<Expr>, op: &BinaryOperator) -> Expr {
    while operands.len() > 1 {
        let mut joined = Vec::with_capacity(operands.len().div_ceil(2));
        let mut pairs = operands.into_iter();
        while let Some(left) = pairs.next() {
            joined.push(match pairs.next() {
                Some(right) => join(left, op, right),
                None => left,
            });
        }
        operands = joined;
    }
    operands.pop().unwrap_or(Expr::value(Value::Null))
}

fn join(left: Expr, op: &BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp { left: Box::new(left), op: op.clone(), right: Box::new(right) }
}
