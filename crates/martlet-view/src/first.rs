//! The requests of the default views, answered when the site is built.
//!
//! The app makes the same requests and finds their answers in `first.bin` by
//! [`MetricRequest::key`] before its engine has loaded.

use std::collections::HashSet;

use martlet_semantic::MetricRequest;
use martlet_site::catalog::Catalog;

use crate::explore::{ExploreState, Requests};
use crate::overview::{BRIDGE_LENGTHS, BridgeRequests, MovementNames, OverviewState};
use crate::period::Comparison;

/// Each metric's first view in Explore, in the catalog's order; then the Overview with either comparison, and its
/// bridges. Without repeats. Metrics that cannot be compiled are left out. Depends on the catalog alone.
pub fn requests(catalog: &Catalog) -> Vec<MetricRequest> {
    let mut seen = HashSet::new();
    let explore = catalog
        .metrics
        .iter()
        .filter(|metric| metric.unavailable.is_none())
        .map(|metric| Requests::of(&ExploreState::of(metric), metric, catalog).total);
    let overview = Comparison::ALL
        .into_iter()
        .flat_map(|compare| OverviewState { compare, ..OverviewState::default() }.requests(catalog));
    let names = MovementNames::find(catalog);
    let bridges = names
        .iter()
        .flat_map(|names| BRIDGE_LENGTHS.into_iter().filter_map(|length| BridgeRequests::of(names, length, catalog)))
        .flat_map(|requests| requests.both());
    explore.chain(overview).chain(bridges).filter(|request| seen.insert(request.key())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn every_metric_that_compiles_is_asked_once() {
        let mut catalog = fixture::catalog();
        catalog.metrics[1].unavailable = Some("conversion metrics are not supported".to_owned());
        let keys: Vec<_> = requests(&catalog).iter().map(MetricRequest::key).collect();
        let is_newest_beside_before = |key: &&String| key.contains(r#""custom","range":["2024-10-01"#);
        assert_eq!(keys.iter().filter(is_newest_beside_before).count(), catalog.metrics.len() - 1);
        assert!(keys.iter().all(|key| !key.contains(r#""active_customers""#)));
        expect_test::expect![[r#"{"metrics":["mrr"],"group_by":["metric_time__month"],"time_constraint":["2024-11-01","2026-11-21"],"order_by":["metric_time__month"],"comparison":{"kind":"custom","range":["2024-10-01","2026-10-21"]},"as_of":"2026-11-21"}"#]]
            .assert_eq(&keys[0]);
    }

    #[test]
    fn without_an_as_of_time_is_not_limited() {
        let mut catalog = fixture::catalog();
        catalog.as_of = None;
        assert!(requests(&catalog).iter().all(|request| request.time_constraint.is_none()));
    }
}
