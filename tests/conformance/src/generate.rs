//! Requests for every metric of a project: no dimension, each grain, five dimensions, two filters.
//!
//! Nothing is drawn at random: the same project gives the same requests. Which dimensions a metric is asked by
//! moves on from metric to metric, so that all of them occur.

use std::collections::BTreeMap;

use anyhow::Result;
use martlet_semantic::{GroupByKind, GroupByOption};
use serde_json::{Value, json};

use crate::answer::{Answer, Table};
use crate::catalogue::{Catalogue, literal, template};
use crate::martlet;
use crate::project::Project;

/// Dimensions that each metric is asked by.
const DIMENSIONS: usize = 5;
/// An item that makes more rows makes an answer that nobody reads.
const MOST_ROWS: u64 = 5_000;
/// Begins the names of requests that both sides must refuse.
const REFUSED: &str = "refused/";

/// `{"name", "ordered", "refused", "request"}` objects, by metric in the project's order.
pub fn requests(project: &Project, catalogue: &Catalogue) -> Result<Vec<Value>> {
    let metrics: Vec<MetricRequests<'_>> =
        catalogue.metrics.iter().enumerate().map(|(at, metric)| MetricRequests::new(catalogue, at, metric)).collect();
    let probes: Vec<Value> = metrics.iter().flat_map(MetricRequests::probes).collect();
    let probed = martlet::answers(project, &probes)?;
    Ok(metrics.iter().flat_map(|metric| metric.all(&probed)).collect())
}

struct MetricRequests<'a> {
    catalogue: &'a Catalogue,
    /// Place among the metrics.
    at: usize,
    metric: &'a str,
    options: Vec<GroupByOption>,
    /// `metric_time` for metrics that are refused without it.
    time: Option<String>,
}

impl<'a> MetricRequests<'a> {
    fn new(catalogue: &'a Catalogue, at: usize, metric: &'a str) -> Self {
        let options = catalogue.options(&[metric.to_owned()]);
        let time = catalogue.needs_time(metric).then(|| catalogue.default_time(metric));
        Self { catalogue, at, metric, options, time }
    }

    fn all(&self, probed: &BTreeMap<String, Answer>) -> Vec<Value> {
        let mut requests = vec![self.total()];
        requests.extend(self.by_grain());
        requests.extend(self.by_dimension());
        requests.extend(self.filtered(probed));
        requests
    }

    fn total(&self) -> Value {
        let refused = self.time.is_some();
        let prefix = if refused { REFUSED } else { "" };
        json!({
            "name": format!("{prefix}each/{}/total", self.metric),
            "ordered": false,
            "refused": refused,
            "request": {"metrics": [self.metric]},
        })
    }

    /// Custom grains too; none finer than a day.
    fn by_grain(&self) -> Vec<Value> {
        let grains = self.options.iter().find(|option| option.name == "metric_time").map(|option| &option.grains);
        let grains = grains.into_iter().flatten().filter(|grain| {
            !["nanosecond", "microsecond", "millisecond", "second", "minute", "hour"].contains(&grain.as_str())
        });
        grains
            .map(|grain| {
                let item = format!("metric_time__{grain}");
                json!({
                    "name": format!("each/{}/by_{item}", self.metric),
                    "ordered": true,
                    "request": {"metrics": [self.metric], "group_by": [item], "order_by": [item]},
                })
            })
            .collect()
    }

    fn by_dimension(&self) -> Vec<Value> {
        self.dimensions()
            .into_iter()
            .map(|item| {
                let group_by: Vec<&String> = self.time.iter().chain([&item]).collect();
                self.request(&format!("by_{item}"), &json!({"metrics": [self.metric], "group_by": group_by}))
            })
            .collect()
    }

    /// In turn from each table that the metric reaches, beginning at another one for each metric.
    fn dimensions(&self) -> Vec<String> {
        let mut tables: Vec<Vec<&GroupByOption>> = Vec::new();
        let usable = self.options.iter().filter(|option| option.name != "metric_time" && self.is_small(option));
        for option in usable {
            match tables.iter_mut().find(|table| table.iter().any(|other| entity(other) == entity(option))) {
                Some(table) => table.push(option),
                None => tables.push(vec![option]),
            }
        }
        let mut chosen: Vec<String> = Vec::new();
        let longest = tables.iter().map(Vec::len).max().unwrap_or_default();
        for round in 0..longest {
            for turn in 0..tables.len() {
                let Some(table) = tables.get((self.at + turn) % tables.len()) else { continue };
                let Some(option) = table.get((self.at + round) % table.len()) else { continue };
                let name = match &option.default_grain {
                    Some(grain) => format!("{}__{grain}", option.name),
                    None => option.name.clone(),
                };
                if chosen.len() < DIMENSIONS && !chosen.contains(&name) {
                    chosen.push(name);
                }
            }
        }
        chosen
    }

