//! What can be wrong with a request, and what a person can do about it.
//!
//! A [`RequestError`] carries every problem that was found, each with a code that stays the same between
//! versions, a message and, where we have one, a hint.

use std::fmt;

use thiserror::Error;

use crate::request::{GroupByItem, MetricRequest};

/// The code of what should be a request and cannot be read as one.
pub const UNREADABLE_REQUEST: &str = "MRT-S035";

/// Everything that is wrong with one request; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestError {
    problems: Vec<Problem>,
}

impl RequestError {
    /// All problems, in the order in which they were found.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The code of the first problem.
    pub fn code(&self) -> &'static str {
        self.problems.first().map_or("MRT-S000", Problem::code)
    }

    /// All messages, one a line.
    pub fn message(&self) -> String {
        let messages: Vec<String> = self.problems.iter().map(Problem::to_string).collect();
        messages.join("\n")
    }

    /// All hints, each once, one a line.
    pub fn hint(&self) -> Option<String> {
        let mut hints: Vec<String> = Vec::new();
        for hint in self.problems.iter().filter_map(Problem::hint) {
            if !hints.contains(&hint) {
                hints.push(hint);
            }
        }
        (!hints.is_empty()).then(|| hints.join("\n"))
    }

    /// Asking the same again gives the same error.
    pub fn is_retryable(&self) -> bool {
        false
    }
}

impl From<Vec<Problem>> for RequestError {
    fn from(problems: Vec<Problem>) -> Self {
        Self { problems }
    }
}

