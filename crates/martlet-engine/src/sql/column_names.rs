//! Names of columns that a query computes and gives no name.
//!
//! In: a statement as it was written. Out: the same with an alias for each such column, near to what DuckDB calls it:
//! `(0.5 * amount)`. The planner would name it after what it makes of it, `Decimal128(Some(5),1,1) * t.amount`. Every
//! `SELECT` is named, so that a query can use the names of another one in it. Plain columns and aliases stay.

use std::{collections::HashSet, ops::ControlFlow};

use datafusion::sql::{
    parser::Statement,
    sqlparser::ast::{
        BinaryOperator, CastKind, Expr, Ident, ObjectNamePart, OrderBy, OrderByKind, Query, Select, SelectItem,
        SetExpr, UnaryOperator, Value, VisitMut, VisitorMut,
    },
};

/// Names the columns of all queries of a statement.
pub(super) fn write(statement: &mut Statement) {
    match statement {
        Statement::Statement(statement) => {
            // The visitor never breaks.
            let _: ControlFlow<()> = statement.visit(&mut Queries);
        }
        Statement::Explain(explain) => write(&mut explain.statement),
        _ => {}
    }
}

struct Queries;

impl VisitorMut for Queries {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        match query.body.as_mut() {
            SetExpr::Select(select) if select.distinct.is_some() => in_distinct(select, query.order_by.as_mut()),
            body => in_body(body),
        }
        ControlFlow::Continue(())
    }
}

/// What is ordered by must be among the columns, and the planner no longer knows one behind an alias: the keys take their
/// names. Where a key is none of the columns as it is written, they stay without.
fn in_distinct(select: &mut Select, order_by: Option<&mut OrderBy>) {
    let Some(OrderBy { kind: OrderByKind::Expressions(keys), .. }) = order_by else {
        return in_columns(&mut select.projection);
    };
    let mut columns = select.projection.clone();
    in_columns(&mut columns);
    let named: Vec<(Option<String>, &Ident)> = columns
        .iter()
        .filter_map(|column| match column {
            SelectItem::ExprWithAlias { expr, alias } => Some((name(expr), alias)),
            _ => None,
        })
        .collect();
    let mut renamed = keys.clone();
    for key in &mut renamed {
        let Some(written) = name(&key.expr).filter(|_| !matches!(key.expr, Expr::Value(_))) else { continue };
        let Some((_, alias)) = named.iter().find(|(name, _)| name.as_ref() == Some(&written)) else { return };
        key.expr = Expr::Identifier((*alias).clone());
    }
    *keys = renamed;
    select.projection = columns;
}

fn in_body(body: &mut SetExpr) {
    match body {
        SetExpr::Select(select) => in_columns(&mut select.projection),
        SetExpr::SetOperation { left, right, .. } => {
            in_body(left);
            in_body(right);
        }
        _ => {}
    }
}

fn in_columns(columns: &mut [SelectItem]) {
    let mut names = HashSet::new();
    for column in columns {
        let SelectItem::UnnamedExpr(expr) = column else { continue };
        let Some(name) = name(expr) else { continue };
        let name = (0..).map(|at| numbered(&name, at)).find(|name| names.insert(name.clone())).unwrap_or(name);
        *column = SelectItem::ExprWithAlias { expr: expr.clone(), alias: Ident::with_quote('"', name) };
    }
}

/// As DuckDB tells apart what has one name.
fn numbered(name: &str, at: usize) -> String {
    if at == 0 { name.to_owned() } else { format!("{name}_{at}") }
}

/// None for a plain column.
fn name(expr: &Expr) -> Option<String> {
    let mut written = expr.clone();
    let _: ControlFlow<()> = written.visit(&mut Writing);
    match written {
        Expr::Identifier(_) | Expr::CompoundIdentifier(_) => None,
        written => Some(written.to_string()),
    }
}

/// Every operation in parentheses, other parentheses gone, names of functions in lower case, casts as calls.
struct Writing;

impl VisitorMut for Writing {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        match expr {
            Expr::Nested(inner) => *expr = taken(inner),
            Expr::BinaryOp { left, op: op @ (BinaryOperator::And | BinaryOperator::Or), right } => {
                for side in [left, right] {
                    if let Expr::Nested(inner) = side.as_mut()
                        && matches!(inner.as_ref(), Expr::BinaryOp { op: found, .. } if found == op)
                    {
                        **side = taken(inner);
                    }
                }
            }
            Expr::BinaryOp { op: op @ BinaryOperator::PGCustomBinaryOperator(_), .. } => {
                let name = op.to_string();
                let name = name.trim_start_matches("OPERATOR(").trim_end_matches(')').replace('_', " ");
                *op = BinaryOperator::Custom(name);
            }
            Expr::Cast { kind: kind @ CastKind::DoubleColon, .. } => *kind = CastKind::Cast,
            Expr::Function(function) => {
                for part in &mut function.name.0 {
                    if let ObjectNamePart::Identifier(name) = part
                        && name.quote_style.is_none()
                    {
                        name.value.make_ascii_lowercase();
                    }
                }
            }
            _ => {}
        }
        if is_operation(expr) {
            *expr = Expr::Nested(Box::new(taken(expr)));
        }
        ControlFlow::Continue(())
    }
}

fn taken(expr: &mut Expr) -> Expr {
    std::mem::replace(expr, Expr::value(Value::Null))
}

