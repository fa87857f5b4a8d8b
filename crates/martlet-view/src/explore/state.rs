//! What a reader has chosen in Explore.

use chrono::NaiveDate;
use martlet_site::catalog::{Catalog, GroupByKind, GroupByOption, Metric};

use super::filter::Filter;
use super::series::{METRIC_TIME, default_grain, grains};
use crate::overview::headline;
use crate::period::{Comparison, Grain, Range};

pub const DEFAULT_TOP: u32 = 8;
pub const LARGEST_TOP: u32 = 50;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Display {
    #[default]
    Chart,
    Table,
}

/// The period whose change is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Explained {
    /// The one at the head: the newest that the data covers whole.
    Latest,
    /// The one that begins on this day.
    Period(NaiveDate),
}

/// A question in Explore. Valid for the catalog it was checked with, see [`ExploreState::checked`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ExploreState {
    pub metric: String,
    /// None: the metric has no time.
    pub grain: Option<Grain>,
    pub range: Range,
    pub by: Option<String>,
    /// Values of the breakdown that are shown by themselves.
    pub top: u32,
    pub filters: Vec<Filter>,
    pub compare: Option<Comparison>,
    pub display: Display,
    pub explain: Option<Explained>,
}

impl ExploreState {
    /// A metric's first view.
    pub fn of(metric: &Metric) -> Self {
        Self {
            metric: metric.name.clone(),
            grain: default_grain(metric),
            range: Range::default(),
            by: None,
            top: DEFAULT_TOP,
            filters: Vec::new(),
            compare: None,
            display: Display::Chart,
            explain: None,
        }
    }

    /// The Overview's first metric; none in a site without one that can be computed.
    pub fn first(catalog: &Catalog) -> Option<Self> {
        headline(catalog).map(Self::of)
    }

    pub fn metric_in<'a>(&self, catalog: &'a Catalog) -> Option<&'a Metric> {
        find_metric(catalog, &self.metric)
    }

    /// The state with only what the metric allows, and a sentence for each thing that was dropped.
    pub fn checked(mut self, metric: &Metric) -> (Self, Vec<String>) {
        let mut dropped = Vec::new();
        let grains = grains(metric);
        if let Some(grain) = self.grain.filter(|grain| !grains.contains(grain)) {
            dropped.push(format!("{} is not shown by {}", metric.label, grain.name()));
            self.grain = default_grain(metric);
        }
        if self.grain.is_none() {
            self.grain = default_grain(metric);
        }
        if let Some(by) = self.by.take() {
            if dimension(metric, &by).is_some() {
                self.by = Some(by);
            } else {
                dropped.push(format!("the breakdown by {by}: {} cannot be grouped by it", metric.label));
            }
        }
        self.filters.retain(|filter| {
            let is_known = dimension(metric, &filter.dimension).is_some();
            if !is_known {
                dropped.push(format!("the filter on {}: {} does not have it", filter.dimension, metric.label));
            }
            is_known && !filter.values.is_empty()
        });
        if self.explain.is_some()
            && let Some(why) = why_not_explained(metric)
        {
            dropped.push(format!("the explanation of its change: {why}"));
            self.explain = None;
        }
        // A day within a period stands for the period.
        if let (Some(Explained::Period(day)), Some(grain)) = (self.explain, self.grain) {
            self.explain = Some(Explained::Period(grain.start(day)));
        }
        (self, dropped)
    }
}

/// Why a change of this metric cannot be split over the values of dimensions; none when it can.
pub fn why_not_explained(metric: &Metric) -> Option<String> {
    if default_grain(metric).is_none() {
        return Some(format!("{} has no periods", metric.label));
    }
    if metric.needs_time {
        return Some(format!("{} looks back over time, so its change has no parts", metric.label));
    }
    let has_category = dimensions(metric).any(|option| option.kind == GroupByKind::Categorical);
    (!has_category).then(|| format!("{} has no dimension to be split by", metric.label))
}

pub fn find_metric<'a>(catalog: &'a Catalog, name: &str) -> Option<&'a Metric> {
    catalog.metrics.iter().find(|metric| metric.name == name)
}

/// A group-by option that is not time.
pub fn dimension<'a>(metric: &'a Metric, name: &str) -> Option<&'a GroupByOption> {
    dimensions(metric).find(|option| option.name == name)
}

/// The label of an option; with the way to it where another one of the metric is called the same.
pub fn dimension_label(metric: &Metric, name: &str) -> String {
    let Some(option) = metric.group_by.iter().find(|option| option.name == name) else { return name.to_owned() };
    let has_twin = metric.group_by.iter().any(|other| other.name != name && other.label == option.label);
    match name.rsplit_once("__") {
        Some((way, _)) if has_twin => {
            format!("{} ({})", option.label, way.replace("__", " › ").replace('_', " "))
        }
        _ => option.label.clone(),
    }
}

/// Everything by which the metric can be broken down and filtered, besides time.
pub fn dimensions(metric: &Metric) -> impl Iterator<Item = &GroupByOption> {
    metric.group_by.iter().filter(|option| option.kind != GroupByKind::Time && option.name != METRIC_TIME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn dimensions_of_one_label_are_told_apart_by_the_way_to_them() {
        let mut metric = fixture::catalog().metrics.swap_remove(0);
        let option = metric.group_by[1].clone();
        for name in ["billing_account__country", "country"] {
            metric.group_by.push(GroupByOption { name: name.to_owned(), ..option.clone() });
        }
        let labels = ["customer__country", "billing_account__country", "country", "customer__industry", "gone"]
            .map(|name| dimension_label(&metric, name));
        assert_eq!(labels, ["country (customer)", "country (billing account)", "country", "industry", "gone"]);
    }
}
