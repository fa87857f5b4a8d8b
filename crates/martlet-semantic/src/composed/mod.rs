//! Requests whose answer takes several plain ones: comparisons, totals, the largest values with all others,
//! partial periods, contributions, lists of values and lists of rows.
//!
//! Each plain request is planned by itself and becomes one step of a single SQL text, so that an answer comes from
//! one statement, can be shown, and runs wherever SQL runs.

mod columns;
mod data_until;
mod partial;
mod rows;
mod steps;

pub(crate) use rows::variant;
pub(crate) use steps::{Steps, indented};

use martlet_project::semantic_manifest::Granularity;

use crate::comparison::{self, Ranges, align};
use crate::error::{Problem, RequestError};
use crate::index::Index;
use crate::item::{Grain, Item, ItemKind, TimePart};
use crate::layer::CompiledQuery;
use crate::request::MetricRequest;
use crate::resolve::ResolvedRequest;
use crate::resolve::time_rules::is_agg_time_of_metric;
use crate::sql::ident::{column_of, ident};
use crate::top_n::ResolvedTop;
use crate::totals::grouping_sets;

use columns::{Columns, ordering};
use data_until::DataUntil;
use rows::Shape;

/// The SQL of a composed request.
pub(crate) fn compile(index: &Index, request: &MetricRequest) -> Result<CompiledQuery, RequestError> {
    if request.values.is_some() {
        return crate::values::compile(index, request);
    }
    if request.contribution.is_some() {
        return crate::contribution::compile(index, request);
    }
    if request.rows {
        return crate::rows::compile(index, request);
    }
    let own_keys = columns::own_keys(request);
    let resolved =
        ResolvedRequest::resolve(index, &MetricRequest { order_by: own_keys.plain.clone(), ..request.plain() })?;
    check_shape(request, &resolved)?;
    let ranges = ranges(index, request, &resolved)?;
    let totals = match request.totals {
        Some(totals) => grouping_sets(totals, resolved.items.len())?,
        None => Vec::new(),
    };
    let mut steps = Steps::new(index);
    let range = ranges.map_or(resolved.range, |ranges| Some(ranges.current));
    let top = match &request.top {
        Some(top) => {
            let top = ResolvedTop::new(top, &resolved.items, &resolved.metrics)?;
            let step = Shape::rank(index, &resolved, &top, range, &mut steps)?;
            Some((top, step))
        }
        None => None,
    };
    let shape = Shape { index, request: &resolved, totals, has_grouping: request.totals.is_some(), top };
    let marks_partial = request.flag_partial || ranges.is_some();
    let until = if marks_partial { Some(DataUntil::new(index, request, &resolved, &mut steps)?) } else { None };
    let current = shape.rows(range, if ranges.is_some() { "current_period" } else { "all_rows" }, &mut steps)?;
    let mut columns = Columns::default();
    let from = match ranges {
        None => {
            columns.plain(&shape, &current, range, until.as_ref())?;
            format!("FROM {current}{}", until.iter().map(DataUntil::join).collect::<String>())
        }
        Some(ranges) => {
            let compared = shape.rows(Some(ranges.compared), "compared_period", &mut steps)?;
            let compared = moved(index, &shape, &ranges, &compared, &mut steps)?;
            columns.compared(index, &shape, (&current, &compared), &ranges, until.as_ref())?;
            let join = full_join(&shape, &current, &compared);
            format!("FROM {current}\n{join}{}", until.iter().map(DataUntil::join).collect::<String>())
        }
    };
    columns.check_names()?;
    let mut last = format!("SELECT\n  {}\n{from}", columns.sql());
    last.push_str(&ordering(&own_keys, &resolved, &columns, &shape)?);
    if let Some(limit) = resolved.limit {
        last.push_str(&format!("\nLIMIT {limit}"));
    }
    let sql = steps.finish(&last);
    Ok(CompiledQuery { sql, columns: columns.outputs(), tables: steps.tables.into_iter().collect() })
}

fn check_shape(request: &MetricRequest, resolved: &ResolvedRequest) -> Result<(), Problem> {
    let wrong = |what: &str, needs: &str| Problem::ComposedShape { what: what.to_owned(), needs: needs.to_owned() };
    if resolved.metrics.is_empty() || resolved.min_max_only {
        return Err(wrong("a comparison, a total or a list of the largest values", "a metric"));
    }
    if request.totals.is_some() && resolved.limit.is_some() {
        return Err(wrong(
            "a request with totals",
            "no limit, which would cut rows but not totals; ask for the top values",
        ));
    }
    Ok(())
}

