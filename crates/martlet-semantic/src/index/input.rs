//! Inputs: the measures from which metrics are made, with everything that the metrics attach to them.

use martlet_project::semantic_manifest::{ElementKind, MeasureInput, Metric, MetricInput, MetricType};

use super::Index;
use crate::error::Problem;

/// Where a measure stands in the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct InputRef {
    pub(crate) model: usize,
    pub(crate) measure: usize,
}

/// A measure as one metric uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) at: InputRef,
    /// Templates of the filters in the measure's use and, for simple metrics, of the metric itself.
    pub(crate) filters: Vec<String>,
    pub(crate) join_to_timespine: bool,
    pub(crate) fill_nulls_with: Option<i64>,
}

impl Index {
    /// The measure as a metric uses it.
    pub(crate) fn input(&self, metric: &str, input: Option<&MeasureInput>) -> Result<Input, Problem> {
        let broken = |reason: String| Problem::BrokenMetric { metric: metric.to_owned(), reason };
        let input = input.ok_or_else(|| broken("it names no measure".to_owned()))?;
        let what = format!("metric '{metric}'");
        let at = self.measures.get(&input.name).copied().ok_or_else(|| {
            let left_out = self.left_out(ElementKind::Measure, &input.name, &what);
            left_out.unwrap_or_else(|| broken(format!("there is no measure named '{}'", input.name)))
        })?;
        let filters = input
            .filter
            .iter()
            .flat_map(|filter| &filter.where_filters)
            .map(|filter| filter.where_sql_template.clone())
            .collect();
        Ok(Input { at, filters, join_to_timespine: input.join_to_timespine, fill_nulls_with: input.fill_nulls_with })
    }

    /// Metrics that a ratio or derived metric is computed from.
    pub(crate) fn input_metrics<'a>(&self, metric: &'a Metric) -> Vec<&'a MetricInput> {
        let params = &metric.type_params;
        match metric.kind {
            MetricType::Ratio => params.numerator.iter().chain(&params.denominator).collect(),
            MetricType::Derived => params.metrics.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// All measures behind a metric, each once, in order of first use.
    pub(crate) fn inputs_of(&self, name: &str) -> Result<Vec<InputRef>, Problem> {
        let mut inputs = Vec::new();
        self.collect_inputs(name, &mut Vec::new(), &mut inputs)?;
        Ok(inputs)
    }

    fn collect_inputs(&self, name: &str, path: &mut Vec<String>, inputs: &mut Vec<InputRef>) -> Result<(), Problem> {
        if let Some(at) = path.iter().position(|seen| seen == name) {
            let mut cycle: Vec<String> = path.get(at..).unwrap_or_default().to_vec();
            cycle.push(name.to_owned());
            return Err(Problem::MetricCycle { metric: name.to_owned(), cycle });
        }
        let metric = self.metric(name).ok_or_else(|| match path.last() {
            Some(parent) => {
                let left_out = self.left_out(ElementKind::Metric, name, &format!("metric '{parent}'"));
                left_out.unwrap_or_else(|| Problem::BrokenMetric {
                    metric: parent.clone(),
                    reason: format!("it is computed from '{name}', which does not exist"),
                })
            }
            None => self.no_metric(name),
        })?;
        if let Some(problem) = self.unknown_grain_of(metric) {
            return Err(problem);
        }
        let mut add = |input: Input| {
            if !inputs.contains(&input.at) {
                inputs.push(input.at);
            }
        };
        match metric.kind {
            MetricType::Simple | MetricType::Cumulative => {
                add(self.input(name, metric.type_params.measure.as_ref())?);
            }
            MetricType::Conversion => {
                let params = metric.type_params.conversion_type_params.as_ref();
                add(self.input(name, params.and_then(|params| params.base_measure.as_ref()))?);
            }
            MetricType::Ratio | MetricType::Derived => {
                let parts = self.input_metrics(metric);
                if parts.is_empty() {
                    return Err(Problem::BrokenMetric {
                        metric: name.to_owned(),
                        reason: "it names no input metrics".to_owned(),
                    });
                }
                path.push(name.to_owned());
                for part in parts {
                    self.collect_inputs(&part.name, path, inputs)?;
                }
                path.pop();
            }
        }
        Ok(())
    }

    /// Measures of conversion events behind a metric. Requests do not group by them, but their tables are read.
    pub(crate) fn conversions_of(&self, name: &str) -> Vec<InputRef> {
        let mut found = Vec::new();
        if self.inputs_of(name).is_ok() {
            self.collect_conversions(name, &mut found);
        }
        found
    }

    fn collect_conversions(&self, name: &str, found: &mut Vec<InputRef>) {
        let Some(metric) = self.metric(name) else { return };
        let params = metric.type_params.conversion_type_params.as_ref();
        let measure = params.and_then(|params| params.conversion_measure.as_ref());
        found.extend(self.input(name, measure).ok().filter(|_| measure.is_some()).map(|input| input.at));
        for input in self.input_metrics(metric) {
            self.collect_conversions(&input.name, found);
        }
    }
}
