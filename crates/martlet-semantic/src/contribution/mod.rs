//! Contribution analysis: the difference of one metric between two ranges, split over the values of dimensions.
//!
//! Method and sources stand in docs/method.md. The request names one metric, a comparison with its range, and no
//! group-by item. Every part is computed from the source; parts and residual add up to the difference.
//!
//! Columns: `dimension`; `part` (`value`, `rest`, `residual`, `total`); `value`, as text, null for rows without
//! one; `compared` and `current`, the metric's values; `contribution`; `share` of the difference; for quotients of sums
//! `mix` and `rate`, which add up to the contribution, and the denominators' shares `weight_compared` and
//! `weight`; `concentration` of the dimension; `position`, by size of the contribution. Dimensions come in order
//! of concentration, then their parts in order of position, then rest, residual and total.

mod dimensions;
mod parts;
mod plain;
mod quotient;

use martlet_project::semantic_manifest::MetricType;
use serde::{Deserialize, Serialize};

use crate::comparison::Ranges;
use crate::composed::{self, Steps, variant};
use crate::error::{Problem, RequestError};
use crate::index::Index;
use crate::item::Item;
use crate::layer::{ColumnRole, CompiledQuery, OutputColumn, Part, Planned, Wanted, plan, plan_split, with_lacks};
use crate::metrics::{Side, is_quotient, is_sum};
use crate::plan::split::{DIMENSION, VALUE};
use crate::request::MetricRequest;
use crate::resolve::{ResolvedRequest, TimeRange};
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

/// How a value's share of the difference is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// A sum or a count: its difference, where no rows are 0.
    Sum,
    /// An expression that adds up sums: the same, of the sums.
    SumOfSums,
    /// Mix and rate.
    Quotient,
    /// Its difference, if there is a value in both ranges.
    Other,
}

impl Method {
    fn of(index: &Index, metric: &str) -> Self {
        match index.metric(metric) {
            Some(metric) if is_quotient(index, metric) => Self::Quotient,
            Some(metric) if is_sum(index, metric) && metric.kind == MetricType::Derived => Self::SumOfSums,
            Some(metric) if is_sum(index, metric) => Self::Sum,
            _ => Self::Other,
        }
    }
}

