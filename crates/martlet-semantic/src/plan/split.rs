//! One aggregation for several dimensions: every row counts once for each of them.
//!
//! Out come the dimension's name and its value as text, instead of a column for each dimension. Where parts of a
//! measure can be put together, rows are aggregated by all the dimensions first, so that few are left to repeat.

use martlet_project::semantic_manifest::Measure;

use crate::error::Problem;
use crate::item::{Item, ItemKind};
use crate::sql::aggregate::{aggregate, merge};
use crate::sql::ident::{column_of, ident, text};
use crate::sql::select::{Column, Join, JoinKind, Select};

use super::{Planner, Rows, Scope};

/// Names that no metric can have.
pub(crate) const DIMENSION: &str = "dimension__name";
pub(crate) const VALUE: &str = "dimension__value";

impl Scope {
    /// By what values come out.
    pub(crate) fn keys(&self) -> Vec<Item> {
        if !self.is_split {
            return self.items.clone();
        }
        let key = |name: &str| Item { links: Vec::new(), element: name.to_owned(), kind: ItemKind::Categorical };
        vec![key(DIMENSION), key(VALUE)]
    }
}

/// What is aggregated.
#[derive(Debug)]
pub(crate) struct Aggregated<'a> {
    pub(crate) measure: &'a Measure,
    /// The measure's value in the rows; none for a constant.
    pub(crate) value: Option<&'a str>,
    /// Over the rows' columns, where it is not the measure's own.
    pub(crate) aggregate: Option<String>,
}

impl Planner<'_> {
    /// Aggregates the rows for the scope, into `column`.
    pub(crate) fn aggregate_for(
        &mut self,
        scope: &Scope,
        rows: &Rows,
        wanted: Aggregated<'_>,
        column: &str,
    ) -> Result<String, Problem> {
        let Aggregated { measure, value, aggregate: own } = wanted;
        let is_whole = own.is_none();
        let aggregated = match own {
            Some(aggregate) => aggregate,
            None => aggregate(measure, value.unwrap_or("1"), !scope.items.is_empty())?,
        };
        if !scope.is_split {
            return Ok(self.aggregate(rows, &scope.items, vec![Column::new(aggregated, column)]));
        }
        if is_whole && merge(measure, column).is_some() {
            let step = self.aggregate(rows, &scope.items, vec![Column::new(aggregated, column)]);
            let merged = merge(measure, &column_of(&step, column)).unwrap_or_default();
            return Ok(self.by_each(&rows.subject, &step, &scope.items, Column::new(merged, column)));
        }
        let mut columns: Vec<Column> =
            scope.items.iter().map(|item| Column::new(rows.item(item), item.column())).collect();
        columns.extend(value.map(|value| Column::new(value, column)));
        let step = self.script.widened_step(&format!("{}_rows", rows.subject), rows.select(columns));
        let moved = column_of(&step, column);
        let aggregated = match value {
            Some(value) if !is_whole => aggregated.replace(value, &moved),
            Some(_) => aggregate(measure, &moved, true)?,
            None => aggregated,
        };
        Ok(self.by_each(&rows.subject, &step, &scope.items, Column::new(aggregated, column)))
    }

    /// Each dimension of a step by itself.
    fn by_each(&mut self, subject: &str, step: &str, items: &[Item], value: Column) -> String {
        let names: Vec<String> = items.iter().map(|item| format!("({})", text(&item.column()))).collect();
        let mut of_each = String::from("CASE split.dimension");
        for item in items {
            let name = item.column();
            of_each.push_str(&format!("\nWHEN {} THEN CAST({} AS VARCHAR)", text(&name), column_of(step, &name)));
        }
        of_each.push_str("\nEND");
        let select = Select {
            columns: vec![Column::new("split.dimension", DIMENSION), Column::new(of_each, VALUE), value],
            from: format!("(VALUES {}) AS split (dimension)", names.join(", ")),
            joins: vec![Join { kind: JoinKind::Cross, table: ident(step), on: Vec::new(), finds_one: false }],
            group_by: Some(2),
            ..Select::default()
        };
        self.script.widened_step(&format!("{subject}_by_dimension"), select)
    }
}
