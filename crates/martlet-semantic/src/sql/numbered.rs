//! Names of steps are numbered only where several are left: while a script is made, steps come and go.

use std::collections::{BTreeMap, BTreeSet};

use super::select::Select;
use super::token::{Token, TokenKind, tokens};

/// Gives each step that has a number the first free name. `numbered` says what it would be called without. No step takes
/// the name of a table.
pub(super) fn renumber(
    steps: &mut [(String, Select)],
    last: &mut Select,
    tables: &BTreeSet<String>,
    numbered: &BTreeMap<String, String>,
) {
    for at in 0..steps.len() {
        let Some((name, _)) = steps.get(at) else { continue };
        let Some(base) = numbered.get(name) else { continue };
        let number: u32 = name.rsplit('_').next().and_then(|number| number.parse().ok()).unwrap_or_default();
        let names = |number| if number == 1 { base.clone() } else { format!("{base}_{number}") };
        let is_free = |wanted: &String| !tables.contains(wanted) && !steps.iter().any(|(taken, _)| taken == wanted);
        let Some(new) = (1..number).map(names).find(is_free) else { continue };
        let old = name.clone();
        let selects = steps.iter().map(|(_, select)| select).chain([&*last]);
        let is_column =
            selects.flat_map(|select| &select.columns).any(|column| column.name == old || column.name == new);
        if is_column {
            continue;
        }
        for (name, select) in steps.iter_mut() {
            if *name == old {
                name.clone_from(&new);
            }
            rename(select, &old, &new);
        }
        rename(last, &old, &new);
    }
}

fn rename(select: &mut Select, old: &str, new: &str) {
    let renamed = |text: &mut String| {
        if text.contains(old) {
            let parts = tokens(text);
            let word = |token: &Token<'_>| token.kind == TokenKind::Word && token.text == old;
            *text = parts.iter().map(|token| if word(token) { new } else { token.text }).collect();
        }
    };
    renamed(&mut select.from);
    select.columns.iter_mut().for_each(|column| renamed(&mut column.expression));
    for join in &mut select.joins {
        renamed(&mut join.table);
        join.on.iter_mut().for_each(renamed);
    }
    select.filters.iter_mut().for_each(renamed);
    select.order_by.iter_mut().for_each(renamed);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::select::Column;

    fn reading(from: &str, expression: &str) -> Select {
        Select { columns: vec![Column::new(expression, "value")], from: from.to_owned(), ..Select::default() }
    }

    #[test]
    fn numbers_that_nothing_needs_go() {
        let mut steps = vec![
            ("orders_2".to_owned(), reading("fact", "amount")),
            ("days_2".to_owned(), reading("days", "1")),
            ("orders_5".to_owned(), reading("orders_2", "orders_2.value || 'orders_2'")),
            ("year_2024".to_owned(), reading("orders_5", "1")),
        ];
        let mut last = reading("orders_5", "orders_5.value");
        let numbered = ["orders_2", "orders_5", "days_2"].map(|name| {
            let base = name.split('_').next().unwrap_or_default();
            (name.to_owned(), base.to_owned())
        });
        renumber(&mut steps, &mut last, &BTreeSet::from(["days".to_owned()]), &BTreeMap::from(numbered));
        let names: Vec<&str> = steps.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["orders", "days_2", "orders_2", "year_2024"]);
        assert_eq!(steps[2].1, reading("orders", "orders.value || 'orders_2'"));
        assert_eq!(last, reading("orders_2", "orders_2.value"));
    }
}
