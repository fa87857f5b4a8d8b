//! A draw as a request that the project allows, as far as its options tell, but for its slip.

use martlet_semantic::{GroupByKind, GroupByOption};
use serde_json::{Map, Value, json};

use super::draw::{Draw, ItemDraw, Letters, NameForm, RangeDraw, TimeDraw};
use super::filter::Filters;
use super::names::Named;
use super::order::{OrderKey, order};
use crate::catalogue::{Catalogue, Span};

/// More rows than this are neither asked for nor compared.
const MOST_ROWS: u64 = 20_000;

const DATE_PARTS: [&str; 6] = ["year", "quarter", "month", "day", "dow", "doy"];

/// A request, and how its rows are ordered.
#[derive(Debug, Clone)]
pub struct Request {
    pub json: Value,
    pub order_by: Vec<OrderKey>,
    pub limit: Option<u64>,
}

/// An item as the request has it.
#[derive(Debug, Clone)]
struct Item {
    named: Named,
    json: Value,
    /// How many values it may have.
    values: u64,
}

pub fn request(catalogue: &Catalogue, draw: &Draw) -> Request {
    let mut json = Map::new();
    let saved = draw.saved_query.and_then(|place| place.of(catalogue.saved_queries()));
    let metrics = match saved {
        Some(saved) => saved.query_params.metrics.clone(),
        None => metrics(catalogue, draw),
    };
    // Items of all tables never go together; those of one metric do.
    let items_of = draw.items_of.of(&catalogue.metrics).filter(|_| metrics.is_empty());
    let options = catalogue.options(items_of.map_or(metrics.as_slice(), std::slice::from_ref));
    let span = metrics.first().or(items_of).and_then(|metric| catalogue.span(metric));
    let only_time = metrics.iter().any(|metric| catalogue.has_conversions(metric));
    let items = match saved {
        Some(saved) => {
            json.insert("saved_query".to_owned(), json!(saved.name));
            Vec::new()
        }
        None => {
            let asked: Vec<String> =
                metrics.iter().zip(&draw.metrics).map(|(metric, drawn)| in_letters(metric, drawn.1)).collect();
            let items = items(catalogue, draw, &options, span, &metrics, only_time);
            if !asked.is_empty() {
                json.insert("metrics".to_owned(), json!(asked));
            }
            if !items.is_empty() {
                json.insert("group_by".to_owned(), items.iter().map(|item| item.json.clone()).collect());
            }
            items
        }
    };
    let named: Vec<Named> = items.iter().map(|item| item.named.clone()).collect();
    let filters =
        Filters { catalogue, options: &options, span, has_conversions: only_time, items: &named, metrics: &metrics };
    let filters: Vec<String> = draw.filters.iter().filter_map(|condition| filters.sql(condition)).collect();
    if !filters.is_empty() {
        json.insert("where".to_owned(), json!(filters));
    }
    if let (Some(range), Some(span)) = (draw.range, span) {
        json.insert("time_constraint".to_owned(), constraint(range, span));
    }
    let lists_values = metrics.is_empty();
    let is_min_max = lists_values && items.len() == 1 && draw.min_max_only;
    if is_min_max {
        json.insert("min_max_only".to_owned(), json!(true));
    } else if lists_values && draw.keeps_duplicates {
        json.insert("apply_group_by".to_owned(), json!(false));
    }
    let saved_limit = saved.and_then(|saved| saved.query_params.limit);
    let (order_by, limit) =
        if is_min_max { (Vec::new(), None) } else { order(catalogue, draw, saved_limit, &mut json) };
    if let Some(slip) = draw.slip {
        slip.apply(catalogue, &metrics, &mut json);
    }
    Request { json: json.into(), order_by, limit }
}

fn metrics(catalogue: &Catalogue, draw: &Draw) -> Vec<String> {
    let mut metrics: Vec<String> = Vec::new();
    for metric in draw.metrics.iter().filter_map(|(place, _)| place.of(&catalogue.metrics)) {
        // MetricFlow counts some conversions twice when two such metrics are asked for together.
        let is_second =
            catalogue.has_conversions(metric) && metrics.iter().any(|other| catalogue.has_conversions(other));
        if !metrics.contains(metric) && !is_second {
            metrics.push(metric.clone());
        }
    }
    metrics
}

