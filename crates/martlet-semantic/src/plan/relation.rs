//! Aggregated values: one row for each combination of group-by items, and the metrics' values.

use crate::item::Item;
use crate::sql::ident::{column_of, ident};
use crate::sql::select::{Column, Select};

use super::Planner;

/// A step of the script, and values computed from its columns.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    pub(crate) step: String,
    pub(crate) items: Vec<Item>,
    pub(crate) values: Vec<Value>,
    /// May a combination of items have several rows? Only after an offset of a computed metric whose filters
    /// name items that were not asked for; joined to others, the largest value counts, as in MetricFlow.
    pub(crate) may_repeat: bool,
}

/// A value over the columns of the relation's step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    /// How others refer to it.
    pub(crate) name: String,
    pub(crate) expression: String,
    /// What stands for it where there is no row.
    pub(crate) fill: Option<i64>,
}

impl Value {
    pub(crate) fn is_column(&self) -> bool {
        crate::sql::ident::is_plain(&self.expression) || self.expression.starts_with('"')
    }
}

impl Relation {
    pub(crate) fn item_columns(&self) -> Vec<Column> {
        self.items.iter().map(|item| Column::new(ident(&item.column()), item.column())).collect()
    }

    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|value| value.name == name)
    }
}

impl Planner<'_> {
    /// Makes every value a column of a step, if it is not yet.
    pub(crate) fn settle(&mut self, relation: Relation, hint: &str) -> Relation {
        if relation.values.iter().all(|value| value.expression == ident(&value.name)) {
            return relation;
        }
        let mut columns = relation.item_columns();
        columns.extend(relation.values.iter().map(|value| Column::new(value.expression.clone(), value.name.clone())));
        let step = self.script.step(hint, Select { columns, from: ident(&relation.step), ..Select::default() });
        let values =
            relation.values.into_iter().map(|value| Value { expression: ident(&value.name), ..value }).collect();
        Relation { step, items: relation.items, values, may_repeat: relation.may_repeat }
    }
}

/// `step.column`
pub(crate) fn of(step: &str, item: &Item) -> String {
    column_of(step, &item.column())
}
