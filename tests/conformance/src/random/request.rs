//! A draw as a request that the project allows, as far as its options tell.

use martlet_semantic::{GroupByKind, GroupByOption};
use serde_json::{Map, Value, json};

use super::draw::{Draw, ItemDraw, TimeDraw};
use super::filter::Filters;
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

/// A column by which the rows are ordered.
#[derive(Debug, Clone)]
pub struct OrderKey {
    pub column: String,
    pub descending: bool,
    /// Numbers that are computed can be equal for one side and a hair apart for the other.
    pub is_metric: bool,
}

/// An item as the request has it.
#[derive(Debug, Clone)]
struct Item {
    json: Value,
    /// Its name in the answer, except of date parts, which cannot be ordered by.
    column: Option<String>,
    /// How many values it may have.
    values: u64,
}

pub fn request(catalogue: &Catalogue, draw: &Draw) -> Request {
    let metrics = metrics(catalogue, draw);
    // Items of all tables never go together; those of one metric do.
    let options = match draw.items_of.of(&catalogue.metrics) {
        Some(metric) if metrics.is_empty() => catalogue.options(std::slice::from_ref(metric)),
        _ => catalogue.options(&metrics),
    };
    let span = metrics.first().and_then(|metric| catalogue.span(metric));
    let has_part = draw.items.iter().any(|item| matches!(item.time, TimeDraw::DatePart(_)));
    let only_time = metrics.iter().any(|metric| catalogue.has_conversions(metric));
    let mut items: Vec<Item> = Vec::new();
    let mut rows = 1;
    for drawn in &draw.items {
        let Some(item) = item(catalogue, &options, span, drawn, has_part, !metrics.is_empty()) else { continue };
        let is_time = item.json.to_string().contains("metric_time");
        if (only_time && !is_time)
            || items.iter().any(|other| other.json == item.json)
            || rows * item.values > MOST_ROWS
        {
            continue;
        }
        rows *= item.values.max(1);
        items.push(item);
    }
    let looks_back = metrics.iter().any(|metric| catalogue.needs_time(metric));
    let has_time = items.iter().any(|item| item.json.to_string().contains("metric_time"));
    if (metrics.is_empty() && items.is_empty()) || (looks_back && draw.adds_time && !has_time) {
        items.push(Item {
            json: json!("metric_time__month"),
            column: Some("metric_time__month".to_owned()),
            values: 1,
        });
    }

    let mut json = Map::new();
    if !metrics.is_empty() {
        json.insert("metrics".to_owned(), json!(metrics));
    }
    if !items.is_empty() {
        json.insert("group_by".to_owned(), items.iter().map(|item| item.json.clone()).collect());
    }
    let filters = Filters { catalogue, options: &options, span, has_conversions: only_time };
    let filters: Vec<String> = draw.filters.iter().filter_map(|condition| filters.sql(condition)).collect();
    if !filters.is_empty() {
        json.insert("where".to_owned(), json!(filters));
    }
    if let (Some((a, b)), Some(span)) = (draw.range, span) {
        json.insert("time_constraint".to_owned(), json!([span.day(a.min(b)), span.day(a.max(b))]));
    }
    let is_plain = !metrics.is_empty();
    if !is_plain && items.len() == 1 && draw.min_max_only {
        json.insert("min_max_only".to_owned(), json!(true));
        return Request { json: json.into(), order_by: Vec::new(), limit: None };
    }
    if !is_plain && draw.keeps_duplicates {
        json.insert("apply_group_by".to_owned(), json!(false));
    }
    let (order_by, limit) = order(draw, &metrics, &items, &mut json);
    Request { json: json.into(), order_by, limit }
}

fn metrics(catalogue: &Catalogue, draw: &Draw) -> Vec<String> {
    let mut metrics: Vec<String> = Vec::new();
    for metric in draw.metrics.iter().filter_map(|place| place.of(&catalogue.metrics)) {
        // MetricFlow counts some conversions twice when two such metrics are asked for together.
        let is_second =
            catalogue.has_conversions(metric) && metrics.iter().any(|other| catalogue.has_conversions(other));
        if !metrics.contains(metric) && !is_second {
            metrics.push(metric.clone());
        }
    }
    metrics
}

fn item(
    catalogue: &Catalogue,
    options: &[GroupByOption],
    span: Option<Span>,
    drawn: &ItemDraw,
    as_parts: bool,
    has_metrics: bool,
) -> Option<Item> {
    let option = drawn.option.of(options)?;
    let name = &option.name;
    if option.kind != GroupByKind::Time {
        let values = catalogue.values(name).map_or(1, |values| values.count);
        return Some(Item { json: json!(name), column: Some(name.clone()), values });
    }
    let span = catalogue.span(name).or(span);
    if let TimeDraw::DatePart(place) = &drawn.time {
        let part = place.of(&date_parts(option))?.to_owned();
        return Some(Item { json: json!({"name": name, "date_part": part}), column: None, values: 12 });
    }
    let grain = match &drawn.time {
        TimeDraw::Grain(place) => place.of(&grains(option)).cloned(),
        _ => None,
    };
    // The options are those of one metric, but without metrics its own grain does not count.
    let default = if has_metrics { option.default_grain.clone() } else { default_without_metrics(option) };
    let known = grain.clone().or(default)?;
    let column = format!("{name}__{known}");
    let values = span.map_or(1, |span| span.periods(&known));
    let json = match grain {
        None if as_parts => json!({"name": name, "grain": known}),
        None => json!(name),
        Some(grain) if as_parts => json!({"name": name, "grain": grain}),
        Some(_) => json!(column),
    };
    Some(Item { json, column: Some(column), values })
}

/// `metric_time` is by day then, and every other time by its finest grain.
fn default_without_metrics(option: &GroupByOption) -> Option<String> {
    if option.name == "metric_time" { Some("day".to_owned()) } else { option.default_grain.clone() }
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

/// Orders as drawn. With a limit, the items follow as further keys, so that there is but one right answer.
fn order(
    draw: &Draw,
    metrics: &[String],
    items: &[Item],
    json: &mut Map<String, Value>,
) -> (Vec<OrderKey>, Option<u64>) {
    let of_items = items.iter().filter_map(|item| item.column.clone()).map(|column| (column, false));
    let columns: Vec<(String, bool)> =
        of_items.clone().chain(metrics.iter().map(|metric| (metric.clone(), true))).collect();
    let mut keys: Vec<OrderKey> = Vec::new();
    for (place, descending) in &draw.order_by {
        let Some((column, is_metric)) = place.of(&columns) else { continue };
        if !keys.iter().any(|key| &key.column == column) {
            keys.push(OrderKey { column: column.clone(), descending: *descending, is_metric: *is_metric });
        }
    }
    let limit = draw.limit.filter(|_| items.iter().all(|item| item.column.is_some()));
    if let Some(limit) = limit {
        for (column, is_metric) in of_items {
            if !keys.iter().any(|key| key.column == column) {
                keys.push(OrderKey { column, descending: false, is_metric });
            }
        }
        json.insert("limit".to_owned(), json!(limit));
    }
    if !keys.is_empty() {
        let names = keys.iter().map(|key| format!("{}{}", if key.descending { "-" } else { "" }, key.column));
        json.insert("order_by".to_owned(), names.collect());
    }
    (keys, limit)
}
