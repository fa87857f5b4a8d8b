//! One range and one comparison for the page.

use std::collections::HashSet;

use martlet_semantic::MetricRequest;
use martlet_site::catalog::{Catalog, Metric};

use super::layout::{Feature, sections};
use crate::explore::{default_grain, find_metric, series_request};
use crate::period::{Comparison, Grain, Range, as_of_date};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OverviewState {
    /// Always so many months.
    pub range: Range,
    pub compare: Comparison,
}

impl Default for OverviewState {
    fn default() -> Self {
        Self { range: Range::default(), compare: Comparison::PreviousPeriod }
    }
}

/// A year before the first month shown is asked for too, up to the default range, so that a shorter
/// range needs no new request.
const DEFAULT_MONTHS: u32 = 24;

impl OverviewState {
    pub fn months(&self) -> u32 {
        match self.range {
            Range::Last { count, unit: Grain::Month } => count,
            _ => DEFAULT_MONTHS,
        }
    }

    /// The range that is asked for; what is shown is its newest part.
    pub fn asked_range(&self) -> Range {
        Range::Last { count: self.months().max(DEFAULT_MONTHS), unit: Grain::Month }
    }

    pub fn request(&self, metric: &Metric, catalog: &Catalog) -> MetricRequest {
        series_request(metric, default_grain(metric), &self.asked_range(), as_of_date(catalog))
    }

    /// Every request of the page, without repeats.
    pub fn requests(&self, catalog: &Catalog) -> Vec<MetricRequest> {
        let mut seen = HashSet::new();
        let sections = sections(catalog);
        sections
            .iter()
            .flat_map(|section| section.metrics.iter().chain(section.feature.iter().flat_map(Feature::metrics)))
            .filter_map(|name| find_metric(catalog, name))
            .map(|metric| self.request(metric, catalog))
            .filter(|request| seen.insert(request.key()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{first, fixture};

    #[test]
    fn the_default_page_and_shorter_ones_are_computed_in_advance() {
        let catalog = fixture::catalog();
        for months in [12, 24] {
            let state =
                OverviewState { range: Range::Last { count: months, unit: Grain::Month }, ..OverviewState::default() };
            let first = first::requests(&catalog);
            let requests = state.requests(&catalog);
            assert!(!requests.is_empty());
            assert!(requests.iter().all(|request| first.contains(request)), "{months}");
        }
    }
}
