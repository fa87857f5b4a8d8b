//! SQL with `$1`, `$2` … in it, filled with expressions.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::{
    ast::{Expr, Value, VisitMut, VisitorMut},
    dialect::GenericDialect,
    parser::Parser,
};

/// The template with the arguments in their places. Arguments that are more than a name, a literal or a call are put in
/// parentheses.
pub(super) fn filled(template: &str, arguments: &[&Expr]) -> Option<Expr> {
    let mut expr = Parser::new(&GenericDialect {}).try_with_sql(template).ok()?.parse_expr().ok()?;
    let _: ControlFlow<()> = expr.visit(&mut Filling { arguments });
    Some(expr)
}

struct Filling<'a> {
    arguments: &'a [&'a Expr],
}

impl VisitorMut for Filling<'_> {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if let Some(argument) = place(expr).and_then(|place| self.arguments.get(place - 1)) {
            *expr = in_parentheses(argument);
        }
        ControlFlow::Continue(())
    }
}

fn place(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Placeholder(name) => name.strip_prefix('$')?.parse().ok().filter(|place| *place > 0),
            _ => None,
        },
        _ => None,
    }
}

fn in_parentheses(expr: &Expr) -> Expr {
    match expr {
        Expr::Value(_)
        | Expr::Identifier(_)
        | Expr::CompoundIdentifier(_)
        | Expr::Function(_)
        | Expr::Nested(_)
        | Expr::Cast { .. }
        | Expr::Extract { .. } => expr.clone(),
        other => Expr::Nested(Box::new(other.clone())),
    }
}
