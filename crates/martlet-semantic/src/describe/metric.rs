//! What there is to say about one metric.

use std::collections::BTreeSet;

use martlet_project::semantic_manifest::MetricType;

use super::formula::formula;
use crate::index::Index;

/// A metric, described.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricInfo {
    pub name: String,
    pub label: Option<String>,
    pub description: Option<String>,
    pub kind: MetricType,
    /// `config.meta`, as the project wrote it.
    pub meta: serde_json::Map<String, serde_json::Value>,
    /// The definition in words.
    pub formula: String,
    /// Metrics that it is computed from, directly.
    pub input_metrics: Vec<String>,
    /// Measures behind it.
    pub input_measures: Vec<String>,
    /// Aliases of the tables that those measures are read from, sorted.
    pub tables: Vec<String>,
    /// The grain that `metric_time` takes when none is asked for.
    pub default_grain: String,
    /// The finest grain of `metric_time`.
    pub finest_grain: String,
}

pub(crate) fn metric(index: &Index, name: &str) -> Option<MetricInfo> {
    let metric = index.metric(name)?;
    let mut inputs = index.inputs_of(name).unwrap_or_default();
    inputs.extend(index.conversions_of(name).into_iter().filter(|input| !inputs.contains(input)).collect::<Vec<_>>());
    let tables: BTreeSet<String> = inputs
        .iter()
        .filter_map(|input| index.model(input.model))
        .map(|model| model.node_relation.alias.clone())
        .collect();
    let mut input_metrics: Vec<String> = Vec::new();
    for input in index.input_metrics(metric) {
        if !input_metrics.contains(&input.name) {
            input_metrics.push(input.name.clone());
        }
    }
    let resolver = crate::resolve::Resolver {
        index,
        metrics: vec![metric.name.clone()],
        inputs: index.inputs_of(name).unwrap_or_default(),
    };
    let finest = resolver.metric_time_grain();
    Some(MetricInfo {
        name: metric.name.clone(),
        label: metric.label.clone(),
        description: metric.description.clone(),
        kind: metric.kind,
        meta: metric.config.as_ref().map(|config| config.meta.clone()).unwrap_or_default(),
        formula: formula(index, metric),
        input_metrics,
        input_measures: inputs
            .iter()
            .filter_map(|input| index.measure(*input))
            .map(|measure| measure.name.clone())
            .collect(),
        tables: tables.into_iter().collect(),
        default_grain: resolver.default_metric_time_grain(finest).name().to_owned(),
        finest_grain: finest.name().to_owned(),
    })
}