impl From<Problem> for RequestError {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for RequestError {}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Problem {
    #[error("the request asks for neither metrics nor group-by items")]
    Empty,
    #[error("there is no metric named '{name}'")]
    UnknownMetric { name: String, nearest: Vec<String> },
    #[error("metric '{name}' is asked for more than once")]
    DuplicateMetric { name: String },
    #[error("{}", unknown_item_message(name, metrics))]
    UnknownItem { name: String, metrics: Vec<String>, nearest: Vec<String> },
    #[error("'{name}' cannot be combined with metric '{metric}': {reason}")]
    Unreachable { name: String, metric: String, reason: String, nearest: Vec<String> },
    #[error("'{name}' cannot be combined with metric '{metric}': {reason}")]
    FanOut { name: String, metric: String, reason: String, owner: String },
    #[error("'{name}' is ambiguous: it can mean {}", quoted(candidates))]
    Ambiguous { name: String, candidates: Vec<String> },
    #[error("there is no time grain named '{grain}' (in '{name}')")]
    UnknownGrain { name: String, grain: String, known: Vec<String> },
    #[error("'{name}' exists only from {finest} upwards, so it cannot be asked for by {asked}")]
    GrainTooFine { name: String, asked: String, finest: String },
    #[error("'{name}' is no time, so it has no {part}")]
    NoTime { name: String, part: String },
    #[error("there is no date part named '{part}' (in '{name}'); there are year, quarter, month, day, dow, doy")]
    UnknownDatePart { name: String, part: String },
    #[error("'{name}' cannot be asked for by that name: date parts are named by templates")]
    DatePartInName { name: String, template: String },
    #[error("without metrics, '{name}' means {meant}, not {asked}")]
    NameTaken { name: String, meant: &'static str, asked: &'static str },
    #[error("two of the group-by items and metrics give the same column '{column}'")]
    DuplicateColumn { column: String },
    #[error("filter `{filter}`: {reason}")]
    FilterSyntax { filter: String, reason: String },
    #[error("filter `{filter}` is not a plain expression: {reason}")]
    FilterUnsafe { filter: String, reason: String },
    #[error("cannot order by '{name}': it is not among the metrics and group-by items asked for")]
    UnknownOrderBy { name: String, columns: Vec<String> },
    #[error("'{text}' is not a date or a timestamp")]
    InvalidInstant { text: String },
    #[error("the date range ends ({end}) before it starts ({start})")]
    ReversedRange { start: String, end: String },
    #[error("the date range ends ({end}) after {limit}, the last day of time as MetricFlow knows it")]
    RangeTooLate { end: String, limit: String },
    #[error("a date range needs a metric, or metric_time among the group-by items or in a filter")]
    RangeWithoutTime,
    #[error("smallest and largest values are asked for one group-by item at a time, without metrics, order or limit")]
    MinMaxShape,
    #[error("rows can be kept without de-duplication only in a request without metrics")]
    DuplicatesWithMetrics,
    #[error("{what} cannot be added to saved query '{name}', which has its own")]
    BesideSavedQuery { what: &'static str, name: String },
    #[error("there is no saved query named '{name}'")]
    UnknownSavedQuery { name: String, nearest: Vec<String> },
    #[error("metric '{metric}' {why}, so the request must group by metric_time or its aggregation time dimension")]
    NeedsTime { metric: String, why: String },
    #[error("metric '{metric}' cannot be asked for by a date part: {why}")]
    DatePartNotAllowed { metric: String, why: String },
    #[error("{}no time spine has grain {grain} or finer", needed_by(metric))]
    NoTimeSpine {
        grain: String,
        /// What needs it; empty where no metric is involved.
        metric: String,
    },
    #[error("metric '{metric}' is defined through itself: {}", cycle.join(" → "))]
    MetricCycle { metric: String, cycle: Vec<String> },
    #[error("metric '{metric}' cannot be computed: {reason}")]
    BrokenMetric { metric: String, reason: String },
    #[error("no path joins {}", quoted(names))]
    NoJoinPath { names: Vec<String> },
    #[error("metric '{metric}' cannot be in a filter: it {why}, and there it is asked for without time")]
    FilterNeedsTime { metric: String, why: String },
    #[error("a comparison needs a date range, with its first and its last day")]
    ComparisonWithoutRange,
    #[error("the range cannot be compared {with}: {reason}")]
    ComparisonRange { with: String, reason: String, hint: String },
    #[error("filter `{filter}` limits the time, so nothing would be left of the range compared with")]
    ComparisonTimeFilter { filter: String },
    #[error("{what} needs {needs}")]
    ComposedShape { what: String, needs: String },
    #[error("the change of metric '{metric}' cannot be split: it {why}, so it has no value over a range as a whole")]
    NoChange { metric: String, why: String },
    #[error("there is no total over time: metric '{metric}' {why}, so it has a value only at a time")]
    NoTotalOverTime { metric: String, why: String },
    #[error("{name} cannot be split by '{by}': {reason}")]
    NotSplittable { name: String, by: String, reason: String },
    #[error("{}", unknown_value_message(what, element, field, value))]
    UnknownValue { what: String, element: String, field: String, value: String, known: Vec<String> },
    #[error("not supported yet: {what}")]
    Unsupported { what: String },
}

impl Problem {
    /// Stable between versions.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "MRT-S001",
            Self::UnknownMetric { .. } => "MRT-S002",
            Self::DuplicateMetric { .. } => "MRT-S003",
            Self::UnknownItem { .. } => "MRT-S004",
            Self::Unreachable { .. } => "MRT-S005",
            Self::Ambiguous { .. } => "MRT-S006",
            Self::UnknownGrain { .. } => "MRT-S007",
            Self::GrainTooFine { .. } => "MRT-S008",
            Self::UnknownDatePart { .. } => "MRT-S009",
            Self::DuplicateColumn { .. } => "MRT-S010",
            Self::NameTaken { .. } => "MRT-S038",
            Self::DatePartInName { .. } => "MRT-S039",
            Self::FilterSyntax { .. } => "MRT-S011",
            Self::FilterUnsafe { .. } => "MRT-S012",
            Self::UnknownOrderBy { .. } => "MRT-S013",
            Self::InvalidInstant { .. } => "MRT-S014",
            Self::ReversedRange { .. } => "MRT-S015",
            Self::RangeWithoutTime => "MRT-S016",
            Self::RangeTooLate { .. } => "MRT-S036",
            Self::NoTime { .. } => "MRT-S040",
            Self::BesideSavedQuery { .. } => "MRT-S037",
            Self::MinMaxShape => "MRT-S017",
            Self::DuplicatesWithMetrics => "MRT-S018",
            Self::UnknownSavedQuery { .. } => "MRT-S019",
            Self::NeedsTime { .. } => "MRT-S020",
            Self::DatePartNotAllowed { .. } => "MRT-S021",
            Self::NoTimeSpine { .. } => "MRT-S022",
            Self::MetricCycle { .. } => "MRT-S023",
            Self::BrokenMetric { .. } => "MRT-S024",
            Self::NoJoinPath { .. } => "MRT-S025",
            Self::FanOut { .. } => "MRT-S026",
            Self::FilterNeedsTime { .. } => "MRT-S027",
            Self::ComparisonWithoutRange => "MRT-S030",
            Self::ComparisonRange { .. } => "MRT-S031",
            Self::ComparisonTimeFilter { .. } => "MRT-S032",
            Self::ComposedShape { .. } => "MRT-S033",
            Self::NotSplittable { .. } | Self::NoChange { .. } => "MRT-S034",
            Self::NoTotalOverTime { .. } => "MRT-S033",
            Self::UnknownValue { .. } => "MRT-S041",
            Self::Unsupported { .. } => "MRT-S099",
        }
    }

