//! Columns that nothing reads are left out of the steps that make them. What rows are grouped by or told apart by stays.

use std::collections::BTreeSet;

use super::ident::ident;
use super::select::Select;
use super::token::tokens;

pub(super) fn prune(steps: &mut [(String, Select)], last: &Select) {
    for at in (0..steps.len()).rev() {
        let Some((name, step)) = steps.get(at) else { continue };
        if step.distinct {
            continue;
        }
        let table = ident(name);
        let later = steps.iter().skip(at + 1).map(|(_, select)| select).chain([last]);
        let read: BTreeSet<String> = later.filter(|select| reads(select, &table)).flat_map(words).collect();
        let keys = step.group_by.unwrap_or_default();
        let is_needed = |place: usize, name: &str| place < keys || read.contains(&ident(name));
        let needed: Vec<bool> =
            step.columns.iter().enumerate().map(|(place, column)| is_needed(place, &column.name)).collect();
        // A step whose rows are only counted still has a column.
        if !needed.contains(&true) {
            continue;
        }
        if let Some((_, step)) = steps.get_mut(at) {
            let mut needed = needed.into_iter();
            step.columns.retain(|_| needed.next().unwrap_or(true));
        }
    }
}

fn reads(select: &Select, table: &str) -> bool {
    select.from.split(" AS ").next() == Some(table)
        || select.joins.iter().any(|join| join.table.split(" AS ").next() == Some(table))
}

fn words(select: &Select) -> BTreeSet<String> {
    let columns = select.columns.iter().map(|column| &column.expression);
    let joins = select.joins.iter().flat_map(|join| &join.on);
    let all = columns.chain(joins).chain(&select.filters).chain(&select.order_by);
    all.flat_map(|text| tokens(text)).map(|token| token.text.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::select::Column;

    #[test]
    fn only_what_is_read_or_grouped_by_stays() {
        let columns = ["month", "amount", "unread", "order"].map(|name| Column::new("x", name)).to_vec();
        let step = Select { columns, from: "fact".to_owned(), group_by: Some(1), ..Select::default() };
        let mut steps = vec![("orders".to_owned(), step.clone())];
        let last = Select {
            columns: vec![Column::new("SUM(orders.amount) + orders.\"order\"", "total")],
            from: "orders".to_owned(),
            ..Select::default()
        };
        prune(&mut steps, &last);
        let names: Vec<&str> = steps[0].1.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["month", "amount", "order"]);
        let mut distinct = vec![("orders".to_owned(), Select { distinct: true, ..step })];
        prune(&mut distinct, &last);
        assert_eq!(distinct[0].1.columns.len(), 4);
    }
}
