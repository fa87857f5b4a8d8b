//! Aggregated values joined to the time spine: periods without rows appear, or values move in time.

use martlet_project::semantic_manifest::Granularity;

use crate::error::Problem;
use crate::filter::Filter;
use crate::item::Item;
use crate::metrics::Offset;
use crate::resolve::TimeRange;
use crate::sql::ident::{column_of, ident};
use crate::sql::select::{Column, JoinKind};
use crate::sql::time;

use super::rows::condition;
use super::spine::meeting_item;
use super::{Planner, Relation, Rows, Value, relation};

/// How aggregated rows meet the spine.
#[derive(Debug, Clone)]
pub(crate) struct SpineJoin {
    pub(crate) kind: JoinKind,
    pub(crate) offset: Option<Offset>,
    /// Filters on the spine's time.
    pub(crate) filters: Vec<Filter>,
}

impl Planner<'_> {
    /// Joins the relation's step to the spine. `time_items` are those of its items that are the aggregation
    /// time; they come from the spine afterwards. `after` are filters on the outcome.
    pub(crate) fn join_spine(
        &mut self,
        relation: Relation,
        join: &SpineJoin,
        time_items: &[Item],
        range: Option<&TimeRange>,
        after: &[Filter],
    ) -> Result<Relation, Problem> {
        let index = self.index;
        let Some(meeting) = meeting_item(index, time_items) else { return Ok(relation) };
        let spine = self.spine_step(time_items, &join.filters, range)?;
        let shifted = offset_time(index, join.offset.as_ref(), &relation::of(&spine, meeting))?;
        let mut rows = Rows { from: ident(&spine), ..Rows::default() };
        let alias =
            rows.join(join.kind, &relation.step, |alias| vec![format!("{shifted} = {}", relation::of(alias, meeting))]);
        for item in &relation.items {
            let from = if time_items.contains(item) { &spine } else { &alias };
            rows.columns.push(Column::new(relation::of(from, item), item.column()));
        }
        // Filters that name the metric hold for its value now.
        let value = relation.values.first().map(|value| column_of(&alias, &value.name)).unwrap_or_default();
        rows.filters =
            after.iter().map(|filter| condition(filter, |item| rows.item(item), |_| value.clone())).collect();
        let mut columns = rows.columns.clone();
        let mut values = Vec::new();
        for value in &relation.values {
            // The values' expressions refer to one column each; the expression is kept for the outcome.
            columns.push(Column::new(column_of(&alias, &value.name), value.name.clone()));
            values.push(Value { expression: ident(&value.name), ..value.clone() });
        }
        let hint = relation.values.first().map(|value| value.name.clone()).unwrap_or_default();
        let select = rows.select(columns);
        let step = self.script.step(&format!("{hint}_over_time"), select);
        // Joined on one time, a row meets every value that the spine has of the others.
        let may_repeat = relation.may_repeat || time_items.len() > 1;
        Ok(Relation { step, items: relation.items, values, may_repeat })
    }
}

/// The instant at which a value is looked up, for the spine's instant `at`.
pub(crate) fn offset_time(index: &crate::index::Index, offset: Option<&Offset>, at: &str) -> Result<String, Problem> {
    let standard = |name: &str| -> Result<Granularity, Problem> {
        index
            .grain(name)
            .and_then(|grain| grain.standard())
            .ok_or_else(|| Problem::Unsupported { what: format!("an offset by grain {name} here") })
    };
    Ok(match offset {
        None => at.to_owned(),
        Some(Offset::Window(window)) => {
            format!("{at} - {}", time::interval(window.count, standard(&window.granularity)?))
        }
        Some(Offset::ToGrain(grain)) => time::truncate(standard(grain)?, at),
    })
}
