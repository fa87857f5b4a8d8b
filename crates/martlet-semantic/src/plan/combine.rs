//! Several aggregated sources side by side: a full outer join on all group-by items, null equal to null.

use crate::item::Item;
use crate::sql::ident::{column_of, ident};
use crate::sql::script::FilteredPart;
use crate::sql::select::{Column, Join, JoinKind, Select};

use super::{Planner, Relation, Value, relation};

impl Planner<'_> {
    /// Puts the values of all relations into one. Relations over the same step need no join.
    pub(crate) fn combine(&mut self, relations: Vec<Relation>, hint: &str) -> Option<Relation> {
        let mut by_step: Vec<Relation> = Vec::new();
        for relation in relations {
            match by_step.iter_mut().find(|known| known.step == relation.step) {
                Some(known) => {
                    known.may_repeat |= relation.may_repeat;
                    known.values.extend(relation.values);
                }
                None => by_step.push(relation),
            }
        }
        if by_step.len() < 2 {
            return by_step.pop();
        }
        let by_step = self.merge_filtered(by_step);
        if by_step.len() < 2 {
            return by_step.into_iter().next();
        }
        let mut settled = Vec::new();
        for relation in by_step {
            let computed = relation.values.iter().any(|value| !value.is_column());
            let hint = relation.values.first().map_or(hint, |value| value.name.as_str()).to_owned();
            settled.push(if computed { self.settle(relation, &hint) } else { relation });
        }
        Some(self.join_full(settled, hint))
    }

    /// Relations that aggregate the same rows under different filters become one relation.
    fn merge_filtered(&mut self, relations: Vec<Relation>) -> Vec<Relation> {
        let mut groups: Vec<Vec<Relation>> = Vec::new();
        for relation in relations {
            let fitting = groups.iter_mut().find(|group| {
                let mut all: Vec<&Relation> = group.iter().collect();
                all.push(&relation);
                filtered_parts(&all).is_some_and(|parts| self.script.merged(&parts).is_some())
            });
            match fitting {
                Some(group) => group.push(relation),
                None => groups.push(vec![relation]),
            }
        }
        groups.into_iter().flat_map(|group| self.merge_group(&group).map_or(group, |one| vec![one])).collect()
    }

    fn merge_group(&mut self, group: &[Relation]) -> Option<Relation> {
        let all: Vec<&Relation> = group.iter().collect();
        let first = all.first().filter(|_| all.len() > 1)?;
        let (select, columns) = self.script.merged(&filtered_parts(&all)?)?;
        let mut values = Vec::new();
        for (relation, names) in all.iter().zip(columns) {
            for (value, name) in relation.values.iter().zip(names) {
                values.push(Value { expression: ident(&name), ..value.clone() });
            }
        }
        let step = self.script.widened_step(&format!("{}_split", first.step), select);
        Some(Relation { step, items: first.items.clone(), values, may_repeat: false })
    }

    fn join_full(&mut self, relations: Vec<Relation>, hint: &str) -> Relation {
        let items = relations.first().map(|relation| relation.items.clone()).unwrap_or_default();
        let steps: Vec<&str> = relations.iter().map(|relation| relation.step.as_str()).collect();
        let mut joins = Vec::new();
        for (at, step) in steps.iter().enumerate().skip(1) {
            let kind = if items.is_empty() { JoinKind::Cross } else { JoinKind::Full };
            let on = items
                .iter()
                .map(|item| {
                    let before = first_of(steps.get(..at).unwrap_or_default(), item);
                    format!("({before} IS NOT DISTINCT FROM {})", relation::of(step, item))
                })
                .collect();
            joins.push(Join { kind, table: ident(step), on, finds_one: false });
        }
        let mut columns: Vec<Column> =
            items.iter().map(|item| Column::new(first_of(&steps, item), item.column())).collect();
        let repeats = relations.iter().any(|relation| relation.may_repeat);
        let mut values = Vec::new();
        for relation in &relations {
            for value in &relation.values {
                let column = column_of(&relation.step, value.expression.trim_matches('"'));
                let column = if repeats { format!("MAX({column})") } else { column };
                let expression = match value.fill {
                    Some(fill) => format!("COALESCE({column}, {fill})"),
                    None => column,
                };
                columns.push(Column::new(expression, value.name.clone()));
                values.push(Value { expression: ident(&value.name), ..value.clone() });
            }
        }
        let from = steps.first().map(|step| ident(step)).unwrap_or_default();
        let step = self
            .script
            .step(hint, Select { columns, from, joins, group_by: repeats.then_some(items.len()), ..Select::default() });
        Relation { step, items, values, may_repeat: false }
    }
}

/// The item's value from the first step that has the row.
fn first_of(steps: &[&str], item: &Item) -> String {
    let columns: Vec<String> = steps.iter().map(|step| relation::of(step, item)).collect();
    match columns.as_slice() {
        [only] => only.clone(),
        several => format!("COALESCE({})", several.join(", ")),
    }
}

/// Each relation's step with its values' columns and names. Only plain columns can be merged: an expression
/// that makes a value of null would be wrong in the rows that others add.
fn filtered_parts<'r>(relations: &[&'r Relation]) -> Option<Vec<FilteredPart<'r>>> {
    let part = |relation: &&'r Relation| {
        let values = relation.values.iter();
        let columns = values.map(|value| value.is_column().then_some((value.expression.as_str(), value.name.as_str())));
        Some(FilteredPart { step: &relation.step, columns: columns.collect::<Option<_>>()? })
    };
    relations.iter().map(part).collect()
}