    fn is_small(&self, option: &GroupByOption) -> bool {
        let span = self.catalogue.span(self.metric).filter(|_| self.time.is_some());
        let periods = span.map_or(1, |span| span.periods(self.default_grain().as_str()));
        let values = match (&option.default_grain, self.catalogue.span(&option.name)) {
            (Some(grain), Some(span)) => span.periods(grain),
            _ => self.catalogue.values(&option.name).map_or(1, |values| values.count),
        };
        periods * values <= MOST_ROWS
    }

    fn default_grain(&self) -> String {
        let time = self.catalogue.default_time(self.metric);
        time.rsplit("__").next().unwrap_or_default().to_owned()
    }

    /// The metric by items that a filter could be on, so that the filter leaves some rows.
    fn probes(&self) -> Vec<Value> {
        let candidates = self.filter_candidates(GroupByKind::Categorical).into_iter();
        candidates
            .chain(self.filter_candidates(GroupByKind::Entity))
            .map(|option| {
                let group_by: Vec<&String> = [&option.name].into_iter().chain(&self.time).collect();
                let request = json!({
                    "metrics": [self.metric], "group_by": group_by, "order_by": group_by, "limit": 200,
                });
                json!({"name": self.probe(option), "request": request})
            })
            .collect()
    }

    fn filter_candidates(&self, kind: GroupByKind) -> Vec<&GroupByOption> {
        let fitting: Vec<&GroupByOption> = self
            .options
            .iter()
            .filter(|option| option.kind == kind && self.is_small(option))
            .filter(|option| self.catalogue.values(&option.name).is_some_and(|values| !values.literals.is_empty()))
            .collect();
        (0..fitting.len().min(3)).filter_map(|turn| fitting.get((self.at + turn) % fitting.len()).copied()).collect()
    }

    fn probe(&self, option: &GroupByOption) -> String {
        format!("{} by {}", self.metric, option.name)
    }

    /// One filter on a category; one on an entity or on time, in turn.
    fn filtered(&self, probed: &BTreeMap<String, Answer>) -> Vec<Value> {
        let value = |kind| {
            self.filter_candidates(kind).into_iter().find_map(|option| match probed.get(&self.probe(option)) {
                Some(Answer::Table(table)) => Some((option, first_value(table)?)),
                _ => None,
            })
        };
        let categorical = value(GroupByKind::Categorical)
            .map(|(option, value)| (option, format!("{} = {value}", template("Dimension", &option.name, None))));
        let entity = value(GroupByKind::Entity).filter(|_| self.at % 2 == 1);
        let other = match entity {
            Some((option, value)) => {
                Some((option.name.clone(), format!("{} = {value}", template("Entity", &option.name, None))))
            }
            None => self.time_filter().map(|filter| ("metric_time".to_owned(), filter)),
        };
        let filters = categorical.map(|(option, filter)| (option.name.clone(), filter)).into_iter().chain(other);
        filters
            .map(|(name, filter)| {
                let request = json!({
                    "metrics": [self.metric],
                    "group_by": [self.catalogue.default_time(self.metric)],
                    "where": [filter],
                });
                self.request(&format!("where_{name}"), &request)
            })
            .collect()
    }

    /// The last third of the time in which there is data.
    fn time_filter(&self) -> Option<String> {
        let span = self.catalogue.span(self.metric)?;
        let grain = self.default_grain();
        Some(format!("{{{{ TimeDimension('metric_time', '{grain}') }}}} >= '{}'", span.day(667)))
    }

    fn request(&self, what: &str, request: &Value) -> Value {
        json!({"name": format!("each/{}/{what}", self.metric), "ordered": false, "request": request})
    }
}

/// What stands before the last name: the entity through which it is reached.
fn entity(option: &GroupByOption) -> &str {
    option.name.rsplit_once("__").map_or("", |(entity, _)| entity)
}

/// The first value for which the metric has one.
fn first_value(table: &Table) -> Option<String> {
    table
        .rows
        .iter()
        .find(|row| row.last().is_some_and(|value| !value.is_null()))
        .and_then(|row| row.first().and_then(literal))
}