pub(crate) fn compile(index: &Index, request: &MetricRequest) -> Result<CompiledQuery, RequestError> {
    let asked = request.contribution.clone().unwrap_or_default();
    let wrong = |needs: &str| Problem::ComposedShape { what: "a contribution".to_owned(), needs: needs.to_owned() };
    let mut problems = Vec::new();
    if request.totals.is_some() || request.top.is_some() || request.values.is_some() || request.flag_partial {
        problems.push(wrong("no totals, largest values or list of values beside it"));
    }
    if request.comparison.is_none() {
        problems.push(wrong("a comparison, which says between which ranges"));
    }
    if request.metrics.len() != 1
        || !request.group_by.is_empty()
        || !request.order_by.is_empty()
        || request.limit.is_some()
    {
        problems.push(wrong("exactly one metric, and no group-by item, order or limit of its own"));
    }
    let dimensions = dimensions::dimensions(index, request, &asked).unwrap_or_else(|error| {
        problems.extend(error.problems().iter().cloned());
        Vec::new()
    });
    let plain = MetricRequest { group_by: dimensions, order_by: Vec::new(), ..request.plain() };
    let mut gathered = ResolvedRequest::gather(index, &plain);
    let found = std::mem::take(&mut gathered.problems).into_iter().map(without_time);
    let found = found.filter(|problem| !problems.contains(problem)).collect::<Vec<_>>();
    problems.extend(found);
    let ranges = composed::ranges(index, request, &gathered, &mut problems);
    let resolved = gathered.resolved;
    let metric = resolved.metrics.first().cloned().unwrap_or_default();
    problems.extend(resolved.items.iter().filter_map(|item| dimensions::check(index, &metric, item).err()));
    let ranges = match ranges.filter(|_| problems.is_empty()) {
        Some(ranges) => ranges,
        None if problems.is_empty() => return Err(Problem::ComparisonWithoutRange.into()),
        None => return Err(with_lacks(index, &resolved, problems)),
    };
    let method = Method::of(index, &metric);
    let is_quotient = method == Method::Quotient;
    let mut steps = Steps::new(index);
    let sides = Sides { index, request: &resolved, metric: &metric, ranges: &ranges, method };
    let totals = sides.totals(&mut steps)?;
    let mut by_value = Vec::new();
    for group in read_together(&resolved.items) {
        by_value.push(sides.by_value(&group, &mut steps)?);
    }
    let by_value = match by_value.as_slice() {
        [one] => one.clone(),
        several => {
            let selects: Vec<String> = several.iter().map(|step| format!("SELECT *\nFROM {step}")).collect();
            steps.add("by_value", selects.join("\nUNION ALL\n"))
        }
    };
    let rows = if is_quotient { quotient::rows(&by_value, &totals) } else { plain::rows(&by_value, method) };
    let rows = steps.add("contributions", rows);
    let names: Vec<String> = resolved.items.iter().map(Item::column).collect();
    let ranked = steps.add("ranked", parts::ranked(&rows, &names));
    let measured = steps.add("measured", parts::measured(&ranked, &totals, method, asked.values));
    let all = steps.add("parts", parts::parts(&measured, is_quotient, asked.values));
    let columns = columns(is_quotient);
    let share = "CAST(contribution AS DOUBLE) / NULLIF(CAST(difference AS DOUBLE), 0) AS share";
    let last = format!(
        "SELECT\n  {}\nFROM {all}\nORDER BY concentration DESC NULLS LAST, dimension, part_order, position NULLS LAST",
        columns.iter().map(|name| if *name == "share" { share } else { name }).collect::<Vec<_>>().join(",\n  ")
    );
    let detail = |name: &&str| OutputColumn { name: (*name).to_owned(), role: ColumnRole::Detail };
    Ok(CompiledQuery {
        sql: steps.finish(&last),
        columns: columns.iter().map(detail).collect(),
        tables: steps.tables.iter().cloned().collect(),
    })
}

/// A metric that looks back has no value over a range as a whole.
fn without_time(problem: Problem) -> Problem {
    match problem {
        Problem::NeedsTime { metric, why } => Problem::NoChange { metric, why },
        other => other,
    }
}

fn columns(is_quotient: bool) -> Vec<&'static str> {
    let mut columns = vec!["dimension", "part", "value", "compared", "current", "contribution", "share"];
    if is_quotient {
        columns.extend(["mix", "rate", "weight_compared", "weight"]);
    }
    columns.extend(["concentration", "position"]);
    columns
}

/// Places of the items with one reading of the data each: those along the same joins. A join that repeats rows,
/// because a key is not unique, then spoils no other dimension. Times may choose which rows count, so each is alone.
fn read_together(items: &[Item]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let known = groups.iter_mut().find(|group| {
            let first = group.first().and_then(|place| items.get(*place));
            first.is_some_and(|first| first.time().is_none() && first.links == item.links)
        });
        match known.filter(|_| item.time().is_none()) {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups
}

/// The metric in both ranges.
struct Sides<'a> {
    index: &'a Index,
    request: &'a ResolvedRequest,
    metric: &'a String,
    ranges: &'a Ranges,
    method: Method,
}

