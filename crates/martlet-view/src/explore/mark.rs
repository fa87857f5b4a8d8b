//! A place in a result that a reader points at, and what can be asked about it.

use chrono::NaiveDate;
use martlet_site::catalog::{GroupByOption, Metric};

use super::action::Action;
use super::filter::{Filter, FilterKind};
use super::state::{Explained, ExploreState, dimensions, why_not_explained};
use crate::period::Range;

/// A period, a value of a dimension, or a value in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// First day.
    pub period: Option<NaiveDate>,
    pub part: Option<MarkedPart>,
}

/// One value of a dimension; none in `value` are the rows without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedPart {
    pub dimension: String,
    pub value: Option<String>,
}

impl Mark {
    /// Narrows to the value, else to the period; none where the view is that narrow already.
    pub fn only(&self, state: &ExploreState, as_of: Option<NaiveDate>) -> Option<Action> {
        let next = match (&self.part, self.period) {
            (Some(part), _) => {
                let filter = part.filter();
                return (!state.filters.contains(&filter)).then_some(Action::SetFilter(filter));
            }
            (None, Some(period)) => self.range(period, state, as_of)?,
            (None, None) => return None,
        };
        (state.range != next).then_some(Action::ChooseRange(next))
    }

    /// Leaves the value out; none for a period, and for the only value that is kept.
    pub fn exclude(&self, state: &ExploreState) -> Option<Action> {
        let part = self.part.as_ref()?;
        let is_only_one = state.filters.contains(&part.filter());
        (!is_only_one).then(|| Action::exclude(state, &part.dimension, part.value.as_deref()))
    }

    /// By what the mark can be broken down: everything but its own dimension.
    pub fn breakdowns<'a>(&self, metric: &'a Metric) -> Vec<&'a GroupByOption> {
        let own = self.part.as_ref().map(|part| part.dimension.as_str());
        dimensions(metric).filter(|option| Some(option.name.as_str()) != own).collect()
    }

    /// What is marked, by another dimension.
    pub fn break_down(&self, state: &ExploreState, as_of: Option<NaiveDate>, by: &str) -> Action {
        let by = Action::BreakDown(Some(by.to_owned()));
        Action::Several(self.only(state, as_of).into_iter().chain([by]).collect())
    }

    /// Why it changed from the period before; or why that cannot be told.
    pub fn explain(&self, state: &ExploreState, metric: &Metric) -> Result<Action, String> {
        if let Some(why) = why_not_explained(metric) {
            return Err(why);
        }
        let explained = self.period.map_or(Explained::Latest, Explained::Period);
        let explain = Action::Explain(Some(explained));
        let filter = self.part.as_ref().map(MarkedPart::filter).filter(|filter| !state.filters.contains(filter));
        Ok(match filter {
            Some(filter) => Action::Several(vec![Action::SetFilter(filter), explain]),
            None => explain,
        })
    }

    /// The state's filters with the mark's own; a filter on the same dimension gives way.
    pub(super) fn filters(&self, state: &ExploreState) -> Vec<Filter> {
        let own = self.part.as_ref().map(MarkedPart::filter);
        let others =
            state.filters.iter().filter(|filter| own.as_ref().is_none_or(|own| own.dimension != filter.dimension));
        others.cloned().chain(own.clone()).collect()
    }

    /// The period's days, up to the last one in the data.
    pub(super) fn range(&self, period: NaiveDate, state: &ExploreState, as_of: Option<NaiveDate>) -> Option<Range> {
        let end = state.grain?.end(period);
        let last = as_of.filter(|day| *day >= period).map_or(end, |day| end.min(day));
        Range::days(period, last).ok()
    }
}

impl MarkedPart {
    fn filter(&self) -> Filter {
        Filter { dimension: self.dimension.clone(), kind: FilterKind::Is, values: vec![self.value.clone()] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::reduce;
    use crate::fixture;
    use crate::period::as_of_date;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("test date")
    }

    fn germany(period: Option<&str>) -> Mark {
        let part = MarkedPart { dimension: "customer__country".to_owned(), value: Some("DE".to_owned()) };
        Mark { period: period.map(day), part: Some(part) }
    }

    fn address(state: &ExploreState, action: Action) -> String {
        let catalog = fixture::catalog();
        let (next, dropped) = reduce(state, action, &catalog);
        assert_eq!(dropped, Vec::<String>::new());
        crate::url::write(&crate::url::Route::Explore(Some(next)), &catalog)
    }

    #[test]
    fn a_value_is_kept_left_out_broken_down_and_explained() {
        let catalog = fixture::catalog();
        let (metric, as_of) = (&catalog.metrics[0], as_of_date(&catalog));
        let state = ExploreState { by: Some("customer__country".to_owned()), ..ExploreState::of(metric) };
        let mark = germany(Some("2026-10-01"));
        let asked = [
            mark.only(&state, as_of).expect("it narrows"),
            mark.exclude(&state).expect("it leaves out"),
            mark.break_down(&state, as_of, "customer__industry"),
            mark.explain(&state, metric).expect("MRR has parts"),
        ];
        expect_test::expect![[r"
            /explore?metric=mrr&by=customer__country&filter=customer__country:in:DE
            /explore?metric=mrr&by=customer__country&filter=customer__country:not-in:DE
            /explore?metric=mrr&by=customer__industry&filter=customer__country:in:DE
            /explore?metric=mrr&by=customer__country&filter=customer__country:in:DE&explain=2026-10-01"]]
        .assert_eq(&asked.map(|action| address(&state, action)).join("\n"));
        let names: Vec<_> = mark.breakdowns(metric).iter().map(|option| option.name.as_str()).collect();
        assert_eq!(names, ["customer__industry"]);
    }

    #[test]
    fn a_running_period_ends_with_the_data() {
        let catalog = fixture::catalog();
        let as_of = as_of_date(&catalog);
        let state = ExploreState::of(&catalog.metrics[0]);
        let mark = |period: &str| Mark { period: Some(day(period)), part: None };
        let only = |period: &str| mark(period).only(&state, as_of).map(|action| address(&state, action));
        assert_eq!(only("2026-10-01").as_deref(), Some("/explore?metric=mrr&range=2026-10-01..2026-10-31"));
        assert_eq!(only("2026-11-01").as_deref(), Some("/explore?metric=mrr&range=2026-11-01..2026-11-21"));
        assert_eq!(mark("2026-10-01").exclude(&state), None);
    }

    #[test]
    fn the_only_value_is_not_offered_again() {
        let catalog = fixture::catalog();
        let (state, _) =
            reduce(&ExploreState::of(&catalog.metrics[0]), Action::only("customer__country", Some("DE")), &catalog);
        let mark = germany(None);
        assert_eq!((mark.only(&state, None), mark.exclude(&state)), (None, None));
        assert_eq!(mark.filters(&state), state.filters);
    }
}
