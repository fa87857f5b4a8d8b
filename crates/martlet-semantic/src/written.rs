//! Expressions that people wrote and that a request's SQL was made of, for errors that are told in their words.
//!
//! In: a request. Out: its filters, those of its saved query and of its metrics, the metrics' expressions, and the
//! expressions of models that stand in the SQL, in this order. Names are not resolved: in the place of each template stands a
//! word.

use std::collections::BTreeSet;

use martlet_project::semantic_manifest::{MeasureInput, Metric, MetricInput, WhereFilterIntersection};

use crate::filter::{self, Segment};
use crate::index::Index;
use crate::layer::SemanticLayer;
use crate::request::MetricRequest;
use crate::sql::dialect;

/// An expression as a person wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenExpression {
    /// Whose it is: `the filter of metric 'revenue'`.
    pub owner: String,
    pub text: String,
    /// As it stands in the SQL, with a word at the place of each template.
    pub sql: String,
}

impl SemanticLayer {
    /// What people wrote of which the request's SQL is made; filters and expressions that are a name alone are left out.
    pub fn written_expressions(&self, request: &MetricRequest) -> Vec<WrittenExpression> {
        let sql = self.compile(request).map(|compiled| compiled.sql).unwrap_or_default();
        let mut written = Written { index: &self.index, seen: BTreeSet::new(), found: Vec::new() };
        for filter in &request.where_filters {
            written.filter("the filter".to_owned(), filter);
        }
        let saved =
            self.index.manifest.saved_queries.iter().find(|saved| request.saved_query.as_ref() == Some(&saved.name));
        if let Some(saved) = saved {
            written.filters(
                &format!("the filter of saved query '{}'", saved.name),
                saved.query_params.where_filter.as_ref(),
            );
        }
        for metric in request.metrics.iter().chain(saved.iter().flat_map(|saved| &saved.query_params.metrics)) {
            written.metric(metric);
        }
        written.models(&sql);
        written.found
    }
}

struct Written<'a> {
    index: &'a Index,
    seen: BTreeSet<String>,
    found: Vec<WrittenExpression>,
}

impl Written<'_> {
    fn metric(&mut self, name: &str) {
        let index = self.index;
        let Some(metric) = index.metric(name).filter(|_| self.seen.insert(name.to_owned())) else { return };
        self.filters(&format!("the filter of metric '{name}'"), metric.filter.as_ref());
        for measure in measures(metric) {
            let owner = format!("the filter of measure '{}' in metric '{name}'", measure.name);
            self.filters(&owner, measure.filter.as_ref());
        }
        if let Some(expr) = &metric.type_params.expr {
            self.expression(format!("the expression of metric '{name}'"), expr);
        }
        for input in inputs(metric) {
            let owner = format!("the filter of metric '{}' in metric '{name}'", input.name);
            self.filters(&owner, input.filter.as_ref());
            self.metric(&input.name);
        }
    }

    /// What stands in the SQL as it was written.
    fn models(&mut self, sql: &str) {
        let index = self.index;
        let before = self.found.len();
        for model in &index.manifest.semantic_models {
            let owner = |what: &str, name: &str| format!("the expression of {what} '{name}' of {}", model.name);
            for measure in &model.measures {
                self.expression(owner("measure", &measure.name), measure.expression());
            }
            for dimension in &model.dimensions {
                self.expression(owner("dimension", &dimension.name), dimension.expression());
            }
            for entity in &model.entities {
                self.expression(owner("entity", &entity.name), entity.expression());
            }
        }
        let of_models = self.found.split_off(before);
        self.found.extend(of_models.into_iter().filter(|expression| sql.contains(&expression.sql)));
    }

    fn filters(&mut self, owner: &str, filters: Option<&WhereFilterIntersection>) {
        for filter in filters.into_iter().flat_map(|filters| &filters.where_filters) {
            self.filter(owner.to_owned(), &filter.where_sql_template);
        }
    }

    fn filter(&mut self, owner: String, text: &str) {
        let Ok(segments) = filter::parse(text) else { return };
        let sql: String = segments
            .iter()
            .map(|segment| match segment {
                Segment::Sql(sql) => sql.as_str(),
                Segment::Call(_) => "item",
            })
            .collect();
        self.found.push(WrittenExpression { owner, text: text.trim().to_owned(), sql: dialect::expression(&sql) });
    }

    fn expression(&mut self, owner: String, text: &str) {
        if text.chars().all(|letter| letter.is_alphanumeric() || letter == '_') {
            return;
        }
        self.found.push(WrittenExpression { owner, text: text.trim().to_owned(), sql: dialect::expression(text) });
    }
}

fn measures(metric: &Metric) -> impl Iterator<Item = &MeasureInput> {
    let params = &metric.type_params;
    let conversion = params.conversion_type_params.iter();
    params
        .measure
        .iter()
        .chain(conversion.flat_map(|conversion| conversion.base_measure.iter().chain(&conversion.conversion_measure)))
}

fn inputs(metric: &Metric) -> impl Iterator<Item = &MetricInput> {
    let params = &metric.type_params;
    let cumulative = params.cumulative_type_params.iter().filter_map(|params| params.metric.as_ref());
    params.numerator.iter().chain(&params.denominator).chain(&params.metrics).chain(cumulative)
}
