//! Contribution analysis: the difference of one metric between two ranges, split over the values of dimensions.
//!
//! Method and sources stand in docs/method.md. The request names one metric, a comparison with its range, and no
//! group-by item. Every part is computed from the source; parts and residual add up to the difference.
//!
//! Columns: `dimension`; `part` (`value`, `rest`, `residual`, `total`); `value`, as text, null for rows without
//! one; `compared` and `current`, the metric's values; `contribution`; `share` of the difference; for ratios
//! `mix` and `rate`, which add up to the contribution, and the denominators' shares `weight_compared` and
//! `weight`; `concentration` of the dimension; `position`, by size of the contribution. Dimensions come in order
//! of concentration, then their parts in order of position, then rest, residual and total.

mod additive;
mod dimensions;
mod ratio;

use serde::{Deserialize, Serialize};

use crate::comparison::Ranges;
use crate::composed::{self, Steps, indented, variant};
use crate::error::{Problem, RequestError};
use crate::index::Index;
use crate::item::Item;
use crate::layer::{ColumnRole, CompiledQuery, OutputColumn, Wanted, plan};
use crate::metrics::is_quotient;
use crate::request::MetricRequest;
use crate::resolve::ResolvedRequest;
use crate::sql::ident::text;

/// By what the difference is split.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// Dimensions to try. Empty: every category at most one join away from the metric.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<String>,
    /// Values shown for each dimension; the others are added up as `rest`. All when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<u64>,
}

pub(crate) fn compile(index: &Index, request: &MetricRequest) -> Result<CompiledQuery, RequestError> {
    let asked = request.contribution.clone().unwrap_or_default();
    let wrong = |needs: &str| Problem::ComposedShape { what: "a contribution".to_owned(), needs: needs.to_owned() };
    if request.totals.is_some() || request.top.is_some() || request.values.is_some() || request.flag_partial {
        return Err(wrong("no totals, largest values or list of values beside it").into());
    }
    if request.comparison.is_none() {
        return Err(wrong("a comparison, which says between which ranges").into());
    }
    if request.metrics.len() != 1
        || !request.group_by.is_empty()
        || !request.order_by.is_empty()
        || request.limit.is_some()
    {
        return Err(wrong("exactly one metric, and no group-by item, order or limit of its own").into());
    }
    let dimensions = dimensions::dimensions(index, request, &asked)?;
    let plain = MetricRequest { group_by: dimensions, ..request.plain() };
    let resolved = ResolvedRequest::resolve(index, &plain)?;
    let metric = resolved.metrics.first().cloned().ok_or(Problem::Empty)?;
    for item in &resolved.items {
        dimensions::check(index, &metric, item)?;
    }
    let ranges = composed::ranges(index, request, &resolved)?.ok_or(Problem::ComparisonWithoutRange)?;
    let is_ratio = index.metric(&metric).is_some_and(is_quotient);
    let mut steps = Steps::new(index);
    let split = Split { index, request: &resolved, metric: &metric, ranges: &ranges, is_ratio };
    let totals = split.side_by_side(None, &mut steps)?;
    let mut parts = Vec::new();
    for (place, item) in resolved.items.iter().enumerate() {
        let by_value = split.side_by_side(Some((place, item)), &mut steps)?;
        let rows = if is_ratio { ratio::rows(&by_value, &totals) } else { additive::rows(&by_value) };
        let rows = steps.add(&format!("split_by_{}", item.column()), rows);
        parts.push(all_parts(&item.column(), &rows, &totals, is_ratio, asked.values));
    }
    let all = steps.add("parts", parts.join("\nUNION ALL\n"));
    let columns = columns(is_ratio);
    let last = format!(
        "SELECT\n  {}\nFROM {all}\nORDER BY concentration DESC NULLS LAST, dimension, part_order, position NULLS LAST",
        columns.join(",\n  ")
    );
    let detail = |name: &&str| OutputColumn { name: (*name).to_owned(), role: ColumnRole::Detail };
    Ok(CompiledQuery {
        sql: steps.finish(&last),
        columns: columns.iter().map(detail).collect(),
        tables: steps.tables.iter().cloned().collect(),
    })
}

fn columns(is_ratio: bool) -> Vec<&'static str> {
    let mut columns = vec!["dimension", "part", "value", "compared", "current", "contribution", "share"];
    if is_ratio {
        columns.extend(["mix", "rate", "weight_compared", "weight"]);
    }
    columns.extend(["concentration", "position"]);
    columns
}

struct Split<'a> {
    index: &'a Index,
    request: &'a ResolvedRequest,
    metric: &'a String,
    ranges: &'a Ranges,
    is_ratio: bool,
}

