//! A whole request, resolved. Every problem is reported, not the first one only.

use martlet_project::semantic_manifest::Granularity;

use super::name::{Kinds, Wanted};
use super::order_by::{OrderKey, order_by};
use super::{Resolver, TimeRange, filter, metrics, saved_query, time_range, time_rules};
use crate::error::{Problem, RequestError};
use crate::filter::Filter;
use crate::index::Index;
use crate::item::{DatePart, Item};
use crate::request::{GroupByItem, MetricRequest};

/// A request in which every name is known to exist and to fit.
#[derive(Debug, Clone)]
pub(crate) struct ResolvedRequest {
    pub(crate) metrics: Vec<String>,
    pub(crate) items: Vec<Item>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) range: Option<TimeRange>,
    pub(crate) order_by: Vec<OrderKey>,
    pub(crate) limit: Option<u64>,
    pub(crate) min_max_only: bool,
    pub(crate) distinct: bool,
}

impl ResolvedRequest {
    pub(crate) fn resolve(index: &Index, request: &MetricRequest) -> Result<Self, RequestError> {
        let request = saved_query::expand(index, request)?;
        let mut problems = Vec::new();
        if request.metrics.is_empty() && request.group_by.is_empty() {
            problems.push(Problem::Empty);
        }
        if request.min_max_only && (request.group_by.len() != 1 || !request.metrics.is_empty()) {
            problems.push(Problem::MinMaxShape);
        }
        if !request.apply_group_by && !request.metrics.is_empty() {
            problems.push(Problem::DuplicatesWithMetrics);
        }
        let instants = request.time_constraint.as_ref().and_then(|(start, end)| {
            time_range::parse(start, end).map_err(|mut found| problems.append(&mut found)).ok()
        });
        let known_metrics = metrics::metrics(index, &request.metrics, &mut problems);
        if known_metrics.is_empty() && !request.metrics.is_empty() {
            // Without one sound metric nothing else can be judged.
            return Err(problems.into());
        }
        let resolver = Resolver::for_metrics(index, &known_metrics)?;
        let items = group_by(&resolver, &request.group_by, &mut problems);
        let mut filters = Vec::new();
        for text in &request.where_filters {
            match filter::filter(&resolver, text, &items) {
                Ok(filter) => filters.push(filter),
                Err(problem) => problems.push(problem),
            }
        }
        let filtered: Vec<Item> = filters.iter().flat_map(Filter::items).cloned().collect();
        for metric in &known_metrics {
            time_rules::check(index, metric, &items, &filtered, &mut problems);
        }
        let order_by = order_by(&resolver, &request.order_by, &items, &known_metrics, &mut problems);
        let range = instants.map(|(start, end)| {
            let asked = items.iter().filter(|item| item.is_metric_time()).filter_map(Item::grain);
            let finest = asked.map(|grain| index.base_of(grain)).min();
            if finest.is_none() && known_metrics.is_empty() && !items.iter().any(Item::is_metric_time) {
                problems.push(Problem::RangeWithoutTime);
            }
            let grain: Granularity = finest
                .unwrap_or_else(|| index.base_of(&resolver.default_metric_time_grain(resolver.metric_time_grain())));
            TimeRange::whole_periods(start, end, grain)
        });
        if !problems.is_empty() {
            problems.dedup();
            return Err(problems.into());
        }
        Ok(Self {
            metrics: known_metrics,
            items,
            filters,
            range,
            order_by,
            limit: request.limit,
            min_max_only: request.min_max_only,
            distinct: request.apply_group_by,
        })
    }
}

fn group_by(resolver: &Resolver<'_>, asked: &[GroupByItem], problems: &mut Vec<Problem>) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for asked in asked {
        match wanted(resolver.index, asked).and_then(|wanted| resolver.item(&wanted)) {
            Ok(item) if items.contains(&item) => problems.push(Problem::DuplicateColumn { column: item.column() }),
            Ok(item) => items.push(item),
            Err(problem) => problems.push(problem),
        }
    }
    items
}

fn wanted(index: &Index, asked: &GroupByItem) -> Result<Wanted, Problem> {
    let (name, grain, date_part) = match asked {
        GroupByItem::Name(name) => return Ok(Wanted::parse(index, name)),
        GroupByItem::Parts { name, grain, date_part, .. } => (name, grain, date_part),
    };
    let mut wanted = Wanted::parse(index, name);
    if let Some(grain) = grain {
        let found = index.grain(grain).ok_or_else(|| Problem::UnknownGrain {
            name: name.clone(),
            grain: grain.clone(),
            known: index.grain_names(),
        })?;
        wanted.grain = Some(found);
        wanted.kinds = Kinds::Time;
    }
    if let Some(part) = date_part {
        let found = DatePart::from_name(part)
            .ok_or_else(|| Problem::UnknownDatePart { name: name.clone(), part: part.clone() })?;
        wanted.date_part = Some(found);
        wanted.kinds = Kinds::Time;
    }
    Ok(wanted)
}
