//! What a reader does in Explore, and what follows.

use martlet_site::catalog::Catalog;

use super::filter::{Filter, FilterKind};
use super::state::{Display, Explained, ExploreState, LARGEST_TOP, find_metric};
use crate::period::{Comparison, Grain, Range};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// What the other metric does not have is dropped.
    ChooseMetric(String),
    ChooseGrain(Grain),
    ChooseRange(Range),
    BreakDown(Option<String>),
    ShowTop(u32),
    /// Replaces the filter on that dimension; no values removes it.
    SetFilter(Filter),
    RemoveFilter(usize),
    /// Takes away the newest filter.
    RemoveLastFilter,
    ClearFilters,
    Compare(Option<Comparison>),
    Show(Display),
    /// None closes the explanation.
    Explain(Option<Explained>),
    /// One after the other, as one step: a value and a breakdown within it.
    Several(Vec<Action>),
}

impl Action {
    /// True when the way back should lead to what was shown before.
    pub fn is_navigation(&self) -> bool {
        matches!(self, Self::ChooseMetric(_) | Self::Several(_))
    }

    /// Only one value of the breakdown; none are the rows without one.
    pub fn only(dimension: &str, value: Option<&str>) -> Self {
        Self::SetFilter(Filter {
            dimension: dimension.to_owned(),
            kind: FilterKind::Is,
            values: vec![value.map(str::to_owned)],
        })
    }

    /// Everything but one value of the breakdown; values left out before stay out.
    pub fn exclude(state: &ExploreState, dimension: &str, value: Option<&str>) -> Self {
        let before = state
            .filters
            .iter()
            .find(|filter| filter.dimension == dimension && filter.kind == FilterKind::IsNot)
            .map(|filter| filter.values.clone())
            .unwrap_or_default();
        let value = value.map(str::to_owned);
        let values = before.into_iter().filter(|old| *old != value).chain([value.clone()]).collect();
        Self::SetFilter(Filter { dimension: dimension.to_owned(), kind: FilterKind::IsNot, values })
    }
}

/// The next state, and a sentence for each choice that did not fit the new metric.
pub fn reduce(state: &ExploreState, action: Action, catalog: &Catalog) -> (ExploreState, Vec<String>) {
    if let Action::Several(actions) = action {
        let start = (state.clone(), Vec::new());
        return actions.into_iter().fold(start, |(state, mut dropped), action| {
            let (next, unfit) = reduce(&state, action, catalog);
            dropped.extend(unfit);
            (next, dropped)
        });
    }
    let mut next = state.clone();
    match action {
        Action::Several(_) => {}
        Action::ChooseMetric(name) => next.metric = name,
        Action::ChooseGrain(grain) => next.grain = Some(grain),
        Action::ChooseRange(range) => next.range = range,
        Action::BreakDown(by) => next.by = by,
        Action::ShowTop(top) => next.top = top.clamp(1, LARGEST_TOP),
        Action::SetFilter(filter) => {
            let at = next.filters.iter().position(|old| old.dimension == filter.dimension);
            match (at, filter.values.is_empty()) {
                (Some(at), true) => {
                    next.filters.remove(at);
                }
                (Some(at), false) => next.filters[at] = filter,
                (None, true) => {}
                (None, false) => next.filters.push(filter),
            }
        }
        Action::RemoveFilter(at) => {
            if at < next.filters.len() {
                next.filters.remove(at);
            }
        }
        Action::RemoveLastFilter => {
            next.filters.pop();
        }
        Action::ClearFilters => next.filters.clear(),
        Action::Compare(compare) => next.compare = compare,
        Action::Show(display) => next.display = display,
        Action::Explain(explain) => next.explain = explain,
    }
    match find_metric(catalog, &next.metric) {
        Some(metric) => next.checked(metric),
        None => (state.clone(), vec![format!("there is no metric {}", next.metric)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn start(catalog: &Catalog) -> ExploreState {
        ExploreState::first(catalog).expect("the fixture has metrics")
    }

    #[test]
    fn another_metric_keeps_what_it_can() {
        let mut catalog = fixture::catalog();
        catalog.metrics[1].group_by.retain(|option| option.name != "customer__country");
        let (state, _) = reduce(&start(&catalog), Action::BreakDown(Some("customer__country".into())), &catalog);
        let (state, _) = reduce(&state, Action::ChooseGrain(Grain::Quarter), &catalog);
        let (state, dropped) = reduce(&state, Action::ChooseMetric("active_customers".into()), &catalog);
        assert_eq!((state.grain, state.by), (Some(Grain::Quarter), None));
        assert_eq!(dropped, ["the breakdown by customer__country: active customers cannot be grouped by it"]);
    }

    #[test]
    fn a_filter_on_the_same_dimension_is_replaced() {
        let catalog = fixture::catalog();
        let (state, _) = reduce(&start(&catalog), Action::only("customer__country", Some("DE")), &catalog);
        let (state, _) = reduce(&state, Action::only("customer__country", Some("FR")), &catalog);
        assert_eq!(state.filters.len(), 1);
        assert_eq!(state.filters[0].values, [Some("FR".to_owned())]);
        let (state, _) = reduce(&state, Action::RemoveLastFilter, &catalog);
        assert!(state.filters.is_empty());
    }

    #[test]
    fn values_are_left_out_one_after_the_other() {
        let catalog = fixture::catalog();
        let state = start(&catalog);
        let (state, _) = reduce(&state, Action::exclude(&state, "customer__country", Some("DE")), &catalog);
        let (state, _) = reduce(&state, Action::exclude(&state, "customer__country", None), &catalog);
        assert_eq!(
            (state.filters[0].kind, state.filters[0].values.as_slice()),
            (FilterKind::IsNot, [Some("DE".to_owned()), None].as_slice())
        );
        let (state, _) = reduce(&state, Action::only("customer__country", Some("DE")), &catalog);
        assert_eq!((state.filters[0].kind, state.filters.len()), (FilterKind::Is, 1));
    }

    #[test]
    fn what_looks_back_over_time_is_not_explained() {
        let mut catalog = fixture::catalog();
        let (state, dropped) = reduce(&start(&catalog), Action::Explain(Some(Explained::Latest)), &catalog);
        assert_eq!((state.explain, dropped.len()), (Some(Explained::Latest), 0));
        catalog.metrics[1].needs_time = true;
        let (state, dropped) = reduce(&state, Action::ChooseMetric("active_customers".into()), &catalog);
        assert_eq!(state.explain, None);
        assert_eq!(
            dropped,
            ["the explanation of its change: active customers looks back over time, so its change has no parts"]
        );
    }

    #[test]
    fn an_unknown_metric_changes_nothing() {
        let catalog = fixture::catalog();
        let (state, dropped) = reduce(&start(&catalog), Action::ChooseMetric("gone".into()), &catalog);
        assert_eq!(state, start(&catalog));
        assert_eq!(dropped, ["there is no metric gone"]);
    }
}
