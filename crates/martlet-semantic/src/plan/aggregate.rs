//! Aggregation: rows become one row for each combination of group-by items.

use crate::item::Item;
use crate::sql::select::{Column, Select};

use super::{Planner, Rows};

impl Planner<'_> {
    /// Groups the rows by `items`. `values` are aggregate expressions over the rows' columns. Aggregations of
    /// the same rows by the same items become one step.
    pub(crate) fn aggregate(&mut self, rows: &Rows, items: &[Item], values: Vec<Column>) -> String {
        let mut columns: Vec<Column> = items.iter().map(|item| Column::new(rows.item(item), item.column())).collect();
        columns.extend(values);
        let select = Select { group_by: Some(items.len()), ..rows.select(columns) };
        self.script.widened_step(&step_name(&rows.subject, items), select)
    }
}

/// `bookings_by_month`, `bookings_by_listing__country`, `bookings_total`.
pub(crate) fn step_name(subject: &str, items: &[Item]) -> String {
    let name = |item: &Item| match item.grain() {
        Some(grain) if item.is_metric_time() => grain.name().to_owned(),
        _ => item.column(),
    };
    match items {
        [] => format!("{subject}_total"),
        [one] => format!("{subject}_by_{}", name(one)),
        [one, two] => format!("{subject}_by_{}_and_{}", name(one), name(two)),
        _ => format!("{subject}_grouped"),
    }
}
