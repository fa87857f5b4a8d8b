//! The time spine moved by periods of a custom grain.
//!
//! Moved by its name, each period takes the name of the one that comes so many later. Filters and ranges of time are
//! then compared with that name, whatever grain they ask for, as in MetricFlow.
//! Moved by days, the n-th day of a period becomes the day that lies as far behind the first day of the later period;
//! where that is behind the later period's end, there is none. Custom grains are then refused, as MetricFlow does.

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

/// The spine's own time in the step, by which rows meet it.
pub(super) const OWN: &str = "own_time";

/// What stands for the times asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MovedAs {
    /// The later period's name, for all of them.
    Name,
    /// The later day.
    Days,
}

impl Planner<'_> {
    /// A step with the moved `items`, and [`OWN`].
    pub(super) fn custom_offset_spine(
        &mut self,
        window: &TimeWindow,
        moved_as: MovedAs,
        items: &[Item],
        filters: &[Filter],
        range: Option<&TimeRange>,
    ) -> Result<String, Problem> {
        let index = self.index;
        let missing = || Problem::NoTimeSpine { grain: window.granularity.clone(), metric: String::new() };
        let custom = index.custom_grain(&window.granularity.to_lowercase()).ok_or_else(missing)?;
        let spine = index.spine(custom.spine).ok_or_else(missing)?;
        self.tables.insert(spine.node_relation.alias.clone());
        let day = ident(&spine.primary_column.name);
        let period = ident(&custom.column);
        let numbered = Select {
            columns: vec![
                Column::new(time::timestamp(&day), OWN),
                Column::new(&period, "period"),
                Column::new(format!("row_number() OVER (ORDER BY {day})"), "day_number"),
                Column::new(format!("row_number() OVER (PARTITION BY {period} ORDER BY {day})"), "place_in_period"),
            ],
            from: ident(&spine.node_relation.alias),
            ..Select::default()
        };
        let numbered = self.script.step(&format!("{}_numbered", window.granularity), numbered);
        let periods = Select {
            columns: vec![
                Column::new("period", "period"),
                Column::new("MIN(day_number)", "first_day"),
                Column::new("MAX(day_number)", "last_day"),
            ],
            from: ident(&numbered),
            group_by: Some(1),
            ..Select::default()
        };
        let periods = self.script.step(&format!("{}_periods", window.granularity), periods);
        let later = |column: &str| {
            Column::new(format!("lead({column}, {}) OVER (ORDER BY period)", window.count), format!("later_{column}"))
        };
        let columns = vec![Column::new("period", "period"), later("period"), later("first_day"), later("last_day")];
        let moved = Select { columns, from: ident(&periods), ..Select::default() };
        let moved = self.script.step(&format!("{}_moved", window.granularity), moved);

        let mut rows = Rows { from: ident(&numbered), ..Rows::default() };
        let later = rows.join(JoinKind::Inner, &moved, |alias| {
            vec![format!("{} = {}", column_of(&numbered, "period"), column_of(alias, "period"))]
        });
        let at = match moved_as {
            MovedAs::Name => column_of(&later, "later_period"),
            MovedAs::Days => {
                let place = column_of(&numbered, "place_in_period");
                let alias = rows.join(JoinKind::Left, &numbered, |alias| {
                    let number = column_of(alias, "day_number");
                    vec![
                        format!("{number} = {} + {place} - 1", column_of(&later, "later_first_day")),
                        format!("{number} <= {}", column_of(&later, "later_last_day")),
                    ]
                });
                column_of(&alias, OWN)
            }
        };
        rows.columns.push(Column::new(column_of(&numbered, OWN), OWN));
        let mut wanted = items.to_vec();
        for item in filters.iter().flat_map(Filter::items) {
            if !wanted.contains(item) {
                wanted.push(item.clone());
            }
        }
        for item in &wanted {
            let expression = match item.time() {
                _ if moved_as == MovedAs::Name => at.clone(),
                Some(TimePart::Grain(Grain::Custom(name))) => {
                    return Err(Problem::Unsupported { what: format!("grain {name} in this offset") });
                }
                _ => time_column(item, &at),
            };
            rows.columns.push(Column::new(expression, item.column()));
        }
        for filter in filters {
            rows.add_filter(filter);
        }
        if let Some(range) = range {
            rows.filters.extend(range_filters(range, custom.base, &at));
        }
        let columns = rows
            .columns
            .iter()
            .filter(|column| column.name == OWN || items.iter().any(|item| item.column() == column.name));
        let select = rows.select(columns.cloned().collect());
        Ok(self.script.step("time_spine_moved", select))
    }
}
