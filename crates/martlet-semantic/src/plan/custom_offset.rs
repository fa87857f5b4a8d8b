//! The time spine moved by periods of a custom grain.
//!
//! Asked for by the custom grain alone, each period takes the name of the one that comes so many later. Filters and
//! ranges of time are then compared with that name, whatever grain they ask for, as in MetricFlow.
//! Asked for by other grains, the n-th day of a period meets the n-th day of the later one; where that one is
//! shorter, there is no day to meet.

use martlet_project::semantic_manifest::TimeWindow;

use crate::error::Problem;
use crate::filter::Filter;
use crate::item::{Grain, Item, TimePart};
use crate::resolve::TimeRange;
use crate::sql::ident::{column_of, ident};
use crate::sql::select::{Column, JoinKind, Select};
use crate::sql::time;

use super::read::{range_filters, time_column};
use super::{Planner, Rows};

/// The spine's own time in the step.
const OWN: &str = "own_time";

impl Planner<'_> {
    /// A step with the moved `items`, and the name of the column by which rows meet it.
    pub(super) fn custom_offset_spine(
        &mut self,
        window: &TimeWindow,
        items: &[Item],
        filters: &[Filter],
        range: Option<&TimeRange>,
    ) -> Result<(String, String), Problem> {
        let index = self.index;
        let missing = || Problem::NoTimeSpine { grain: window.granularity.clone(), metric: String::new() };
        let custom = index.custom_grain(&window.granularity.to_lowercase()).ok_or_else(missing)?;
        let spine = index.spine(custom.spine).ok_or_else(missing)?;
        self.tables.insert(spine.node_relation.alias.clone());
        let period = ident(&custom.column);
        let own = time::timestamp(&ident(&spine.primary_column.name));
        let numbered = Select {
            columns: vec![
                Column::new(own, OWN),
                Column::new(period.clone(), "period"),
                Column::new(format!("dense_rank() OVER (ORDER BY {period})"), "period_number"),
                Column::new(
                    format!("row_number() OVER (PARTITION BY {period} ORDER BY {})", ident(&spine.primary_column.name)),
                    "place_in_period",
                ),
            ],
            from: ident(&spine.node_relation.alias),
            ..Select::default()
        };
        let numbered = self.script.step(&format!("{}_numbered", window.granularity), numbered);
        let by_period =
            items.iter().all(|item| item.custom_grain() == Some(window.granularity.to_lowercase().as_str()));
        let later = if by_period {
            let columns = vec![Column::new("period", "period"), Column::new("period_number", "period_number")];
            let periods = Select { distinct: true, columns, from: ident(&numbered), ..Select::default() };
            self.script.step(&format!("{}_periods", window.granularity), periods)
        } else {
            numbered.clone()
        };
        let mut rows = Rows { from: ident(&numbered), ..Rows::default() };
        let place = column_of(&numbered, "place_in_period");
        let number = column_of(&numbered, "period_number");
        let alias = rows.join(JoinKind::Left, &later, |alias| {
            let mut on = vec![format!("{number} + {} = {}", window.count, column_of(alias, "period_number"))];
            if !by_period {
                on.push(format!("{place} = {}", column_of(alias, "place_in_period")));
            }
            on
        });
        rows.columns.push(Column::new(column_of(&numbered, OWN), OWN));
        let moved = column_of(&alias, OWN);
        let mut wanted = items.to_vec();
        for item in filters.iter().flat_map(Filter::items) {
            if !wanted.contains(item) {
                wanted.push(item.clone());
            }
        }
        for item in &wanted {
            let expression = match item.time() {
                _ if by_period => column_of(&alias, "period"),
                Some(TimePart::Grain(Grain::Custom(name))) => {
                    return Err(Problem::Unsupported { what: format!("grain {name} in this offset") });
                }
                _ => time_column(item, &moved),
            };
            rows.columns.push(Column::new(expression, item.column()));
        }
        for filter in filters {
            rows.add_filter(filter);
        }
        if let Some(range) = range {
            let at = if by_period { column_of(&alias, "period") } else { moved };
            rows.filters.extend(range_filters(range, custom.base, &at));
        }
        let columns = rows
            .columns
            .iter()
            .filter(|column| column.name == OWN || items.iter().any(|item| item.column() == column.name));
        let select = rows.select(columns.cloned().collect());
        Ok((self.script.step("time_spine_moved", select), OWN.to_owned()))
    }
}
