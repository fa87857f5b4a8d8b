//! Filters that read one table only stand where it is read, before anything is joined to it.
//!
//! Only the first table, and of no full join: there a filter keeps the same rows before and after. A step that others
//! read too stays as it is.

use std::collections::BTreeSet;

use super::dialect::atom;
use super::ident::ident;
use super::select::{JoinKind, Select};
use super::token::{TokenKind, tokens};

/// Moves filters of each SELECT, the last one included, into the step that it reads first.
pub(super) fn push_filters(steps: &mut [(String, Select)], last: &mut Select) {
    let columns = steps.iter().flat_map(|(_, step)| &step.columns);
    let columns: BTreeSet<String> = columns.map(|column| ident(&column.name)).collect();
    for at in 0..=steps.len() {
        let Some(select) = (if at == steps.len() { Some(&*last) } else { steps.get(at).map(|(_, select)| select) })
        else {
            continue;
        };
        let Some(root) = steps.iter().position(|(name, step)| ident(name) == select.from && can_take(step)) else {
            continue;
        };
        let readers = steps.iter().map(|(_, step)| step).chain([&*last]);
        let is_shared = readers.map(|reader| reads(reader, &select.from)).sum::<usize>() != 1;
        let keeps = select.joins.iter().all(|join| join.kind != JoinKind::Full);
        if is_shared || !keeps || select.joins.is_empty() {
            continue;
        }
        let mut reader = select.clone();
        let Some((_, step)) = steps.get_mut(root) else { continue };
        push(&mut reader, step, &columns);
        match steps.get_mut(at) {
            Some((_, select)) => *select = reader,
            None => *last = reader,
        }
    }
}

/// Rows as they are read, nothing computed over several of them.
fn can_take(step: &Select) -> bool {
    !step.distinct
        && step.group_by.is_none()
        && step.order_by.is_empty()
        && step.limit.is_none()
        && !step
            .columns
            .iter()
            .any(|column| column.expression.contains("OVER (") || column.expression.contains("unnest("))
}

fn reads(reader: &Select, table: &str) -> usize {
    let joined = reader.joins.iter().filter(|join| join.table.split(" AS ").next() == Some(table));
    usize::from(reader.from == table) + joined.count()
}

fn push(reader: &mut Select, step: &mut Select, columns: &BTreeSet<String>) {
    reader.filters.retain(|filter| match over_table(filter, &reader.from, step, columns) {
        Some(condition) => {
            if !step.filters.contains(&condition) {
                step.filters.push(condition);
            }
            false
        }
        None => true,
    });
}

/// The condition over the columns that the step itself reads, if it names no others. A bare name could be another table's.
fn over_table(condition: &str, root: &str, step: &Select, columns: &BTreeSet<String>) -> Option<String> {
    let parts = tokens(condition);
    let mut out = String::new();
    let (mut at, mut found) = (0, false);
    while let Some(token) = parts.get(at) {
        let is_name = matches!(token.kind, TokenKind::Word | TokenKind::QuotedName);
        if let (true, Some(dot), Some(name)) = (is_name, parts.get(at + 1), parts.get(at + 2))
            && dot.text == "."
        {
            let column = step.columns.iter().find(|column| ident(&column.name) == name.text)?;
            if token.text != root {
                return None;
            }
            out.push_str(&atom(&column.expression));
            found = true;
            at += 3;
        } else {
            if token.kind == TokenKind::QuotedName || is_name && columns.contains(token.text) {
                return None;
            }
            out.push_str(token.text);
            at += 1;
        }
    }
    found.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::select::{Column, Join};

    fn joined(kind: JoinKind, filters: &[&str]) -> (Vec<(String, Select)>, Select) {
        let step = Select {
            columns: vec![
                Column::new("status", "order__status"),
                Column::new("a + b", "value"),
                Column::new("customer_id", "customer"),
            ],
            from: "fact".to_owned(),
            ..Select::default()
        };
        let last = Select {
            columns: vec![Column::new("customers.tier", "tier"), Column::new("SUM(orders.value)", "value")],
            from: "orders".to_owned(),
            joins: vec![Join {
                kind,
                table: "customers".to_owned(),
                on: vec!["orders.customer = customers.customer".to_owned()],
                finds_one: false,
            }],
            filters: filters.iter().map(|filter| (*filter).to_owned()).collect(),
            group_by: Some(1),
            ..Select::default()
        };
        (vec![("orders".to_owned(), step)], last)
    }

    #[test]
    fn own_filters_move() {
        let filters = ["orders.order__status = 'paid'", "orders.value * 2 > 1", "customers.tier = 'gold'"];
        let (mut steps, mut last) = joined(JoinKind::Left, &filters);
        push_filters(&mut steps, &mut last);
        assert_eq!(steps[0].1.filters, ["status = 'paid'", "(a + b) * 2 > 1"]);
        assert_eq!(last.filters, ["customers.tier = 'gold'"]);
    }

    #[test]
    fn what_other_rows_depend_on_stays() {
        for (kind, filter) in [
            (JoinKind::Full, "orders.order__status = 'paid'"),
            (JoinKind::Left, "(orders.order__status = 'paid' OR customers.tier = 'gold')"),
            (JoinKind::Left, "customers.tier IS NULL"),
            (JoinKind::Left, "orders.value > customer"),
        ] {
            let (mut steps, mut last) = joined(kind, &[filter]);
            push_filters(&mut steps, &mut last);
            assert_eq!((steps[0].1.filters.len(), last.filters.len()), (0, 1), "{filter}");
        }
        let (mut steps, mut last) = joined(JoinKind::Left, &["orders.order__status = 'paid'"]);
        steps.push(("other".to_owned(), Select { from: "orders".to_owned(), ..Select::default() }));
        push_filters(&mut steps, &mut last);
        assert_eq!(last.filters.len(), 1);
    }
}
