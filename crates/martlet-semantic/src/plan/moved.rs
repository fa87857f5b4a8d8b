//! Computed values moved in time: every period asked for gets the values of an earlier one.
//!
//! In: values by the items asked for, by those that filters name, and by the days behind custom grains. Out: the values
//! by the items asked for, the times among them being those at which the values are looked up. Nothing is aggregated
//! again, so a group can have several rows.
//!
//! As in MetricFlow, filters and ranges hold for what the moved rows show: the times asked for are the later ones,
//! further times that only a filter names are those of the values. An offset by a custom grain moves days only: other
//! grains asked for meet themselves.

use martlet_project::semantic_manifest::{Granularity, TimeWindow};

use crate::error::Problem;
use crate::filter::Filter;
use crate::item::{Grain, Item};
use crate::metrics::Offset;
use crate::resolve::TimeRange;
use crate::sql::ident::{column_of, ident};
use crate::sql::select::{Column, JoinKind};

use super::custom_offset::{MovedAs, OWN};
use super::read::range_filters;
use super::rows::filter_sql;
use super::spine::meeting_item;
use super::spine_join::offset_time;
use super::{Planner, Relation, Rows, Value, relation};

/// A move to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Move<'m> {
    pub(crate) offset: &'m Offset,
    /// The items asked for.
    pub(crate) asked: &'m [Item],
    /// Those of them that are the aggregation time; there is one at least.
    pub(crate) time_items: &'m [Item],
    pub(crate) filters: &'m [Filter],
    pub(crate) range: Option<&'m TimeRange>,
}

impl Planner<'_> {
    /// Moves the relation, whose values are columns of its step.
    pub(crate) fn moved(&mut self, values: Relation, wanted: &Move<'_>) -> Result<Relation, Problem> {
        let index = self.index;
        let Some(meeting) = meeting_item(index, wanted.time_items) else {
            return Ok(Relation { items: wanted.asked.to_vec(), ..values });
        };
        let limited = self.limited_by(&values.items, wanted);
        // Without a standard `metric_time` among the items, the range can only hold for the spine.
        let spine_range = wanted.range.filter(|_| limited.is_none());
        let (spine, shifted) = match wanted.offset {
            Offset::Window(window) if matches!(index.grain(&window.granularity), Some(Grain::Custom(_))) => {
                self.spine_by_custom_grain(window, meeting, wanted.time_items, spine_range)?
            }
            offset => {
                let spine = self.spine_step(wanted.time_items, &[], spine_range)?;
                let shifted = offset_time(index, Some(offset), &relation::of(&spine, meeting))?;
                (spine, shifted)
            }
        };
        let mut rows = Rows { from: ident(&spine), ..Rows::default() };
        let alias = rows
            .join(JoinKind::Inner, &values.step, |alias| vec![format!("{shifted} = {}", relation::of(alias, meeting))]);
        for item in &values.items {
            let from = if wanted.time_items.contains(item) { &spine } else { &alias };
            rows.columns.push(Column::new(relation::of(from, item), item.column()));
        }
        rows.filters = wanted.filters.iter().map(|filter| filter_sql(filter, |item| rows.item(item))).collect();
        if let (Some(range), Some((time, grain))) = (wanted.range, &limited) {
            rows.filters.extend(range_filters(range, *grain, &rows.item(time)));
        }
        let mut columns: Vec<Column> =
            wanted.asked.iter().map(|item| Column::new(rows.item(item), item.column())).collect();
        let mut moved = Vec::new();
        for value in &values.values {
            columns.push(Column::new(column_of(&alias, &value.name), value.name.clone()));
            moved.push(Value { expression: ident(&value.name), ..value.clone() });
        }
        let hint = values.values.first().map(|value| value.name.clone()).unwrap_or_default();
        let step = self.script.step(&format!("{hint}_over_time"), rows.select(columns));
        let by_custom = wanted.time_items.iter().any(|item| item.custom_grain().is_some());
        let several = wanted.time_items.len() > 1 || values.items.len() > wanted.asked.len() || by_custom;
        let is_custom = matches!(wanted.offset, Offset::Window(window) if self.is_custom(window));
        let may_repeat = values.may_repeat || several || is_custom;
        Ok(Relation { step, items: wanted.asked.to_vec(), values: moved, may_repeat })
    }

    fn is_custom(&self, window: &TimeWindow) -> bool {
        matches!(self.index.grain(&window.granularity), Some(Grain::Custom(_)))
    }

    /// The moved spine, and the column by which values meet it.
    fn spine_by_custom_grain(
        &mut self,
        window: &TimeWindow,
        meeting: &Item,
        time_items: &[Item],
        range: Option<&TimeRange>,
    ) -> Result<(String, String), Problem> {
        let spine = self.custom_offset_spine(window, MovedAs::Days, time_items, &[], range)?;
        let base = self.index.grain(&window.granularity).map(|grain| self.index.base_of(&grain));
        let by_day = meeting.grain().and_then(Grain::standard).is_some_and(|grain| Some(grain) == base);
        let column = if by_day { column_of(&spine, OWN) } else { relation::of(&spine, meeting) };
        Ok((spine, column))
    }

    /// The time for which a range holds: the finest standard grain of `metric_time`. Where a custom grain is asked for
    /// without its days, items that were not asked for are gone by then.
    fn limited_by(&self, items: &[Item], wanted: &Move<'_>) -> Option<(Item, Granularity)> {
        wanted.range?;
        let lacks_days = wanted.time_items.iter().any(|item| !wanted.time_items.contains(&self.base_item(item)));
        let left = if lacks_days { wanted.asked } else { items };
        let times = left.iter().filter(|item| item.is_metric_time());
        let standard = times.filter_map(|item| Some((item.clone(), item.grain()?.standard()?)));
        standard.min_by_key(|(_, grain)| *grain)
    }
}