fn in_letters(name: &str, letters: Letters) -> String {
    match letters {
        Letters::Small => name.to_owned(),
        Letters::Capital => name.to_uppercase(),
    }
}

fn items(
    catalogue: &Catalogue,
    draw: &Draw,
    options: &[GroupByOption],
    span: Option<Span>,
    metrics: &[String],
    only_time: bool,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut rows = 1;
    for drawn in &draw.items {
        let Some(item) = item(catalogue, options, span, drawn, !metrics.is_empty()) else { continue };
        if (only_time && item.named.base != METRIC_TIME)
            || items.iter().any(|other| other.named == item.named)
            || rows * item.values > MOST_ROWS
        {
            continue;
        }
        rows *= item.values.max(1);
        items.push(item);
    }
    let looks_back = metrics.iter().any(|metric| catalogue.needs_time(metric));
    let has_time = items.iter().any(|item| item.named.base == METRIC_TIME);
    if (metrics.is_empty() && items.is_empty()) || (looks_back && draw.adds_time && !has_time) {
        let grain = Some("month".to_owned());
        let named = Named { base: METRIC_TIME.to_owned(), kind: GroupByKind::Time, grain, date_part: None };
        items.push(Item { json: named.in_request(NameForm::Dundered(Letters::Small)), named, values: 1 });
    }
    items
}

const METRIC_TIME: &str = "metric_time";

fn item(
    catalogue: &Catalogue,
    options: &[GroupByOption],
    span: Option<Span>,
    drawn: &ItemDraw,
    has_metrics: bool,
) -> Option<Item> {
    let option = drawn.option.of(options)?;
    let base = option.name.clone();
    let mut named = Named { base, kind: option.kind, grain: None, date_part: None };
    if option.kind != GroupByKind::Time {
        let values = catalogue.values(&option.name).map_or(1, |values| values.count);
        return Some(Item { json: named.in_request(drawn.form), named, values });
    }
    let span = catalogue.span(&option.name).or(span);
    match &drawn.time {
        TimeDraw::DatePart(place) => {
            named.date_part = Some((*place.of(&date_parts(option))?).to_owned());
            return Some(Item { json: named.in_request(drawn.form), named, values: 12 });
        }
        TimeDraw::Grain(place) => named.grain = place.of(&grains(option)).cloned(),
        TimeDraw::Default => {}
    }
    let json = named.in_request(drawn.form);
    // The options are those of one metric, but without metrics its own grain does not count.
    let default = if has_metrics { option.default_grain.clone() } else { default_without_metrics(option) };
    named.grain = Some(named.grain.or(default)?);
    let values = span.zip(named.grain.as_deref()).map_or(1, |(span, grain)| span.periods(grain));
    Some(Item { json, named, values })
}

/// `metric_time` is by day then, and every other time by its finest grain.
fn default_without_metrics(option: &GroupByOption) -> Option<String> {
    if option.name == METRIC_TIME { Some("day".to_owned()) } else { option.default_grain.clone() }
}

/// The parts that can be told from a time option's values, coarsest first.
pub fn date_parts(option: &GroupByOption) -> Vec<&'static str> {
    let has_grain = |grain: &str| option.grains.iter().any(|known| known == grain);
    DATE_PARTS.into_iter().filter(|part| has_grain(if part.starts_with('d') { "day" } else { part })).collect()
}

/// The grains of a time option, coarsest first, for those are the simpler ones.
pub fn grains(option: &GroupByOption) -> Vec<String> {
    option.grains.iter().rev().filter(|grain| !grain.ends_with("second")).cloned().collect()
}

fn constraint(range: RangeDraw, span: Span) -> Value {
    let instant = |thousandths: u64, time: &str| {
        let day = span.day(thousandths);
        if range.by_hours { format!("{day}T{time}") } else { day.to_string() }
    };
    let start = range.start.map(|start| instant(start, "05:30:00"));
    let end = range.end.map(|end| instant(end, "17:00:00"));
    json!([start, end])
}