    /// Would it be no problem for other metrics?
    pub(crate) fn depends_on_metrics(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::FanOut { .. }
                | Self::Ambiguous { .. }
                | Self::GrainTooFine { .. }
                | Self::UnknownOrderBy { .. }
        )
    }

    /// Is it about the order by something that the request asks for, rightly or not?
    pub(crate) fn names_one_of(&self, request: &MetricRequest) -> bool {
        let Self::UnknownOrderBy { name, .. } = self else { return false };
        let metrics = request.metrics.iter().map(String::as_str);
        let items = request.group_by.iter().map(|item| match item {
            GroupByItem::Name(name) | GroupByItem::Parts { name, .. } => name.as_str(),
        });
        metrics.chain(items).any(|asked| name.starts_with(&asked.to_lowercase()))
    }

    /// The same, said of the metric that was being computed.
    pub(crate) fn of_metric(self, name: &str) -> Self {
        match self {
            Self::NoTimeSpine { grain, metric } if metric.is_empty() => {
                Self::NoTimeSpine { grain, metric: name.to_owned() }
            }
            other => other,
        }
    }

    /// What to try instead.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownMetric { nearest, .. }
            | Self::UnknownItem { nearest, .. }
            | Self::Unreachable { nearest, .. }
            | Self::UnknownSavedQuery { nearest, .. } => {
                (!nearest.is_empty()).then(|| format!("Did you mean {}?", nearest.join(", ")))
            }
            Self::Empty => Some("Name at least one metric or one group-by item.".to_owned()),
            Self::FanOut { owner, .. } => Some(format!("Ask for it with a metric of {owner} instead.")),
            Self::Ambiguous { candidates, .. } => Some(format!("Write {}.", candidates.join(" or "))),
            Self::UnknownGrain { known, .. } => Some(format!("Known grains: {}.", known.join(", "))),
            Self::GrainTooFine { name, finest, .. } => Some(format!("Ask for {name}__{finest} or coarser.")),
            Self::NoJoinPath { names } => {
                let nearer =
                    names.first().and_then(|name| name.split_once("__")).filter(|(_, rest)| rest.contains("__"));
                let or = nearer.map(|(_, rest)| format!(", or ask by {rest}")).unwrap_or_default();
                Some(format!("Add a metric, which says where to begin{or}."))
            }
            Self::NoTime { name, .. } => Some(format!("Ask for {name} by itself.")),
            Self::DuplicateColumn { .. } => Some("Leave one of them out.".to_owned()),
            Self::DatePartInName { template, .. } => Some(format!("Write {template}.")),
            Self::NameTaken { .. } => Some("Ask for it with a metric.".to_owned()),
            Self::UnknownOrderBy { columns, .. } => {
                (!columns.is_empty()).then(|| format!("Order by one of {}.", columns.join(", ")))
            }
            Self::InvalidInstant { .. } => Some("Write 2024-01-31 or 2024-01-31 12:30:00.".to_owned()),
            Self::RangeTooLate { limit, .. } => Some(format!("End with {limit} at the latest.")),
            Self::BesideSavedQuery { .. } => Some("Ask for everything by name, without the saved query.".to_owned()),
            Self::ReversedRange { .. } => Some("Swap the two dates.".to_owned()),
            Self::ComparisonWithoutRange => Some("Give the first and the last day of the current range.".to_owned()),
            Self::ComparisonRange { hint, .. } => Some(hint.clone()),
            Self::ComparisonTimeFilter { .. } => Some("Give the range as first and last day instead.".to_owned()),
            Self::NoChange { .. } => Some("Split a metric that it is computed from instead.".to_owned()),
            Self::NoTotalOverTime { .. } => Some(
                "Ask for subtotals that keep the time: metric_time before another item, and rollup or each.".to_owned(),
            ),
            Self::NeedsTime { .. } => Some("Add metric_time to the group-by items.".to_owned()),
            Self::NoTimeSpine { grain, .. } => {
                Some(format!("Declare a time spine of grain {grain} or finer in the dbt project."))
            }
            Self::MetricCycle { .. } => Some("Take one of these metrics out of the others' inputs.".to_owned()),
            Self::DatePartNotAllowed { .. } => Some("Ask by a grain instead, such as metric_time__month.".to_owned()),
            Self::DuplicateMetric { .. } => Some("Name it once.".to_owned()),
            Self::UnknownValue { known, .. } => {
                Some(format!("Known are {}. A newer version of Martlet may know it.", known.join(", ")))
            }
            _ => None,
        }
    }
}

fn quoted(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    quoted.join(", ")
}

fn unknown_value_message(what: &str, element: &str, field: &str, value: &str) -> String {
    let of = if what == element { "its" } else { element };
    let of = if what == element { format!("{of} {field}") } else { format!("the {field} of {of}") };
    format!("{what} cannot be used: {of} is '{value}', which this version does not know")
}

fn needed_by(metric: &str) -> String {
    if metric.is_empty() { String::new() } else { format!("metric '{metric}' needs a time spine: ") }
}

fn unknown_item_message(name: &str, metrics: &[String]) -> String {
    if metrics.is_empty() {
        format!("there is no dimension or entity named '{name}'")
    } else {
        format!("there is no dimension or entity named '{name}' that can be combined with {}", quoted(metrics))
    }
}

/// The names most like `name`, best first, at most three.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let lower = name.to_lowercase();
    let mut scored: Vec<(f64, &str)> =
        known.map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate)).collect();
    // Two letters swapped in a short name score low by Jaro and Winkler; counted as edits they are near.
    scored.retain(|(score, candidate)| *score > 0.8 || strsim::osa_distance(&lower, &candidate.to_lowercase()) <= 1);
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(3).map(|(_, candidate)| candidate.to_owned()).collect()
}
