//! Up to when the data reaches: as the request says, else the last time in the tables behind its metrics.

use chrono::NaiveDateTime;
use martlet_project::semantic_manifest::Granularity;

use super::Steps;
use crate::error::{Problem, RequestError};
use crate::index::Index;
use crate::plan::read::agg_time;
use crate::request::MetricRequest;
use crate::resolve::ResolvedRequest;
use crate::resolve::time_range::{add, instant};
use crate::sql::ident::ident;
use crate::sql::lines::indented;
use crate::sql::time;

/// The length of a day's text.
const DAY: &str = "2026-01-31";

/// The last day that the request says to be in the data.
pub(super) fn last_day(request: &MetricRequest) -> Result<Option<NaiveDateTime>, Problem> {
    let Some(text) = &request.as_of else { return Ok(None) };
    // Snapshots say their time as a timestamp with a zone; what counts is its day.
    let day = text.trim().get(..DAY.len()).unwrap_or_default();
    instant(day).map(Some).map_err(|_| Problem::InvalidInstant { text: text.clone() })
}

/// An instant: everything before it is in the data.
#[derive(Debug)]
pub(crate) struct DataUntil {
    pub(super) sql: String,
    step: Option<String>,
}

impl DataUntil {
    pub(super) fn new(
        index: &Index,
        request: &MetricRequest,
        resolved: &ResolvedRequest,
        steps: &mut Steps,
    ) -> Result<Self, RequestError> {
        if let Some(day) = last_day(request)? {
            let until = add(day, 1, Granularity::Day);
            return Ok(Self { sql: time::instant(until), step: None });
        }
        let mut sources: Vec<String> = Vec::new();
        for metric in &resolved.metrics {
            for input in index.inputs_of(metric)? {
                let Some(model) = index.model(input.model) else { continue };
                let grain = index.agg_time_grain(input).max(Granularity::Day);
                let last = time::truncate(grain, &format!("MAX({})", agg_time(index, input)?));
                let sql = format!(
                    "SELECT {last} + {} AS data_until\nFROM {}",
                    time::interval(1, grain),
                    ident(&model.node_relation.alias)
                );
                if !sources.contains(&sql) {
                    steps.tables.insert(model.node_relation.alias.clone());
                    sources.push(sql);
                }
            }
        }
        let sql = match sources.as_slice() {
            [] => return Err(Problem::Empty.into()),
            [only] => only.clone(),
            several => format!(
                "SELECT MIN(data_until) AS data_until\nFROM (\n{}\n) AS sources",
                indented(&several.join("\nUNION ALL\n"))
            ),
        };
        let step = steps.add("data_end", sql);
        Ok(Self { sql: super::qualified(&step, "data_until"), step: Some(step) })
    }

    /// What makes the instant known to a SELECT.
    pub(super) fn join(&self) -> String {
        self.step.as_ref().map(|step| format!("\nCROSS JOIN {step}")).unwrap_or_default()
    }
}
