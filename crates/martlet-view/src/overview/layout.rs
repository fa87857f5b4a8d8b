//! Which metrics stand where.

use std::cmp::Reverse;

use martlet_site::catalog::{Catalog, Direction, Metric, MetricType, NumberFormat};

use super::bridge::MovementNames;
use crate::explore::find_metric;

/// Lines on one chart may differ by this factor; more, and the smaller one is flat.
const SAME_SCALE: f64 = 4.0;
const MOST_LINES: usize = 4;
/// A page for reading, not a list: the rest is in Explore.
const MOST_TILES: usize = 6;

/// What a section draws large.
#[derive(Debug, Clone, PartialEq)]
pub enum Feature {
    /// Opening, movements, closing.
    Bridge(MovementNames),
    /// Lines of metrics of one format; which of them share an axis is known once their values are.
    Trend(Vec<String>),
}

impl Feature {
    /// Metrics whose series it draws; the bridge asks by itself.
    pub fn series(&self) -> &[String] {
        match self {
            Self::Bridge(_) => &[],
            Self::Trend(names) => names,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub title: String,
    /// Names of the tiles, what matters most first.
    pub metrics: Vec<String>,
    /// Metrics of the domain that have no tile.
    pub more: usize,
    pub feature: Option<Feature>,
}

/// A section per domain, in the catalog's order; metrics without a domain come last. Metrics that
/// cannot be computed are left out, and so are those that only make up a ratio shown beside them.
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
        .map(|(domain, metrics)| {
            let all = metrics.len();
            let tiles = tiles(metrics, movements.as_ref(), catalog);
            Section {
                title: match (domain.is_empty(), is_only) {
                    (false, _) => domain.to_owned(),
                    (true, true) => "Metrics".to_owned(),
                    (true, false) => "More metrics".to_owned(),
                },
                feature: feature(&tiles, movements.as_ref()),
                more: all - tiles.len(),
                metrics: tiles.into_iter().map(|metric| metric.name.clone()).collect(),
            }
        })
        .collect()
}

/// The one metric to begin with: the first tile.
pub fn headline(catalog: &Catalog) -> Option<&Metric> {
    let sections = sections(catalog);
    find_metric(catalog, sections.first()?.metrics.first()?)
}

fn tiles<'a>(metrics: Vec<&'a Metric>, movements: Option<&MovementNames>, catalog: &Catalog) -> Vec<&'a Metric> {
    let (parts, mut tiles): (Vec<&Metric>, Vec<&Metric>) =
        metrics.into_iter().partition(|metric| is_part_of_a_ratio(metric, catalog));
    if tiles.is_empty() {
        tiles = parts;
    }
    // Stable: what is equal stays in the catalog's order.
    tiles.sort_by_key(|metric| {
        let is_neutral = metric.direction == Direction::Neutral;
        (place(metric, movements), is_neutral, Reverse(metric.used_by_metrics.len()), kind_order(metric))
    });
    tiles.truncate(MOST_TILES);
    tiles
}

/// The stock of the bridge comes first, then its movements in their order, then the others.
fn place(metric: &Metric, movements: Option<&MovementNames>) -> usize {
    let Some(names) = movements else { return usize::MAX };
    std::iter::once(&names.stock).chain(names.movements()).position(|name| *name == metric.name).unwrap_or(usize::MAX)
}

fn kind_order(metric: &Metric) -> u8 {
    match metric.metric_type {
        MetricType::Simple => 0,
        MetricType::Ratio | MetricType::Conversion => 1,
        MetricType::Derived => 2,
        MetricType::Cumulative => 3,
    }
}

/// Used by ratios of the same domain and nothing else, and either a numerator or of no direction by itself.
fn is_part_of_a_ratio(metric: &Metric, catalog: &Catalog) -> bool {
    let users: Vec<&Metric> = metric.used_by_metrics.iter().filter_map(|name| find_metric(catalog, name)).collect();
    !users.is_empty()
        && users.iter().all(|user| user.metric_type == MetricType::Ratio && user.domain == metric.domain)
        && (metric.direction == Direction::Neutral
            || users.iter().any(|user| user.input_metrics.first() == Some(&metric.name)))
}

fn feature(tiles: &[&Metric], movements: Option<&MovementNames>) -> Option<Feature> {
    if let Some(movements) = movements.filter(|names| tiles.iter().any(|metric| metric.name == names.new)) {
        return Some(Feature::Bridge(movements.clone()));
    }
    let shares: Vec<String> = tiles
        .iter()
        .filter(|metric| metric.format == NumberFormat::Percent)
        .map(|metric| metric.name.clone())
        .collect();
    if shares.len() >= 2 && shares.len() * 2 >= tiles.len() {
        return Some(Feature::Trend(shares));
    }
    tiles.first().map(|first| Feature::Trend(vec![first.name.clone()]))
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
            Revenue movements: new_mrr expansion_mrr reactivation_mrr contraction_mrr churned_mrr net_new_mrr [bridge]
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
    fn what_only_makes_up_a_ratio_has_no_tile() {
        let mut catalog = fixture::catalog();
        catalog.metrics[9].domain = "Company health".to_owned();
        catalog.metrics[9].input_metrics = vec!["mrr".to_owned(), "active_customers".to_owned()];
        catalog.metrics[1].used_by_metrics = vec!["arpu".to_owned()];
        let tiles = |catalog: &Catalog| sections(catalog)[0].metrics.join(" ");
        assert_eq!(tiles(&catalog), "mrr active_customers arpu");
        catalog.metrics[1].direction = Direction::Neutral;
        assert_eq!(tiles(&catalog), "mrr arpu");
        assert_eq!(sections(&catalog)[0].more, 1);
    }

    #[test]
    fn only_what_shares_a_scale_shares_an_axis() {
        let newest = [("nrr", 1.04), ("churn", 0.02), ("grr", 0.91)].map(|(name, value)| (name.to_owned(), value));
        assert_eq!(trend_group(&newest), ["nrr", "grr"]);
    }
}
