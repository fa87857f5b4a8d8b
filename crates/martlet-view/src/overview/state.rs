//! One range and one comparison for the page.

use std::collections::HashSet;

use martlet_semantic::MetricRequest;
use martlet_site::catalog::{Catalog, Metric};

use super::layout::{Feature, sections};
use crate::explore::{Times, compared_request, default_grain, find_metric, series_request};
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

/// A shorter range is the newest part of the default one, and needs no new request.
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

    /// The metric over time, each period beside the one that it is compared with. Without an as-of there is no
    /// range, and so nothing to compare with.
    pub fn request(&self, metric: &Metric, catalog: &Catalog) -> MetricRequest {
        let as_of = as_of_date(catalog);
        let grain = default_grain(metric);
        let range = self.asked_range();
        let series = series_request(metric, grain, &range, as_of);
        grain.and_then(|grain| compared_request(&series, self.compare, Times { grain, range, as_of })).unwrap_or(series)
    }

    /// Every request of the page, without repeats.
    pub fn requests(&self, catalog: &Catalog) -> Vec<MetricRequest> {
        let mut seen = HashSet::new();
        let sections = sections(catalog);
        sections
            .iter()
            .flat_map(|section| section.metrics.iter().chain(section.feature.iter().flat_map(Feature::series)))
            .filter_map(|name| find_metric(catalog, name))
            .map(|metric| self.request(metric, catalog))
            .filter(|request| seen.insert(request.key()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overview::{BRIDGE_LENGTHS, BridgeRequests, MovementNames};
    use crate::{first, fixture};

    #[test]
    fn the_default_page_and_shorter_ones_are_computed_in_advance() {
        let catalog = fixture::catalog();
        let first = first::requests(&catalog);
        for (months, compare) in
            [12, 24].into_iter().flat_map(|months| Comparison::ALL.map(|compare| (months, compare)))
        {
            let state = OverviewState { range: Range::Last { count: months, unit: Grain::Month }, compare };
            let requests = state.requests(&catalog);
            assert!(!requests.is_empty());
            assert!(requests.iter().all(|request| first.contains(request)), "{months} {compare:?}");
        }
        let names = MovementNames::find(&catalog).expect("the fixture has all movements");
        for length in BRIDGE_LENGTHS {
            let requests = BridgeRequests::of(&names, length, &catalog).expect("it has an as-of");
            assert!(requests.both().iter().all(|request| first.contains(request)), "{length}");
        }
    }

    #[test]
    fn each_month_is_asked_for_beside_the_one_compared_with() {
        let catalog = fixture::catalog();
        let asked = Comparison::ALL.map(|compare| {
            OverviewState { compare, ..OverviewState::default() }.request(&catalog.metrics[0], &catalog).key()
        });
        expect_test::expect![[r#"
            {"metrics":["mrr"],"group_by":["metric_time__month"],"time_constraint":["2024-11-01","2026-11-21"],"order_by":["metric_time__month"],"comparison":{"kind":"custom","range":["2024-10-01","2026-10-21"]},"as_of":"2026-11-21"}
            {"metrics":["mrr"],"group_by":["metric_time__month"],"time_constraint":["2024-11-01","2026-11-21"],"order_by":["metric_time__month"],"comparison":{"kind":"same_period_last_year"},"as_of":"2026-11-21"}"#]]
        .assert_eq(&asked.join("\n"));
    }
}
