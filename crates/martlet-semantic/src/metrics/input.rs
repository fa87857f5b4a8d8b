//! A measure, filtered and aggregated: what every metric stands on.
//!
//! The order of things, and which filter holds where, follows MetricFlow: read and filter rows, move them in
//! time, choose instants of semi-additive measures, aggregate, join to the time spine, filter again what that
//! may have added.

use martlet_project::semantic_manifest::{AggregationType, Measure};

use crate::error::Problem;
use crate::filter::{Filter, Holds, RowValue};
use crate::index::Input;
use crate::item::{Grain, Item, TimePart};
use crate::plan::read::Source;
use crate::plan::row_values::add_row_values;
use crate::plan::shift::{Shift, ShiftUse};
use crate::plan::split::Aggregated;
use crate::plan::{Planner, Relation, Rows, Scope, Value};
use crate::resolve::time_rules::is_agg_time;
use crate::sql::aggregate::constant;
use crate::sql::dialect;
use crate::sql::ident::ident;
use crate::sql::select::{Column, JoinKind};

use super::recipe::Recipe;
use super::{Offset, with_items};

/// A measure to aggregate.
#[derive(Debug, Clone)]
pub(crate) struct InputUse {
    pub(crate) input: Input,
    /// Filters in the definition of the measure's use and of its simple metric.
    pub(crate) defined: Vec<Filter>,
    /// Filters of the request and of the metrics in between.
    pub(crate) additional: Vec<Filter>,
    pub(crate) offset: Option<Offset>,
    /// For cumulative metrics: which rows count for a period.
    pub(crate) cumulative: Option<Shift>,
    /// Stands in for the measure's own aggregation.
    pub(crate) agg: Option<AggregationType>,
}