/// The two ranges, if a comparison is asked for.
pub(crate) fn ranges(
    index: &Index,
    request: &MetricRequest,
    resolved: &ResolvedRequest,
) -> Result<Option<Ranges>, RequestError> {
    let Some(comparison) = &request.comparison else { return Ok(None) };
    let asked = request.time_constraint.as_ref().ok_or(Problem::ComparisonWithoutRange)?;
    let widened = resolved.range.ok_or(Problem::ComparisonWithoutRange)?;
    for filter in &resolved.filters {
        if filter.items().iter().any(|item| is_time_of_request(index, resolved, item)) {
            return Err(Problem::ComparisonTimeFilter { filter: filter.source.clone() }.into());
        }
    }
    let finest = time_items(index, resolved)?.into_iter().map(|(_, grain)| grain).min().unwrap_or(Granularity::Day);
    Ok(Some(comparison::ranges(comparison, asked, widened, finest)?))
}

/// Is this the time by which all the request's metrics are aggregated?
fn is_time_of_request(index: &Index, request: &ResolvedRequest, item: &Item) -> bool {
    matches!(item.kind, ItemKind::Time(_))
        && request.metrics.iter().all(|metric| is_agg_time_of_metric(index, metric, item))
}

/// Items that are periods of the aggregation time, with their grains.
fn time_items<'r>(index: &Index, request: &'r ResolvedRequest) -> Result<Vec<(&'r Item, Granularity)>, Problem> {
    let mut found = Vec::new();
    for item in request.items.iter().filter(|item| is_time_of_request(index, request, item)) {
        match item.time() {
            Some(TimePart::Grain(Grain::Standard(grain))) => found.push((item, *grain)),
            Some(TimePart::Grain(Grain::Custom(name))) => {
                return Err(Problem::Unsupported {
                    what: format!("comparisons and partial periods by the custom grain {name}"),
                });
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The compared rows with each time moved to the period that it meets, its own kept under another name.
fn moved(
    index: &Index,
    shape: &Shape<'_>,
    ranges: &Ranges,
    compared: &str,
    steps: &mut Steps,
) -> Result<String, RequestError> {
    let times = time_items(index, shape.request)?;
    if times.is_empty() {
        return Ok(compared.to_owned());
    }
    let mut columns = vec!["*".to_owned()];
    for (item, grain) in times {
        let sql = align(ranges, grain).sql(&ident(&item.column()));
        columns.push(format!("{sql} AS {}", ident(&meeting(item))));
    }
    Ok(steps.add("compared_period_moved", format!("SELECT\n  {}\nFROM {compared}", columns.join(",\n  "))))
}

/// The column of the period that a compared one meets.
fn meeting(item: &Item) -> String {
    format!("{}__meets", item.column())
}

fn full_join(shape: &Shape<'_>, current: &str, compared: &str) -> String {
    let mut on: Vec<String> = Vec::new();
    for item in &shape.request.items {
        let name = item.column();
        let other = if is_time_of_request(shape.index, shape.request, item) && item.grain().is_some() {
            meeting(item)
        } else {
            name.clone()
        };
        on.push(same(&qualified(current, &name), &qualified(compared, &other)));
    }
    if let Some((top, _)) = &shape.top {
        on.push(same(&qualified(current, &top.marker()), &qualified(compared, &top.marker())));
    }
    if shape.has_grouping {
        on.push(same(&qualified(current, "grouping"), &qualified(compared, "grouping")));
    }
    if on.is_empty() {
        return format!("CROSS JOIN {compared}");
    }
    format!("FULL OUTER JOIN {compared}\n  ON {}", on.join("\n  AND "))
}

fn same(left: &str, right: &str) -> String {
    format!("({left} IS NOT DISTINCT FROM {right})")
}

/// A column of a step, whose name is already SQL.
pub(crate) fn qualified(step: &str, column: &str) -> String {
    if step.starts_with('"') { format!("{step}.{}", ident(column)) } else { column_of(step, column) }
}