impl Split<'_> {
    /// A step with the metric in both ranges: in total, or for each value of the item (`value`). Columns
    /// `compared`, `current`; for ratios `numerator` and `denominator` with `_compared` and `_current`.
    fn side_by_side(&self, item: Option<(usize, &Item)>, steps: &mut Steps) -> Result<String, RequestError> {
        let name = item.map_or_else(|| "total".to_owned(), |(_, item)| format!("by_{}", item.column()));
        let kept: Vec<usize> = item.iter().map(|(place, _)| *place).collect();
        let mut wanted = vec![Wanted::metric(self.metric)];
        if self.is_ratio {
            for (side, name) in [
                (crate::metrics::RatioSide::Numerator, "numerator"),
                (crate::metrics::RatioSide::Denominator, "denominator"),
            ] {
                let name = format!("{}__{name}", self.metric);
                wanted.push(Wanted { metric: self.metric.clone(), name, side: Some(side) });
            }
        }
        let mut sides = Vec::new();
        for (range, hint) in [(self.ranges.compared, "compared"), (self.ranges.current, "current")] {
            let request = variant(self.index, self.request, &kept, &[], Some(range))?;
            sides.push(steps.add_planned(&format!("{hint}_{name}"), plan(self.index, &request, &wanted)?));
        }
        let [compared, current] = sides.as_slice() else { return Err(Problem::Empty.into()) };
        let of = |step: &str, column: &str| composed::qualified(step, column);
        let mut columns = Vec::new();
        if let Some((_, item)) = item {
            let column = item.column();
            let value = format!("COALESCE({}, {})", of(current, &column), of(compared, &column));
            columns.push(format!("CAST({value} AS VARCHAR) AS value"));
        }
        columns.push(format!("{} AS compared", of(compared, self.metric)));
        columns.push(format!("{} AS current", of(current, self.metric)));
        for part in wanted.iter().skip(1) {
            let name = part.name.rsplit("__").next().unwrap_or_default();
            columns.push(format!("CAST({} AS DOUBLE) AS {name}_compared", of(compared, &part.name)));
            columns.push(format!("CAST({} AS DOUBLE) AS {name}_current", of(current, &part.name)));
        }
        let join = match item {
            Some((_, item)) => format!(
                "FULL OUTER JOIN {current}\n  ON ({} IS NOT DISTINCT FROM {})",
                of(compared, &item.column()),
                of(current, &item.column())
            ),
            None => format!("CROSS JOIN {current}"),
        };
        Ok(steps.add(&name, format!("SELECT\n  {}\nFROM {compared}\n{join}", columns.join(",\n  "))))
    }
}

/// The rows of one dimension: values, the rest of them, what does not add up, and the total.
fn all_parts(dimension: &str, rows: &str, totals: &str, is_ratio: bool, shown: Option<u64>) -> String {
    let name = text(dimension);
    let effects = |mix: &str, rate: &str, before: &str, now: &str| {
        if is_ratio {
            format!(",\n  {mix} AS mix,\n  {rate} AS rate,\n  {before} AS weight_compared,\n  {now} AS weight")
        } else {
            String::new()
        }
    };
    let difference = "COALESCE(current, 0) - COALESCE(compared, 0)";
    let difference_of_total = format!("(SELECT {difference} FROM {totals})");
    let share = |contribution: &str| {
        format!("CAST({contribution} AS DOUBLE) / NULLIF(CAST({difference_of_total} AS DOUBLE), 0)")
    };
    let concentration = format!("(SELECT {} FROM {rows})", concentration());
    let ranked = format!(
        "SELECT *, row_number() OVER (ORDER BY ABS(contribution) DESC NULLS LAST, value NULLS LAST) AS position\nFROM {rows}"
    );
    let limit = shown.map(|count| format!("\nWHERE position <= {count}")).unwrap_or_default();
    let mut selects = vec![format!(
        "SELECT\n  {name} AS dimension,\n  1 AS part_order,\n  'value' AS part,\n  value,\n  compared,\n  current,\n  contribution,\n  {} AS share{},\n  {concentration} AS concentration,\n  position\nFROM (\n{}\n) AS ranked{limit}",
        share("contribution"),
        effects("mix", "rate", "weight_compared", "weight"),
        indented(&ranked)
    )];
    if let Some(count) = shown {
        selects.push(format!(
            "SELECT\n  {name},\n  2,\n  'rest',\n  CAST(COUNT(*) AS VARCHAR) || ' other values',\n  NULL,\n  NULL,\n  SUM(contribution),\n  {}{},\n  {concentration},\n  NULL\nFROM (\n{}\n) AS ranked\nWHERE position > {count}\nHAVING COUNT(*) > 0",
            share("SUM(contribution)"),
            effects("SUM(mix)", "SUM(rate)", "SUM(weight_compared)", "SUM(weight)"),
            indented(&ranked)
        ));
    }
    let residual = format!("{difference_of_total} - COALESCE((SELECT SUM(contribution) FROM {rows}), 0)");
    selects.push(format!(
        "SELECT\n  {name},\n  3,\n  'residual',\n  NULL,\n  NULL,\n  NULL,\n  {residual},\n  {}{},\n  {concentration},\n  NULL",
        share(&format!("({residual})")),
        effects("NULL", "NULL", "NULL", "NULL")
    ));
    selects.push(format!(
        "SELECT\n  {name},\n  4,\n  'total',\n  NULL,\n  compared,\n  current,\n  {difference},\n  {}{},\n  {concentration},\n  NULL\nFROM {totals}",
        share(&format!("({difference})")),
        effects(&format!("(SELECT SUM(mix) FROM {rows})"), &format!("(SELECT SUM(rate) FROM {rows})"), "1", "1")
    ));
    selects.join("\nUNION ALL\n")
}

/// The Herfindahl index of the contributions' sizes, scaled so that equal sizes give 0 and a single one 1. Null
/// for fewer than two values, which say nothing.
fn concentration() -> String {
    let sizes = "ABS(CAST(contribution AS DOUBLE))";
    let index = format!("SUM({sizes} * {sizes}) / NULLIF(SUM({sizes}) * SUM({sizes}), 0)");
    format!("CASE WHEN COUNT(*) > 1 THEN ({index} - 1.0 / COUNT(*)) / (1 - 1.0 / COUNT(*)) END")
}
