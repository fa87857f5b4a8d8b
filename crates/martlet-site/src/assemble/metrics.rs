//! Metrics and saved queries: dbt's definitions joined with what the semantic layer says.

use std::collections::{BTreeMap, BTreeSet};

use martlet_project::{Issue, Project, project, semantic_manifest};

use super::{Inputs, MetricFacts, in_words, presentation, project::owner, trust};
use crate::catalog::{Metric, MetricType, SavedQuery};

/// In the order of domains that the project asks for, then by name. Of two metrics with one name, an error of
/// its own, the first stays.
pub(super) fn metrics(inputs: &Inputs<'_>, issues: &mut Vec<Issue>) -> Vec<Metric> {
    let project = inputs.project;
    let inputs_of = inputs_of_metrics(project);
    let mut seen = BTreeSet::new();
    let mut metrics: Vec<Metric> = project
        .metrics
        .iter()
        .filter(|metric| seen.insert(metric.name.as_str()))
        .map(|metric| one(inputs, metric, &inputs_of, issues))
        .collect();
    let domains = &inputs.options.domains;
    let rank = |metric: &Metric| domains.iter().position(|domain| *domain == metric.domain).unwrap_or(domains.len());
    // Metrics without a domain come after those that have one.
    metrics.sort_by_cached_key(|metric| {
        (metric.domain.is_empty(), rank(metric), metric.domain.clone(), metric.name.clone())
    });
    metrics
}

fn one(
    inputs: &Inputs<'_>,
    metric: &project::Metric,
    inputs_of: &BTreeMap<String, Vec<String>>,
    issues: &mut Vec<Issue>,
) -> Metric {
    let project = inputs.project;
    let shown = presentation::read(metric, issues);
    let facts = inputs.metrics.get(&metric.name).cloned().unwrap_or_else(|| not_compiled(project, metric));
    let models = project.models_of_metric(metric);
    let exposures = project.exposures.values().filter(|exposure| exposure.depends_on.contains(&metric.unique_id));
    let users = inputs_of.iter().filter(|(_, used)| used.contains(&metric.name));
    Metric {
        name: metric.name.clone(),
        label: if metric.label.trim().is_empty() { in_words(&metric.name) } else { metric.label.clone() },
        description: metric.description.clone(),
        metric_type: metric_type(project, metric, issues),
        formula: facts.formula,
        sql: facts.sql,
        unavailable: facts.unavailable,
        format: shown.format,
        currency: shown.currency,
        direction: shown.direction,
        domain: shown.domain,
        owner: project.owner_of_metric(metric).map(owner),
        tables: facts.tables,
        input_metrics: inputs_of.get(&metric.name).cloned().unwrap_or_default(),
        used_by_metrics: users.map(|(name, _)| name.clone()).collect(),
        trust: trust::of_models(project, &models),
        upstream: models,
        exposures: exposures.map(|exposure| exposure.unique_id.clone()).collect(),
        group_by: facts.group_by,
        needs_time: facts.needs_time,
    }
}

/// For a metric of which the caller says nothing.
fn not_compiled(project: &Project, metric: &project::Metric) -> MetricFacts {
    let reason = match &project.semantic_manifest {
        None => "semantic_manifest.json is absent or unreadable",
        Some(manifest) if manifest.metrics.iter().any(|defined| defined.name == metric.name) => "it was not compiled",
        Some(_) => "the semantic manifest does not define it; run `dbt parse`",
    };
    MetricFacts { unavailable: Some(reason.to_owned()), ..MetricFacts::default() }
}

/// A type that this version does not know is shown as derived: it has no SQL, and says why.
fn metric_type(project: &Project, metric: &project::Metric, issues: &mut Vec<Issue>) -> MetricType {
    match metric.kind.as_str() {
        "simple" => MetricType::Simple,
        "ratio" => MetricType::Ratio,
        "cumulative" => MetricType::Cumulative,
        "conversion" => MetricType::Conversion,
        "derived" => MetricType::Derived,
        other => {
            let version = project.dbt_version.as_deref().unwrap_or("this dbt version");
            let message = format!("metric `{}` is of type `{other}` of dbt {version}, which is not known", metric.name);
            issues.push(
                Issue::warning("MRT-P018", message, "known: simple, ratio, derived, cumulative, conversion")
                    .file(&metric.path)
                    .about(martlet_project::Subject::Metric, &metric.name),
            );
            MetricType::Derived
        }
    }
}

/// For each metric, the metrics that it is made of, each once, in the order of the definition.
fn inputs_of_metrics(project: &Project) -> BTreeMap<String, Vec<String>> {
    let defined: BTreeMap<&str, &semantic_manifest::Metric> = project
        .semantic_manifest
        .iter()
        .flat_map(|manifest| &manifest.metrics)
        .map(|metric| (metric.name.as_str(), metric))
        .collect();
    let of_metric = |metric: &project::Metric| match defined.get(metric.name.as_str()) {
        Some(definition) => of_definition(definition),
        None => {
            let by_id = |id: &String| project.metrics.iter().find(|other| other.unique_id == *id);
            metric.depends_on.iter().filter_map(by_id).map(|input| input.name.clone()).collect()
        }
    };
    project.metrics.iter().map(|metric| (metric.name.clone(), of_metric(metric))).collect()
}

fn of_definition(metric: &semantic_manifest::Metric) -> Vec<String> {
    let params = &metric.type_params;
    let cumulative = params.cumulative_type_params.iter().filter_map(|params| params.metric.as_ref());
    let inputs = params.numerator.iter().chain(&params.denominator).chain(&params.metrics).chain(cumulative);
    let mut names: Vec<String> = Vec::new();
    for input in inputs {
        if !names.contains(&input.name) {
            names.push(input.name.clone());
        }
    }
    names
}

pub(super) fn saved_queries(project: &Project) -> Vec<SavedQuery> {
    let defined = project.semantic_manifest.iter().flat_map(|manifest| &manifest.saved_queries);
    let mut queries: Vec<SavedQuery> = defined
        .map(|query| SavedQuery {
            name: query.name.clone(),
            label: query.label.clone().filter(|label| !label.is_empty()).unwrap_or_else(|| in_words(&query.name)),
            description: query.description.clone().unwrap_or_default(),
            metrics: query.query_params.metrics.clone(),
        })
        .collect();
    queries.sort_by(|a, b| a.name.cmp(&b.name));
    queries
}
