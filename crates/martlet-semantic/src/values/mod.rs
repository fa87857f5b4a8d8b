//! The values of a group-by item, for filters: how many rows have each, which begin with a text, which are the
//! largest by a metric.
//!
//! The request names one group-by item, at most one metric, and may have filters, a range and a limit. Columns:
//! the item; `rows`, the number of rows of the table in which the item is defined; the metric, if one was asked
//! for; `matching`, how many values there are before the limit; `null_rows`, how many rows have no value. The
//! largest come first, by the metric or else by `rows`. A search leaves the missing value out.

use serde::{Deserialize, Serialize};

use crate::composed::{Steps, qualified};
use crate::error::{Problem, RequestError};
use crate::index::Index;
use crate::item::Item;
use crate::layer::{ColumnRole, CompiledQuery, OutputColumn, Wanted, plan, role, with_lacks};
use crate::request::{GroupByItem, MetricRequest};
use crate::resolve::{Gathered, ResolvedRequest};
use crate::sql::ident::{ident, text};
use crate::sql::lines::indented;

/// Asks for values instead of numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Only values that begin with this, upper and lower case alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

pub(crate) fn compile(index: &Index, request: &MetricRequest) -> Result<CompiledQuery, RequestError> {
    let asked = request.values.clone().unwrap_or_default();
    let wrong = |needs: &str| Problem::ComposedShape { what: "a list of values".to_owned(), needs: needs.to_owned() };
    let mut problems = Vec::new();
    if request.comparison.is_some()
        || request.totals.is_some()
        || request.top.is_some()
        || request.contribution.is_some()
    {
        problems.push(wrong("no comparison, totals, largest values or contribution beside it"));
    }
    if !request.order_by.is_empty() {
        problems.push(wrong("no order of its own: the largest come first"));
    }
    if request.saved_query.is_none() && (request.group_by.len() != 1 || request.metrics.len() > 1) {
        problems.push(wrong("exactly one group-by item and at most one metric"));
    }
    let plain = MetricRequest { order_by: Vec::new(), ..request.plain() };
    let Gathered { resolved, problems: found, .. } = ResolvedRequest::gather(index, &plain);
    problems.extend(found);
    let item = match resolved.items.as_slice() {
        [item] if problems.is_empty() => item,
        _ if problems.is_empty() => return Err(wrong("exactly one group-by item and at most one metric").into()),
        _ => return Err(with_lacks(index, &resolved, problems)),
    };
    // Filters and the range limit the metric; which values there are is a matter of the item's own table. Without a
    // metric, a name begins with the entity before it.
    let entity = item.links.last().cloned();
    let in_own_table = Item { links: entity.into_iter().collect(), ..item.clone() };
    let listed = MetricRequest {
        metrics: Vec::new(),
        group_by: vec![GroupByItem::Name(in_own_table.column())],
        apply_group_by: false,
        where_filters: if resolved.metrics.is_empty() { plain.where_filters.clone() } else { Vec::new() },
        ..MetricRequest::default()
    };
    let listed = ResolvedRequest::resolve(index, &listed)?;
    let mut steps = Steps::new(index);
    let listed = plan(index, &listed, &[])?;
    steps.tables.extend(listed.tables);
    let column = ident(&item.column());
    let counted = format!(
        "SELECT\n  {} AS {column},\n  COUNT(*) AS \"rows\"\nFROM (\n{}\n) AS listed\nGROUP BY 1",
        ident(&in_own_table.column()),
        indented(&listed.sql)
    );
    let counted = steps.add("values_counted", counted);
    let own = |name: &str| qualified(&counted, name);
    let mut columns = vec![
        (own(&item.column()), OutputColumn { name: item.column(), role: role(item) }),
        (own("rows"), OutputColumn { name: "rows".to_owned(), role: ColumnRole::Detail }),
    ];
    let mut from = format!("FROM {counted}");
    let mut largest = "\"rows\"".to_owned();
    if let Some(metric) = resolved.metrics.first() {
        let measured = ResolvedRequest { order_by: Vec::new(), limit: None, ..resolved.clone() };
        let measured = steps.add_planned("values_measured", plan(index, &measured, &[Wanted::metric(metric)])?);
        columns.push((qualified(&measured, metric), OutputColumn { name: metric.clone(), role: ColumnRole::Metric }));
        let other = qualified(&measured, &item.column());
        from.push_str(&format!(
            "\nFULL OUTER JOIN {measured}\n  ON ({} IS NOT DISTINCT FROM {other})",
            own(&item.column())
        ));
        if let Some((sql, _)) = columns.first_mut() {
            *sql = format!("COALESCE({}, {other})", own(&item.column()));
        }
        if let Some((sql, _)) = columns.get_mut(1) {
            *sql = format!("COALESCE({}, 0)", own("rows"));
        }
        largest = ident(metric);
    }
    let detail = |name: &str| OutputColumn { name: name.to_owned(), role: ColumnRole::Detail };
    columns.push(("COUNT(*) OVER ()".to_owned(), detail("matching")));
    let missing = format!("(SELECT COALESCE(SUM(\"rows\"), 0) FROM {counted} WHERE {column} IS NULL)");
    columns.push((missing, detail("null_rows")));
    if let Some(prefix) = asked.prefix.as_ref().filter(|prefix| !prefix.is_empty()) {
        let value = columns.first().map(|(sql, _)| sql.clone()).unwrap_or_default();
        from.push_str(&format!("\nWHERE starts_with(LOWER(CAST({value} AS VARCHAR)), LOWER({}))", text(prefix)));
    }
    let list: Vec<String> = columns.iter().map(|(sql, column)| format!("{sql} AS {}", ident(&column.name))).collect();
    let mut last =
        format!("SELECT\n  {}\n{from}\nORDER BY {largest} DESC NULLS LAST, {column} NULLS LAST", list.join(",\n  "));
    if let Some(limit) = resolved.limit {
        last.push_str(&format!("\nLIMIT {limit}"));
    }
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    Ok(CompiledQuery { sql: steps.finish(&last), columns, tables: steps.tables.into_iter().collect() })
}
