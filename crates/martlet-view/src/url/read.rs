//! Address → route: what is valid is kept, what is not is named.

use martlet_site::catalog::Catalog;

use super::encoding::{NO_VALUE, decode};
use super::{Page, Route, Statement};
use crate::explore::{Display, Explained, ExploreState, Filter, FilterKind, LARGEST_TOP, find_metric};
use crate::overview::OverviewState;
use crate::period::{Comparison, Grain, Range};

/// A route, and a phrase for each thing in the address that was dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub route: Route,
    pub dropped: Vec<String>,
}

/// Reads what stands behind the `#`. Never fails: an unknown page is the Overview.
pub fn read(fragment: &str, catalog: &Catalog) -> Reading {
    let (path, query) = fragment.split_once('?').unwrap_or((fragment, ""));
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let name = steps.next().unwrap_or_default();
    let rest = steps.next().map(decode);
    let pairs: Vec<(&str, &str)> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .collect();
    let mut dropped = Vec::new();
    let page = Page::ALL.into_iter().find(|page| page.fragment().trim_start_matches('/') == name);
    let route = match page {
        Some(Page::Overview) => Route::Overview(overview(&pairs, &mut dropped)),
        Some(Page::Explore) => Route::Explore(explore(&pairs, catalog, &mut dropped)),
        Some(Page::Dictionary) => Route::Dictionary(rest),
        Some(Page::Sql) => {
            let sql = pairs.iter().find(|(key, _)| *key == "q").map(|(_, value)| decode(value));
            let runs = pairs.contains(&("run", "yes"));
            Route::Sql(sql.filter(|sql| !sql.is_empty()).map(|sql| Statement { sql, runs }))
        }
        None => {
            if !name.is_empty() {
                dropped.push(format!("the page “{}”", decode(name)));
            }
            Route::Overview(OverviewState::default())
        }
    };
    Reading { route, dropped }
}

fn overview(pairs: &[(&str, &str)], dropped: &mut Vec<String>) -> OverviewState {
    let mut state = OverviewState::default();
    for (key, value) in pairs {
        match *key {
            "range" => match Range::parse(&decode(value)) {
                Ok(range @ Range::Last { unit: Grain::Month, .. }) => state.range = range,
                Ok(_) => dropped.push(format!("the range {value}: the overview shows the last months")),
                Err(error) => dropped.push(format!("the range: {error}")),
            },
            "compare" => match Comparison::parse(value) {
                Some(compare) => state.compare = compare,
                None => dropped.push(format!("the comparison “{}”", decode(value))),
            },
            _ => dropped.push(format!("“{}”", decode(key))),
        }
    }
    state
}

fn explore(pairs: &[(&str, &str)], catalog: &Catalog, dropped: &mut Vec<String>) -> Option<ExploreState> {
    let asked = pairs.iter().find(|(key, _)| *key == "metric").map(|(_, value)| decode(value));
    let metric = asked.as_deref().and_then(|name| find_metric(catalog, name));
    if let (Some(name), None) = (&asked, metric) {
        dropped.push(format!("the metric “{name}”: this site does not have it"));
    }
    let metric = match metric {
        Some(metric) => metric,
        None => find_metric(catalog, &ExploreState::first(catalog)?.metric)?,
    };
    let mut state = ExploreState::of(metric);
    for (key, value) in pairs {
        match *key {
            "metric" => {}
            "grain" => match Grain::parse(value) {
                Some(grain) => state.grain = Some(grain),
                None => dropped.push(format!("the grain “{}”", decode(value))),
            },
            "range" => match Range::parse(&decode(value)) {
                Ok(range) => state.range = range,
                Err(error) => dropped.push(format!("the range: {error}")),
            },
            "by" => state.by = Some(decode(value)),
            "top" => match value.parse::<u32>() {
                Ok(top @ 1..=LARGEST_TOP) => state.top = top,
                _ => dropped.push(format!("top “{}”: it is 1 to {LARGEST_TOP}", decode(value))),
            },
            "filter" => match filter(value) {
                Some(filter) => {
                    state.filters.retain(|old| old.dimension != filter.dimension);
                    state.filters.push(filter);
                }
                None => dropped.push(format!("the filter “{}”", decode(value))),
            },
            "compare" => match Comparison::parse(value) {
                Some(compare) => state.compare = Some(compare),
                None => dropped.push(format!("the comparison “{}”", decode(value))),
            },
            "view" => match *value {
                "chart" => state.display = Display::Chart,
                "table" => state.display = Display::Table,
                _ => dropped.push(format!("the view “{}”", decode(value))),
            },
            "explain" => match (*value, value.parse()) {
                ("latest", _) => state.explain = Some(Explained::Latest),
                (_, Ok(day)) => state.explain = Some(Explained::Period(day)),
                _ => dropped.push(format!("the explanation of “{}”: it is latest or a day", decode(value))),
            },
            _ => dropped.push(format!("“{}”", decode(key))),
        }
    }
    let (state, unfit) = state.checked(metric);
    dropped.extend(unfit);
    Some(state)
}

fn filter(text: &str) -> Option<Filter> {
    let mut parts = text.splitn(3, ':');
    let dimension = decode(parts.next()?);
    let kind = FilterKind::parse(parts.next()?)?;
    let value = |text: &str| (text != NO_VALUE).then(|| decode(text));
    let values: Vec<Option<String>> = parts.next()?.split(',').map(value).collect();
    (!dimension.is_empty()).then_some(Filter { dimension, kind, values })
}
