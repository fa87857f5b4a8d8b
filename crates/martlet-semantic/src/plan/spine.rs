//! The time spine as a step: one row for each period of the finest item asked for.

use martlet_project::semantic_manifest::Granularity;

use crate::error::Problem;
use crate::filter::Filter;
use crate::item::{Grain, Item, TimePart};
use crate::resolve::TimeRange;
use crate::sql::ident::ident;
use crate::sql::select::Column;
use crate::sql::time;

use super::read::{range_filters, time_column};
use super::{Planner, Rows};

impl Planner<'_> {
    /// Rows of the spine with all `items` as columns, not yet reduced to one for each period.
    pub(crate) fn spine_rows(
        &mut self,
        items: &[Item],
        range: Option<&TimeRange>,
    ) -> Result<(Rows, Granularity), Problem> {
        let index = self.index;
        let finest = items.iter().map(|item| finest_grain(index, item)).min().unwrap_or(Granularity::Day);
        let defining = items
            .iter()
            .filter_map(|item| index.custom_grain(item.custom_grain()?))
            .filter(|custom| custom.base <= finest)
            .min_by_key(|custom| custom.base);
        let spine = match defining.and_then(|custom| index.spine(custom.spine)) {
            Some(spine) => spine,
            None => index.spine_for(finest)?,
        };
        self.tables.insert(spine.node_relation.alias.clone());
        let timestamp = time::timestamp(&ident(&spine.primary_column.name));
        let mut rows =
            Rows { from: ident(&spine.node_relation.alias), subject: "time_spine".to_owned(), ..Rows::default() };
        let mut of_other_spines = Vec::new();
        for item in items {
            let custom = item.custom_grain().and_then(|name| index.custom_grain(name));
            let own = custom.is_some_and(|custom| {
                index.spine(custom.spine).is_some_and(|defining| defining.node_relation == spine.node_relation)
            });
            match custom {
                Some(custom) if own => rows.columns.push(Column::new(ident(&custom.column), item.column())),
                Some(_) => of_other_spines.push(item),
                None => rows.columns.push(Column::new(time_column(item, &timestamp), item.column())),
            }
        }
        for item in of_other_spines {
            // A calendar of a coarser spine is looked up there by its own grain.
            let base = self.base_item(item);
            let added = rows.expression(&base.column()).is_none();
            if added {
                rows.columns.push(Column::new(time_column(&base, &timestamp), base.column()));
            }
            self.join_custom_grain(&mut rows, item)?;
            if added {
                rows.columns.retain(|column| column.name != base.column());
            }
        }
        if let Some(range) = range {
            rows.filters.extend(range_filters(range, finest, &timestamp));
        }
        Ok((rows, spine.primary_column.time_granularity))
    }

    /// A step with `keep` as columns, one row for each combination, limited by filters over the spine's time.
    pub(crate) fn spine_step(
        &mut self,
        keep: &[Item],
        filters: &[Filter],
        range: Option<&TimeRange>,
    ) -> Result<String, Problem> {
        let mut all: Vec<Item> = keep.to_vec();
        for item in filters.iter().flat_map(Filter::items) {
            if !all.contains(item) {
                all.push(item.clone());
            }
        }
        let range =
            range.map(|range| match all.iter().filter_map(Item::grain).map(|grain| self.index.base_of(grain)).min() {
                Some(finest) => range.with_whole_first_period(finest),
                None => *range,
            });
        let (mut rows, base) = self.spine_rows(&all, range.as_ref())?;
        for filter in filters {
            rows.add_filter(filter);
        }
        let columns = keep.iter().map(|item| Column::new(rows.item(item), item.column())).collect();
        let mut select = rows.select(columns);
        select.distinct = !keep.iter().any(|item| item.grain() == Some(&Grain::Standard(base)));
        Ok(self.script.step("time_spine", select))
    }
}

/// The grain that a spine must have for the item. Every date part can be told from days.
pub(super) fn finest_grain(index: &crate::index::Index, item: &Item) -> Granularity {
    match item.time() {
        Some(TimePart::Grain(grain)) => index.base_of(grain),
        _ => Granularity::Day,
    }
}

/// The item by which aggregated rows meet the spine: the finest, standard grains before custom ones, date
/// parts last.
pub(crate) fn meeting_item<'i>(index: &crate::index::Index, items: &'i [Item]) -> Option<&'i Item> {
    items.iter().min_by_key(|item| {
        let part = matches!(item.time(), Some(TimePart::Part(_)));
        (part, item.custom_grain().is_some(), finest_grain(index, item))
    })
}
