//! Metrics that nobody wrote: MetricFlow makes one of each measure that a cumulative or conversion metric is computed
//! from, unless a simple metric is the same already. They can be asked for by name, but are not listed.

use std::collections::HashSet;

use martlet_project::semantic_manifest::{
    ElementKind, MeasureInput, Metric, MetricType, MetricTypeParams, SemanticManifest,
};

use super::Index;

/// In the order in which the metrics use them.
pub(super) fn made_metrics(manifest: &SemanticManifest) -> Vec<Metric> {
    // A metric that is left out keeps its name.
    let left_out = manifest.left_out.iter().filter(|left_out| left_out.kind == ElementKind::Metric);
    let left_out = left_out.map(|left_out| left_out.name.clone());
    let mut names: HashSet<String> =
        manifest.metrics.iter().map(|metric| metric.name.clone()).chain(left_out).collect();
    let mut made: Vec<Metric> = Vec::new();
    for input in manifest.metrics.iter().flat_map(measures_used) {
        let is_there = manifest.metrics.iter().chain(&made).any(|metric| is_plainly(manifest, metric, input));
        if is_there || measure_expression(manifest, &input.name).is_none() {
            continue;
        }
        let name = new_name(input, &names);
        names.insert(name.clone());
        made.push(simple(name, input));
    }
    made
}

impl Index {
    /// The simple metric that stands for a measure as a cumulative or conversion metric uses it.
    pub(crate) fn simple_metric_of(&self, input: &MeasureInput) -> Option<&str> {
        let mut metrics = self.manifest.metrics.iter().chain(&self.made_metrics);
        metrics.find(|metric| is_plainly(&self.manifest, metric, input)).map(|metric| metric.name.as_str())
    }
}

/// The measures of cumulative and conversion metrics; other types are made of metrics, or are simple ones themselves.
fn measures_used(metric: &Metric) -> Vec<&MeasureInput> {
    let params = &metric.type_params;
    match metric.kind {
        MetricType::Cumulative => params.measure.iter().collect(),
        MetricType::Conversion => {
            let events = params.conversion_type_params.iter();
            events.flat_map(|events| events.base_measure.iter().chain(&events.conversion_measure)).collect()
        }
        _ => Vec::new(),
    }
}

/// Is the metric the measure with these settings, and nothing else?
fn is_plainly(manifest: &SemanticManifest, metric: &Metric, input: &MeasureInput) -> bool {
    let Some(own) = metric.type_params.measure.as_ref().filter(|_| metric.kind == MetricType::Simple) else {
        return false;
    };
    let expression = metric.type_params.expr.as_deref();
    own.name == input.name
        && own.join_to_timespine == input.join_to_timespine
        && own.fill_nulls_with == input.fill_nulls_with
        && own.filter.is_none()
        && metric.filter.is_none()
        && metric.time_granularity.is_none()
        && (expression.is_none() || expression == measure_expression(manifest, &own.name))
}

fn measure_expression<'m>(manifest: &'m SemanticManifest, name: &str) -> Option<&'m str> {
    let mut measures = manifest.semantic_models.iter().flat_map(|model| &model.measures);
    measures.find(|measure| measure.name == name).map(|measure| measure.expression())
}

fn new_name(input: &MeasureInput, taken: &HashSet<String>) -> String {
    let mut base = input.name.clone();
    if let Some(fill) = input.fill_nulls_with {
        let sign = if fill < 0 { "neg_" } else { "" };
        base.push_str(&format!("_fill_nulls_with_{sign}{}", fill.unsigned_abs()));
    }
    if input.join_to_timespine {
        base.push_str("_join_to_timespine");
    }
    let numbered = (1..).map(|number: u32| format!("{base}_{number}"));
    std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or(base)
}

fn simple(name: String, input: &MeasureInput) -> Metric {
    let measure = MeasureInput { filter: None, alias: None, ..input.clone() };
    Metric {
        name,
        description: None,
        label: None,
        kind: MetricType::Simple,
        type_params: MetricTypeParams { measure: Some(measure), ..MetricTypeParams::default() },
        filter: None,
        config: None,
        time_granularity: None,
    }
}
