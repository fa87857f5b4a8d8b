//! Route → address.

use martlet_site::catalog::Catalog;

use super::encoding::{NO_VALUE, encode};
use super::{Page, Route};
use crate::explore::{Display, Explained, ExploreState, Filter, default_grain};
use crate::overview::OverviewState;
use crate::period::Range;

/// What stands behind the `#`, beginning with a slash.
pub fn write(route: &Route, catalog: &Catalog) -> String {
    match route {
        Route::Overview(state) => with_query(Page::Overview.fragment(), overview(state)),
        Route::Explore(None) => Page::Explore.fragment().to_owned(),
        Route::Explore(Some(state)) => with_query(Page::Explore.fragment(), explore(state, catalog)),
        Route::Dictionary(None) => Page::Dictionary.fragment().to_owned(),
        Route::Dictionary(Some(name)) => format!("{}/{}", Page::Dictionary.fragment(), encode(name)),
        Route::Sql(None) => Page::Sql.fragment().to_owned(),
        Route::Sql(Some(statement)) => {
            let run = if statement.runs { "&run=yes" } else { "" };
            format!("{}?q={}{run}", Page::Sql.fragment(), encode(&statement.sql))
        }
    }
}

fn with_query(path: &str, pairs: Vec<(&str, String)>) -> String {
    let query: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

fn overview(state: &OverviewState) -> Vec<(&'static str, String)> {
    let default = OverviewState::default();
    let mut pairs = Vec::new();
    if state.range != default.range {
        pairs.push(("range", state.range.to_string()));
    }
    if state.compare != default.compare {
        pairs.push(("compare", state.compare.name().to_owned()));
    }
    pairs
}

fn explore(state: &ExploreState, catalog: &Catalog) -> Vec<(&'static str, String)> {
    let mut pairs = vec![("metric", encode(&state.metric))];
    let usual = state.metric_in(catalog).and_then(default_grain);
    if let Some(grain) = state.grain.filter(|grain| Some(*grain) != usual) {
        pairs.push(("grain", grain.name().to_owned()));
    }
    if state.range != Range::default() {
        pairs.push(("range", state.range.to_string()));
    }
    if let Some(by) = &state.by {
        pairs.push(("by", encode(by)));
    }
    if state.top != crate::explore::DEFAULT_TOP {
        pairs.push(("top", state.top.to_string()));
    }
    for filter in &state.filters {
        pairs.push(("filter", filter_text(filter)));
    }
    if let Some(compare) = state.compare {
        pairs.push(("compare", compare.name().to_owned()));
    }
    if state.display == Display::Table {
        pairs.push(("view", "table".to_owned()));
    }
    match state.explain {
        Some(Explained::Latest) => pairs.push(("explain", "latest".to_owned())),
        Some(Explained::Period(day)) => pairs.push(("explain", day.to_string())),
        None => {}
    }
    pairs
}

fn filter_text(filter: &Filter) -> String {
    let values: Vec<String> =
        filter.values.iter().map(|value| value.as_deref().map_or_else(|| NO_VALUE.to_owned(), encode)).collect();
    format!("{}:{}:{}", encode(&filter.dimension), filter.kind.name(), values.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use crate::url::read;

    fn check_same(fragment: &str) {
        let catalog = fixture::catalog();
        let reading = read(fragment, &catalog);
        assert_eq!(reading.dropped, Vec::<String>::new(), "{fragment}");
        assert_eq!(write(&reading.route, &catalog), fragment);
    }

    #[test]
    fn addresses_come_back_as_they_were() {
        for fragment in [
            "/overview",
            "/overview?range=last-12-months&compare=previous-year",
            "/explore?metric=mrr",
            "/explore?metric=mrr&grain=quarter&range=2026-01-01..2026-03-31&by=customer__country&top=5&filter=customer__country:in:DE,O%27Land&filter=customer__industry:not-in:a%2Cb%3Ac%20d&compare=previous-period&view=table",
            "/explore?metric=mrr&filter=customer__country:in:DE,!none",
            "/explore?metric=mrr&filter=customer__country:not-in:!none",
            "/explore?metric=mrr&filter=customer__country:in:%21none,",
            "/explore?metric=mrr&explain=latest",
            "/explore?metric=mrr&compare=previous-year&explain=2026-03-01",
            "/dictionary",
            "/dictionary/mrr",
            "/sql",
            "/sql?q=select%201%20%25%202%20%26%20%27%23%27",
            "/sql?q=select%201&run=yes",
        ] {
            check_same(fragment);
        }
    }

    #[test]
    fn what_is_default_is_left_out() {
        let catalog = fixture::catalog();
        let route = read("/explore?metric=mrr&grain=month&range=last-24-months&top=8&view=chart", &catalog).route;
        assert_eq!(write(&route, &catalog), "/explore?metric=mrr");
    }

    #[test]
    fn a_broken_link_keeps_what_is_valid() {
        let catalog = fixture::catalog();
        let reading = read(
            "/explore?metric=arpu&grain=fortnight&range=2026-02-01..2026-01-01&by=customer__gone&top=900&filter=customer__country:like:D&filter=customer__country:in:DE&compare=never&explain=why&colour=red",
            &catalog,
        );
        assert_eq!(write(&reading.route, &catalog), "/explore?metric=arpu&filter=customer__country:in:DE");
        expect_test::expect![[r#"
            the grain “fortnight”
            the range: the range ends on 2026-01-01, before it starts on 2026-02-01
            top “900”: it is 1 to 50
            the filter “customer__country:like:D”
            the comparison “never”
            the explanation of “why”: it is latest or a day
            “colour”
            the breakdown by customer__gone: arpu cannot be grouped by it"#]]
        .assert_eq(&reading.dropped.join("\n"));
    }

    #[test]
    fn a_day_stands_for_its_period() {
        let catalog = fixture::catalog();
        let route = read("/explore?metric=mrr&explain=2026-03-17", &catalog).route;
        assert_eq!(write(&route, &catalog), "/explore?metric=mrr&explain=2026-03-01");
    }

    #[test]
    fn an_unknown_metric_or_page_is_named() {
        let catalog = fixture::catalog();
        let reading = read("/explore?metric=gone&range=this-year", &catalog);
        assert_eq!(write(&reading.route, &catalog), "/explore?metric=mrr&range=this-year");
        assert_eq!(reading.dropped, ["the metric “gone”: this site does not have it"]);
        let reading = read("/nowhere", &catalog);
        assert_eq!(write(&reading.route, &catalog), "/overview");
        assert_eq!(reading.dropped, ["the page “nowhere”"]);
        assert_eq!(read("", &catalog).dropped, Vec::<String>::new());
    }

    #[test]
    fn a_site_without_metrics_still_has_pages() {
        let mut catalog = fixture::catalog();
        catalog.metrics.clear();
        assert_eq!(read("/explore", &catalog).route, Route::Explore(None));
    }
}