impl Planner<'_> {
    /// The measure's values under `name`.
    pub(crate) fn input(&mut self, wanted: &InputUse, name: &str, scope: &Scope) -> Result<Relation, Problem> {
        let index = self.index;
        let at = wanted.input.at;
        let measure = index.measure(at).ok_or_else(|| Problem::BrokenMetric {
            metric: name.to_owned(),
            reason: "its measure is missing".to_owned(),
        })?;
        let measure = &Measure { agg: wanted.agg.unwrap_or(measure.agg), ..measure.clone() };
        let mut recipe = Recipe::new(index, wanted, scope)?;
        let needed = with_items(&scope.items, recipe.before_aggregation.iter().flat_map(|filter| filter.items()));
        let column = value_column(measure, &needed);
        if measure.non_additive_dimension.is_some() {
            let all = std::mem::take(&mut recipe.before_aggregation);
            (recipe.of_chosen, recipe.before_aggregation) =
                all.into_iter().partition(|filter| filter.holds == Holds::After);
        }
        let (mut rows, mut aggregated) = self.input_rows(wanted, measure, &column, &recipe, &needed, scope)?;
        if let Some(choice) = &measure.non_additive_dimension {
            rows = self.semi_additive(&rows, at, choice, &scope.items)?;
            recipe.of_chosen.iter().for_each(|filter| rows.add_filter(filter));
            aggregated = None;
        }
        let joins_spine = recipe.after.is_some() && !recipe.time_items.is_empty();
        let wanted_value = Aggregated { measure, value: rows.expression(&column), aggregate: aggregated };
        let step = self.aggregate_for(scope, &rows, wanted_value, &column)?;
        let mut relation = Relation {
            step,
            items: scope.keys(),
            values: vec![Value { name: column.clone(), expression: ident(&column), fill: None }],
            may_repeat: false,
        };
        if let Some(join) = recipe.after.as_ref().filter(|_| joins_spine) {
            let range = scope.range.as_ref();
            relation = self.join_spine(relation, join, &recipe.time_items, range, &recipe.deferred)?;
        } else {
            let by_value = recipe.deferred.iter().filter(|filter| filter.row_values().next().is_some());
            let by_value: Vec<Filter> = by_value.cloned().collect();
            if !by_value.is_empty() {
                relation = self.having(relation, &by_value);
            }
        }
        let fill = wanted.input.fill_nulls_with;
        for value in &mut relation.values {
            value.name = name.to_owned();
            value.fill = fill;
            if let Some(fill) = fill {
                value.expression = format!("COALESCE({}, {fill})", value.expression);
            }
        }
        Ok(relation)
    }

    /// The rows to aggregate, with the aggregate if it differs from the measure's own.
    fn input_rows(
        &mut self,
        wanted: &InputUse,
        measure: &Measure,
        column: &str,
        recipe: &Recipe,
        needed: &[Item],
        scope: &Scope,
    ) -> Result<(Rows, Option<String>), Problem> {
        let at = wanted.input.at;
        let mut values = Vec::new();
        if constant(measure).is_none() {
            values.push(Column::new(dialect::expression(measure.expression()), column));
        }
        if let Some(choice) = &measure.non_additive_dimension {
            values.extend(self.semi_additive_columns(at, choice)?);
        }
        add_row_values(self.index, recipe.before_aggregation.iter(), &mut values)?;
        let mut source = Source {
            model: at.model,
            time_of: Some(at),
            range: scope.range,
            values,
            join: JoinKind::Left,
            periods: Vec::new(),
        };
        let needed_times: Vec<Item> =
            needed.iter().filter(|item| is_agg_time(self.index, at, item)).map(|item| self.base_item(item)).collect();
        let cumulative = wanted.cumulative.as_ref().filter(|_| !needed_times.is_empty());
        let before = recipe.before.as_ref().filter(|_| !recipe.time_items.is_empty());
        if cumulative.is_none() && before.is_none() {
            if wanted.offset.is_some() {
                source.range = None;
            }
            let mut rows = self.read(&source, needed)?;
            recipe.before_aggregation.iter().for_each(|filter| rows.add_filter(filter));
            return Ok((rows, None));
        }
        self.shifted_rows(wanted, measure, column, recipe, needed, scope, source, cumulative)
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one computation, split for length only")]
    fn shifted_rows(
        &mut self,
        wanted: &InputUse,
        measure: &Measure,
        column: &str,
        recipe: &Recipe,
        needed: &[Item],
        scope: &Scope,
        mut source: Source,
        cumulative: Option<&Shift>,
    ) -> Result<(Rows, Option<String>), Problem> {
        let index = self.index;
        let at = wanted.input.at;
        let is_time = |item: &&Item| is_agg_time(index, at, item);
        let (versioned, mut others): (Vec<Item>, Vec<Item>) =
            needed.iter().filter(|item| !is_time(item)).cloned().partition(|item| self.is_versioned(at.model, item));
        let is_late = |item: &Item| is_agg_time(index, at, item) || versioned.contains(item);
        let (late, early): (Vec<&Filter>, Vec<&Filter>) =
            recipe.before_aggregation.iter().partition(|filter| filter.items().into_iter().any(is_late));
        // Without `metric_time` in the request, MetricFlow limits the rows by their own time, before they are moved.
        let by_own_time = !needed.iter().any(Item::is_metric_time);
        let mut times: Vec<Item> = Vec::new();
        for item in needed.iter().filter(is_time) {
            let base = self.base_item(item);
            if !times.contains(&base) {
                times.push(base);
            }
        }
        // So it does where only filters name a time, and only coarser ones than the rows' own.
        let is_coarser = times.iter().filter_map(Item::grain).all(|grain| self.is_coarser(at, grain));
        let by_coarser_filter = cumulative.is_some() && recipe.time_items.is_empty() && is_coarser;
        source.range = match (cumulative, &wanted.offset, scope.range) {
            (_, _, range) if by_own_time || by_coarser_filter => range,
            (Some(shift), None, Some(range)) => shift.rows_needed_for(range),
            _ => None,
        };
        let offset_meeting = self.offset_meeting(wanted, recipe);
        let first_meeting = match cumulative {
            Some(_) => self.finest_time(&times).cloned(),
            None => offset_meeting.clone(),
        };
        let Some(first_meeting) = first_meeting else {
            return Err(Problem::Unsupported { what: format!("measure '{}' by date parts alone", measure.name) });
        };
        let own_time = self.own_time(at, &first_meeting)?;
        source.values.push(own_time.clone());
        let (version_joins, keys) = self.version_joins(&source, &versioned)?;
        source.values.extend(keys.iter().cloned());
        let late_items = with_items(&[], late.iter().flat_map(|filter| filter.items()));
        // The moved spine gives the times asked for and the one by which it meets the rows; others that filters name
        // are the rows' own.
        let mut given: Vec<Item> = recipe.time_items.iter().map(|item| self.base_item(item)).collect();
        given.extend(offset_meeting.clone());
        let mut own_times: Vec<Item> = Vec::new();
        for item in late_items.iter().filter(|item| is_time(item) && cumulative.is_none()) {
            let base = self.base_item(item);
            if !given.contains(&base) && !own_times.contains(&base) {
                own_times.push(base);
            }
        }
        // Versions are found by `metric_time`, which is the rows' own where the spine gives them only a time of another name.
        let version_time = Item::metric_time(TimePart::Grain(Grain::Standard(index.agg_time_grain(at))));
        let is_moved = given.contains(&version_time) || first_meeting == version_time;
        if !versioned.is_empty() && !is_moved && !own_times.contains(&version_time) {
            own_times.push(version_time.clone());
        }
        others.extend(own_times.iter().cloned());
        let mut rows = self.read(&source, &others)?;
        early.iter().for_each(|filter| rows.add_filter(filter));
        let mut keep: Vec<Column> = Vec::new();
        let carried = with_items(&with_items(&scope.items, late_items.iter()), own_times.iter());
        let carried = with_items(&carried, recipe.of_chosen.iter().flat_map(|filter| filter.items()));
        for item in carried.iter().filter(|item| !is_late(item) || own_times.contains(item)) {
            keep.push(Column::new(rows.item(item), item.column()));
        }
        let row_values: Vec<String> =
            late.iter().flat_map(|filter| filter.row_values()).map(RowValue::column).collect();
        for name in std::iter::once(&own_time.name).chain(keys.iter().map(|key| &key.name)).chain(&row_values) {
            if !keep.iter().any(|kept| kept.name == *name) {
                keep.push(Column::new(rows.expression(name).unwrap_or_default(), name));
            }
        }
        let additive = measure.non_additive_dimension.is_none();
        if !additive {
            for name in source.values.iter().map(|value| &value.name) {
                if name != column && !keep.iter().any(|kept| kept.name == *name) {
                    keep.push(Column::new(rows.expression(name).unwrap_or_default(), name));
                }
            }
        }
        let grouped = !scope.items.is_empty();
        let measured = self.condense(&rows, measure, column, &keep, additive, grouped)?;
        let mut rows = measured.rows;
        let mut own = own_time.name;
        if let Some(shift) = cumulative {
            // With an offset after aggregation, MetricFlow limits the values that are looked up as well.
            let range = scope.range.as_ref().filter(|_| recipe.before.is_none());
            let mut spine_items = times.clone();
            spine_items.extend(offset_meeting.iter().filter(|meeting| !times.contains(meeting)).cloned());
            let wanted =
                ShiftUse { shift, base: &own, meeting: &first_meeting, time_items: &spine_items, filters: &[], range };
            rows = self.shift(&rows, &wanted)?;
            if let Some(meeting) = &offset_meeting {
                own = meeting.column();
                let select = rows.select(rows.columns.clone());
                let step = self.script.step(&format!("{}_cumulated", rows.subject), select);
                rows.from = ident(&step);
                rows.joins.clear();
                rows.filters.clear();
            }
        }
        if let (Some(before), Some(meeting)) = (&recipe.before, &offset_meeting) {
            let (shift, items) = self.offset_shift(before.offset.as_ref(), &recipe.time_items);
            let wanted = ShiftUse {
                shift: &shift,
                base: &own,
                meeting,
                time_items: &items,
                filters: &before.filters,
                range: scope.range.as_ref().filter(|_| !by_own_time),
            };
            rows = self.shift(&rows, &wanted)?;
        }
        self.join_versions(&mut rows, version_joins, &version_time)?;
        for item in needed.iter().filter(|item| is_late(item) && item.custom_grain().is_some()) {
            if rows.expression(&item.column()).is_none() {
                self.join_custom_grain(&mut rows, item)?;
            }
        }
        late.iter().for_each(|filter| rows.add_filter(filter));
        let qualified = rows.expression(column).map_or_else(|| ident(column), str::to_owned);
        let aggregate = measured.aggregate.replace(&format!("({})", ident(column)), &format!("({qualified})"));
        let aggregate = if aggregate == measured.aggregate && constant(measure).is_none() {
            crate::sql::aggregate::aggregate(measure, &qualified, grouped)?
        } else {
            aggregate
        };
        Ok((rows, Some(aggregate)))
    }

    /// Does the item come from a model with validity dates?
    fn is_versioned(&self, model: usize, item: &Item) -> bool {
        let access = self.access(model, &self.base_item(item));
        let hops = access.ok().flatten().map(|access| access.hops).unwrap_or_default();
        hops.iter().any(|hop| self.index.model(hop.model).is_some_and(crate::index::has_validity))
    }
}

/// A name for the measure's column that no item has.
fn value_column(measure: &Measure, items: &[Item]) -> String {
    let mut column = measure.name.clone();
    while items.iter().any(|item| item.column() == column) {
        column.push_str("_value");
    }
    column
}