impl Sides<'_> {
    /// The metric, and what its difference is made of.
    fn wanted(&self) -> Vec<Wanted> {
        let parts: &[(Part, &str)] = match self.method {
            Method::Quotient => {
                &[(Part::Side(Side::Numerator), "numerator"), (Part::Side(Side::Denominator), "denominator")]
            }
            Method::SumOfSums => &[(Part::MissingIsZero, "sum")],
            Method::Sum | Method::Other => &[],
        };
        let parts = parts.iter().map(|(part, name)| Wanted {
            metric: self.metric.clone(),
            name: format!("{}__{name}", self.metric),
            part: Some(*part),
        });
        std::iter::once(Wanted::metric(self.metric)).chain(parts).collect()
    }

    /// The values of both steps beside each other: `compared`, `current`; for quotients `numerator` and `denominator`
    /// with `_compared` and `_current`, for sums of sums `sum` likewise.
    fn columns(&self, compared: &str, current: &str) -> Vec<String> {
        let of = composed::qualified;
        let mut columns = vec![
            format!("{} AS compared", of(compared, self.metric)),
            format!("{} AS current", of(current, self.metric)),
        ];
        for part in self.wanted().iter().skip(1) {
            let name = part.name.rsplit("__").next().unwrap_or_default();
            for (step, side) in [(compared, "compared"), (current, "current")] {
                let value = of(step, &part.name);
                let value = if self.method == Method::Quotient { format!("CAST({value} AS DOUBLE)") } else { value };
                columns.push(format!("{value} AS {name}_{side}"));
            }
        }
        columns
    }

    /// A step with one row.
    fn totals(&self, steps: &mut Steps) -> Result<String, RequestError> {
        let [compared, current] = self.both("total", steps, |range| {
            plan(
                self.index,
                &variant(self.index, self.request, &self.request.metrics, &[], &[], Some(range))?,
                &self.wanted(),
            )
        })?;
        let columns = self.columns(&compared, &current);
        Ok(steps.add("total", format!("SELECT\n  {}\nFROM {compared}\nCROSS JOIN {current}", columns.join(",\n  "))))
    }

    /// A step with a row for each value of each of these items: `dimension`, `value` as text, and the columns.
    fn by_value(&self, places: &[usize], steps: &mut Steps) -> Result<String, RequestError> {
        let items: Vec<&Item> = places.iter().filter_map(|place| self.request.items.get(*place)).collect();
        let name = match items.as_slice() {
            [one] => format!("by_{}", one.column()),
            [first, ..] if !first.links.is_empty() => format!("by_{}", first.links.join("__")),
            _ => "by_value_of_each".to_owned(),
        };
        let time = items.first().filter(|item| item.time().is_some());
        let [compared, current] = self.both(&name, steps, |range| {
            let request = variant(self.index, self.request, &self.request.metrics, places, &[], Some(range))?;
            let plan = if time.is_some() { plan } else { plan_split };
            plan(self.index, &request, &self.wanted())
        })?;
        let of = composed::qualified;
        let first = |column: &str| format!("COALESCE({}, {})", of(&current, column), of(&compared, column));
        let same = |column: &str| format!("({} IS NOT DISTINCT FROM {})", of(&compared, column), of(&current, column));
        let (mut columns, on) = match time {
            Some(item) => {
                let column = item.column();
                let value = format!("CAST({} AS VARCHAR) AS value", first(&column));
                (vec![format!("{} AS dimension", text(&column)), value], same(&column))
            }
            None => {
                let keys = vec![format!("{} AS dimension", first(DIMENSION)), format!("{} AS value", first(VALUE))];
                (keys, format!("{}\n  AND {}", same(DIMENSION), same(VALUE)))
            }
        };
        columns.extend(self.columns(&compared, &current));
        let select = format!("SELECT\n  {}\nFROM {compared}", columns.join(",\n  "));
        Ok(steps.add(&name, format!("{select}\nFULL OUTER JOIN {current}\n  ON {on}")))
    }

    /// The steps of the compared range and of the current one.
    fn both(
        &self,
        name: &str,
        steps: &mut Steps,
        plan: impl Fn(TimeRange) -> Result<Planned, RequestError>,
    ) -> Result<[String; 2], RequestError> {
        let compared = steps.add_planned(&format!("compared_{name}"), plan(self.ranges.compared)?);
        let current = steps.add_planned(&format!("current_{name}"), plan(self.ranges.current)?);
        Ok([compared, current])
    }
}
