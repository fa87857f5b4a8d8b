//! The step of the largest values: ranked over the current range as a whole, or, for a metric that looks back in time, by
//! its value in the range's last period that the data has begun.

use super::data_until::DataUntil;
use super::rows::{has_value, variant};
use super::steps::Steps;
use super::time_items;
use crate::error::RequestError;
use crate::index::Index;
use crate::layer::{Wanted, plan};
use crate::request::MetricRequest;
use crate::resolve::order_by::OrderKey;
use crate::resolve::{ResolvedRequest, TimeRange};
use crate::sql::ident::ident;
use crate::sql::lines::indented;
use crate::top_n::{self, ResolvedTop};

/// Its one column is `top_key`. Ties go to the smaller value.
pub(super) fn rank(
    index: &Index,
    request: &MetricRequest,
    resolved: &ResolvedRequest,
    top: &ResolvedTop,
    range: Option<TimeRange>,
    steps: &mut Steps,
) -> Result<String, RequestError> {
    let column = top.item.column();
    let metrics = std::slice::from_ref(&top.metric);
    let wanted = [Wanted::metric(&top.metric)];
    let key = top_n::key(&ident(&column));
    let sql = if has_value(index, resolved, &top.metric, &[top.place]) {
        let ranked = ResolvedRequest {
            order_by: vec![
                OrderKey { column: top.metric.clone(), descending: true },
                OrderKey { column: column.clone(), descending: false },
            ],
            limit: Some(top.count),
            ..variant(index, resolved, metrics, &[top.place], &[], range)?
        };
        let planned = plan(index, &ranked, &wanted)?;
        steps.tables.extend(planned.tables);
        format!("SELECT {key} AS top_key\nFROM (\n{}\n) AS ranked", indented(&planned.sql))
    } else {
        let time = time_items(index, resolved)?.into_iter().min_by_key(|(_, grain)| *grain).map(|(item, _)| item);
        let place = resolved.items.iter().position(|item| Some(item) == time);
        let kept: Vec<usize> = place.into_iter().chain([top.place]).collect();
        let planned = plan(index, &variant(index, resolved, metrics, &kept, &[], range)?, &wanted)?;
        let periods = steps.add_planned(&format!("{}_by_{column}", top.metric), planned);
        let until = DataUntil::new(index, request, resolved, steps)?;
        let time = ident(&time.map(|item| item.column()).unwrap_or_default());
        format!(
            "SELECT {key} AS top_key
FROM {periods}
WHERE {time} = (SELECT MAX({time}) FROM {periods}{} WHERE {time} < {})
ORDER BY {} DESC NULLS LAST, {} NULLS LAST
LIMIT {}",
            until.join().replace('\n', " "),
            until.sql,
            ident(&top.metric),
            ident(&column),
            top.count
        )
    };
    Ok(steps.add(&top.step_hint(), sql))
}
