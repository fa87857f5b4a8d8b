//! Numbers that DuckDB reads as doubles: those with an exponent, and those with more digits than a decimal holds.
//!
//! All others with a fraction are decimals, which DataFusion is told by an option. It would read these as decimals too.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Expr, Query, SelectItem, SetExpr, UnaryOperator, Value, Values, VisitMut, VisitorMut,
};

use super::{quoted, template};

/// Digits of the widest decimal.
const MAX_DIGITS: usize = 38;

/// The number as a double, where it is one.
pub(super) fn double(expr: &Expr) -> Option<Expr> {
    let written = number(expr).filter(|written| is_double(written))?;
    template::filled("CAST($1 AS DOUBLE)", &[&quoted(written)])
}

/// In the rows of `VALUES`, whose types the planner makes one before anybody else can, a number is a double where another
/// one of its column is.
pub(super) fn doubles_in_columns(body: &mut SetExpr) {
    match body {
        SetExpr::Values(values) => in_columns(values),
        SetExpr::SetOperation { left, right, .. } => {
            doubles_in_columns(left);
            doubles_in_columns(right);
        }
        _ => {}
    }
}

fn in_columns(values: &mut Values) {
    let columns = values.rows.iter().map(|row| row.len()).max().unwrap_or_default();
    for column in 0..columns {
        let mut cells: Vec<&mut Expr> = values.rows.iter_mut().filter_map(|row| row.get_mut(column)).collect();
        if !cells.iter().any(|cell| number(unsigned(cell)).is_some_and(is_double)) {
            continue;
        }
        for cell in cells.iter_mut().filter(|cell| number(unsigned(cell)).is_some()) {
            let _: ControlFlow<()> = cell.visit(&mut AsDouble);
        }
    }
}

/// Where a recursion starts at a number, that number's type is all that the others may have: `0.5` has a digit before the
/// point. The planner gives it none.
pub(super) fn first_in_recursion(query: &mut Query) {
    let Some(with) = query.with.as_mut().filter(|with| with.recursive) else { return };
    for table in &mut with.cte_tables {
        let SetExpr::SetOperation { left, .. } = table.query.body.as_mut() else { continue };
        let SetExpr::Select(select) = left.as_mut() else { continue };
        for item in &mut select.projection {
            let (SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. }) = item else { continue };
            if let Some(typed) = with_its_digits(expr) {
                *expr = typed;
            }
        }
    }
}

fn with_its_digits(expr: &Expr) -> Option<Expr> {
    let written = number(unsigned(expr)).filter(|written| !is_double(written))?;
    let (whole, fraction) = written.split_once('.')?;
    let type_of = format!("CAST($1 AS DECIMAL({}, {}))", whole.len() + fraction.len(), fraction.len());
    template::filled(&type_of, &[expr])
}

/// A number without its sign.
fn unsigned(expr: &Expr) -> &Expr {
    match expr {
        Expr::UnaryOp { op: UnaryOperator::Minus | UnaryOperator::Plus, expr } => expr,
        other => other,
    }
}

struct AsDouble;

impl VisitorMut for AsDouble {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        let double = number(expr).and_then(|written| template::filled("CAST($1 AS DOUBLE)", &[&quoted(written)]));
        if let Some(double) = double {
            *expr = double;
        }
        ControlFlow::Continue(())
    }
}

fn number(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Number(written, _) => Some(written),
            _ => None,
        },
        _ => None,
    }
}

fn is_double(written: &str) -> bool {
    written.contains(['e', 'E']) || written.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS
}

#[cfg(test)]
mod tests {
    use crate::sql::guard::parse_query;

    fn read(sql: &str) -> String {
        parse_query(sql).expect("the statement is valid").to_string()
    }

    #[test]
    fn exponents_and_many_digits_are_doubles() {
        assert_eq!(read("SELECT 1e3, -2.5E-1"), "SELECT CAST('1e3' AS DOUBLE), -CAST('2.5E-1' AS DOUBLE)");
        let long = "12345678901234567890123456789012345678.9";
        assert_eq!(read(&format!("SELECT {long}")), format!("SELECT CAST('{long}' AS DOUBLE)"));
        for other in ["SELECT 0.5, .5, 5., 12", "SELECT 1234567890123456789012345678901234567.8"] {
            assert_eq!(read(other), other);
        }
    }

    #[test]
    fn a_double_makes_doubles_of_its_column() {
        assert_eq!(
            read("VALUES (0.5, 0.5, 1), (-1e0, 2, 2)"),
            "VALUES (CAST('0.5' AS DOUBLE), 0.5, 1), (-CAST('1e0' AS DOUBLE), 2, 2)"
        );
    }

    #[test]
    fn a_recursion_starts_with_a_digit_before_the_point() {
        assert_eq!(
            read("WITH RECURSIVE n AS (SELECT 0.5 AS x UNION ALL SELECT x + 0.5 FROM n) SELECT 0.5 FROM n"),
            "WITH RECURSIVE n AS (SELECT CAST(0.5 AS DECIMAL(2,1)) AS x UNION ALL SELECT x + 0.5 FROM n) SELECT 0.5 FROM n"
        );
    }
}