fn is_operation(expr: &Expr) -> bool {
    match expr {
        Expr::UnaryOp { op: UnaryOperator::Minus | UnaryOperator::Plus, expr } => !matches!(**expr, Expr::Value(_)),
        Expr::UnaryOp { .. }
        | Expr::BinaryOp { .. }
        | Expr::IsNull(_)
        | Expr::IsNotNull(_)
        | Expr::IsTrue(_)
        | Expr::IsNotTrue(_)
        | Expr::IsFalse(_)
        | Expr::IsNotFalse(_)
        | Expr::IsUnknown(_)
        | Expr::IsNotUnknown(_)
        | Expr::IsDistinctFrom(..)
        | Expr::IsNotDistinctFrom(..)
        | Expr::InList { .. }
        | Expr::InSubquery { .. }
        | Expr::InUnnest { .. }
        | Expr::Between { .. }
        | Expr::Like { .. }
        | Expr::ILike { .. }
        | Expr::SimilarTo { .. }
        | Expr::AnyOp { .. }
        | Expr::AllOp { .. }
        | Expr::AtTimeZone { .. } => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::sql::parse_named_query;

    fn named(sql: &str) -> String {
        parse_named_query(sql).expect("the statement is valid").to_string()
    }

    fn name(expr: &str) -> String {
        let named = named(&format!("SELECT {expr} FROM t"));
        let alias = named.rsplit_once(" AS \"").expect(&named).1;
        alias.strip_suffix("\" FROM t").expect(alias).replace("\"\"", "\"")
    }

    #[test]
    fn names_are_those_of_duckdb() {
        for (written, named) in [
            ("0.5*b", "(0.5 * b)"),
            ("SUM(a+1)", "sum((a + 1))"),
            ("count(distinct a)", "count(DISTINCT a)"),
            ("round(sum(b)/max(a), 2)", "round((sum(b) / max(a)), 2)"),
            ("(max(t.a)+1)*2", "((max(t.a) + 1) * 2)"),
            ("a=1 and b>2", "((a = 1) AND (b > 2))"),
            ("a=1 or (b>2 or c=4)", "((a = 1) OR (b > 2) OR (c = 4))"),
            ("not (a=1)", "(NOT (a = 1))"),
            ("a in (1,2)", "(a IN (1, 2))"),
            ("a between 1 and 2", "(a BETWEEN 1 AND 2)"),
            ("b is not null", "(b IS NOT NULL)"),
            ("UPPER('a')||'x'", "(upper('a') || 'x')"),
            ("b::bigint", "CAST(b AS BIGINT)"),
            ("try_cast(b as bigint)", "TRY_CAST(b AS BIGINT)"),
            ("sum(a) filter (where a>1)", "sum(a) FILTER (WHERE (a > 1))"),
            ("sum(a) over (partition by b order by a desc)", "sum(a) OVER (PARTITION BY b ORDER BY a DESC)"),
            ("(select 1)", "(SELECT 1)"),
            ("- 5", "-5"),
            ("1.50", "1.50"),
            ("'x'", "'x'"),
            ("((1))", "1"),
            ("null", "NULL"),
        ] {
            assert_eq!(name(written), named, "{written}");
        }
    }

    #[test]
    fn others_are_as_they_were_written() {
        for (written, named) in [
            ("count(*)", "count(*)"),
            ("-a", "(-a)"),
            ("case when a=1 then 2 end", "CASE WHEN (a = 1) THEN 2 END"),
            ("a not like 'b%'", "(a NOT LIKE 'b%')"),
            ("date '2020-01-01'", "DATE '2020-01-01'"),
            ("interval 1 day + d", "(INTERVAL 1 DAY + d)"),
            ("year(d)", "year(d)"),
            ("1e3", "1e3"),
            ("a not glob 'b*'", "(a NOT GLOB 'b*')"),
            ("a collate nocase = 'b'", "(a COLLATE nocase = 'b')"),
            ("\"a b\" + 1", "(\"a b\" + 1)"),
        ] {
            assert_eq!(name(written), named, "{written}");
        }
    }

    #[test]
    fn columns_and_aliases_stay() {
        let plain = "SELECT a, t.b, a + 1 AS c, *, t.* FROM t";
        assert_eq!(named(plain), plain);
        assert_eq!(named("SELECT (a) FROM t"), "SELECT (a) FROM t");
    }

    #[test]
    fn every_query_is_named() {
        assert_eq!(
            named("WITH c AS (SELECT 1 UNION SELECT 2) SELECT (SELECT max(x) FROM (SELECT -x FROM u)) FROM c"),
            "WITH c AS (SELECT 1 AS \"1\" UNION SELECT 2 AS \"2\") \
             SELECT (SELECT max(x) AS \"max(x)\" FROM (SELECT -x AS \"(-x)\" FROM u)) \
             AS \"(SELECT max(x) FROM (SELECT (-x) FROM u))\" FROM c"
        );
        assert_eq!(
            named("SELECT DISTINCT a+1, b FROM t ORDER BY a + 1 DESC, 2, b"),
            "SELECT DISTINCT a + 1 AS \"(a + 1)\", b FROM t ORDER BY \"(a + 1)\" DESC, 2, b"
        );
        assert_eq!(named("SELECT DISTINCT a+1 FROM t ORDER BY 1 + a"), "SELECT DISTINCT a + 1 FROM t ORDER BY 1 + a");
        assert_eq!(named("SELECT 1+1, 1 + 1"), "SELECT 1 + 1 AS \"(1 + 1)\", 1 + 1 AS \"(1 + 1)_1\"");
    }
}
