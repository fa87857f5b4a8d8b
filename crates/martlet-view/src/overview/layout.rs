//! Which metrics stand where.

use martlet_site::catalog::{Catalog, Metric, NumberFormat};

use super::bridge::MovementNames;

/// Lines on one chart may differ by this factor; more, and the smaller one is flat.
const SAME_SCALE: f64 = 4.0;
const MOST_LINES: usize = 4;

/// What a section draws large.
#[derive(Debug, Clone, PartialEq)]
pub enum Feature {
    /// Opening, movements, closing.
    Bridge(MovementNames),
    /// Lines of metrics of one format; which of them share an axis is known once their values are.
    Trend(Vec<String>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub title: String,
    /// Names, in the catalog's order.
    pub metrics: Vec<String>,
    pub feature: Option<Feature>,
}

/// A section per domain, in the catalog's order; metrics without a domain come last. Metrics that
/// cannot be computed are left out.
pub fn sections(catalog: &Catalog) -> Vec<Section> {
    let mut domains: Vec<(&str, Vec<&Metric>)> = Vec::new();
    for metric in catalog.metrics.iter().filter(|metric| metric.unavailable.is_none()) {
        match domains.iter_mut().find(|(domain, _)| *domain == metric.domain) {
            Some((_, metrics)) => metrics.push(metric),
            None => domains.push((&metric.domain, vec![metric])),
        }
    }
    domains.sort_by_key(|(domain, _)| domain.is_empty());
    let is_only = domains.len() == 1;
    let movements = MovementNames::find(catalog);
    domains
        .into_iter()
        .map(|(domain, metrics)| Section {
            title: match (domain.is_empty(), is_only) {
                (false, _) => domain.to_owned(),
                (true, true) => "Metrics".to_owned(),
                (true, false) => "More metrics".to_owned(),
            },
            feature: feature(&metrics, movements.as_ref()),
            metrics: metrics.into_iter().map(|metric| metric.name.clone()).collect(),
        })
        .collect()
}

fn feature(metrics: &[&Metric], movements: Option<&MovementNames>) -> Option<Feature> {
    if let Some(movements) = movements.filter(|names| metrics.iter().any(|metric| metric.name == names.new)) {
        return Some(Feature::Bridge(movements.clone()));
    }
    let shares: Vec<&&Metric> =
        metrics.iter().filter(|metric| metric.format == NumberFormat::Percent).collect();
    let names = |list: &[&&Metric]| list.iter().map(|metric| metric.name.clone()).collect();
    if shares.len() >= 2 {
        return Some(Feature::Trend(names(&shares)));
    }
    metrics.first().map(|first| Feature::Trend(vec![first.name.clone()]))
}

/// Of metrics with their newest values, those that can share an axis with the largest: at most four,
/// in their order.
pub fn trend_group(newest: &[(String, f64)]) -> Vec<String> {
    let largest = newest.iter().map(|(_, value)| value.abs()).fold(0.0, f64::max);
    newest
        .iter()
        .filter(|(_, value)| value.abs() * SAME_SCALE >= largest)
        .take(MOST_LINES)
        .map(|(name, _)| name.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn sections_follow_the_projects_domains() {
        let written: Vec<String> = sections(&fixture::catalog())
            .iter()
            .map(|section| {
                let feature = match &section.feature {
                    Some(Feature::Bridge(_)) => "bridge".to_owned(),
                    Some(Feature::Trend(names)) => names.join("+"),
                    None => "-".to_owned(),
                };
                format!("{}: {} [{feature}]", section.title, section.metrics.join(" "))
            })
            .collect();
        expect_test::expect![[r#"
            Company health: mrr active_customers [mrr]
            Revenue movements: new_mrr expansion_mrr contraction_mrr churned_mrr reactivation_mrr net_new_mrr [bridge]
            Retention & churn: net_revenue_retention [net_revenue_retention]
            More metrics: arpu [arpu]"#]]
        .assert_eq(&written.join("\n"));
    }

    #[test]
    fn a_project_without_domains_has_one_section() {
        let mut catalog = fixture::catalog();
        for metric in &mut catalog.metrics {
            metric.domain.clear();
        }
        let titles: Vec<_> = sections(&catalog).into_iter().map(|section| section.title).collect();
        assert_eq!(titles, ["Metrics"]);
    }

    #[test]
    fn only_what_shares_a_scale_shares_an_axis() {
        let newest = [("nrr", 1.04), ("churn", 0.02), ("grr", 0.91)].map(|(name, value)| (name.to_owned(), value));
        assert_eq!(trend_group(&newest), ["nrr", "grr"]);
    }
}
