//! Which filter holds where, and when a measure meets the time spine.

use martlet_project::semantic_manifest::Granularity;

use crate::error::Problem;
use crate::filter::Filter;
use crate::index::{Index, InputRef};
use crate::item::{Grain, Item, TimePart};
use crate::plan::Scope;
use crate::plan::spine::meeting_item;
use crate::plan::spine_join::SpineJoin;
use crate::resolve::time_rules::is_agg_time;
use crate::sql::select::JoinKind;

use super::Offset;
use super::input::InputUse;

/// The order of work for one measure.
#[derive(Debug, Clone)]
pub(super) struct Recipe {
    /// Items asked for that are the aggregation time.
    pub(super) time_items: Vec<Item>,
    pub(super) before_aggregation: Vec<Filter>,
    /// Filters of the rows that are chosen of a semi-additive measure.
    pub(super) of_chosen: Vec<Filter>,
    pub(super) before: Option<SpineJoin>,
    pub(super) after: Option<SpineJoin>,
    /// Filters to apply again after rows may have been added.
    pub(super) deferred: Vec<Filter>,
}

#[derive(Debug, Default)]
struct Split {
    without_time: Vec<Filter>,
    only_time: Vec<Filter>,
    mixed: Vec<Filter>,
}

impl Recipe {
    pub(super) fn new(index: &Index, wanted: &InputUse, scope: &Scope) -> Result<Self, Problem> {
        let at = wanted.input.at;
        let time_items: Vec<Item> = scope.items.iter().filter(|item| is_agg_time(index, at, item)).cloned().collect();
        let defined = split(index, at, &wanted.defined);
        let additional = split(index, at, &wanted.additional);
        let on_spine: Vec<Filter> = [defined.only_time.as_slice(), additional.only_time.as_slice()].concat();
        let again: Vec<Filter> = [additional.without_time.as_slice(), additional.mixed.as_slice()]
            .concat()
            .into_iter()
            .filter(|filter| filter.items().iter().all(|item| scope.items.contains(item)))
            .collect();
        let meets_spine = wanted.offset.is_some() || (wanted.input.join_to_timespine && !time_items.is_empty());
        if let Some(filter) = on_spine.iter().find(|filter| meets_spine && filter.row_values().next().is_some()) {
            return Err(Problem::FilterSyntax {
                filter: filter.source.clone(),
                reason: "beside nothing but time a metric's name has no meaning here, since the filter holds for the \
                         time spine, which has no metrics; write two filters"
                    .to_owned(),
            });
        }
        let mut recipe = Self {
            time_items,
            before_aggregation: [wanted.defined.as_slice(), wanted.additional.as_slice()].concat(),
            of_chosen: Vec::new(),
            before: None,
            after: None,
            deferred: Vec::new(),
        };
        if let Some(offset) = &wanted.offset {
            recipe.before_aggregation = [
                defined.without_time.as_slice(),
                additional.without_time.as_slice(),
                defined.mixed.as_slice(),
                additional.mixed.as_slice(),
            ]
            .concat();
            recipe.deferred = again.clone();
            let join = SpineJoin { kind: JoinKind::Inner, offset: Some(offset.clone()), filters: on_spine.clone() };
            if keeps_grain(index, offset, &recipe.time_items)? {
                recipe.after = Some(join);
            } else {
                recipe.before = Some(join);
            }
        }
        if wanted.input.join_to_timespine && !recipe.time_items.is_empty() {
            let offset = recipe.after.take().and_then(|join| join.offset);
            recipe.after = Some(SpineJoin { kind: JoinKind::Left, offset, filters: on_spine });
            recipe.deferred = again;
        }
        Ok(recipe)
    }
}

/// Can the offset be made after aggregation, the finest time asked for being fine enough?
fn keeps_grain(index: &Index, offset: &Offset, time_items: &[Item]) -> Result<bool, Problem> {
    let name = match offset {
        Offset::Window(window) => &window.granularity,
        Offset::ToGrain(grain) => grain,
    };
    let unknown = || Problem::UnknownGrain { name: name.clone(), grain: name.clone(), known: index.grain_names() };
    let Grain::Standard(offset_grain) = index.grain(name).ok_or_else(unknown)? else { return Ok(false) };
    let finest = meeting_item(index, time_items).and_then(Item::time);
    Ok(match finest {
        Some(TimePart::Grain(Grain::Standard(finest))) => {
            let weeks_to_grain = *finest == Granularity::Week && matches!(offset, Offset::ToGrain(_));
            *finest <= offset_grain && !weeks_to_grain
        }
        _ => false,
    })
}

fn split(index: &Index, input: InputRef, filters: &[Filter]) -> Split {
    let mut split = Split::default();
    for filter in filters {
        let items = filter.items_of_templates().count();
        let times = filter.items_of_templates().filter(|item| is_agg_time(index, input, item)).count();
        if times == 0 {
            split.without_time.push(filter.clone());
        } else if times == items && filter.items().into_iter().all(|item| is_agg_time(index, input, item)) {
            split.only_time.push(filter.clone());
        } else {
            split.mixed.push(filter.clone());
        }
    }
    split
}
