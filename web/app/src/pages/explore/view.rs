//! The answers of one state, put together.

use std::rc::Rc;

use martlet_protocol::QueryError;
use martlet_site::catalog::{Catalog, Metric};
use martlet_view::explore::{ChartModel, ExploreState, Head, ModelError};
use martlet_view::period::as_of_date;

use crate::state::{Answered, QueryState};

/// Everything that is shown of one state.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    pub state: ExploreState,
    pub metric: Metric,
    pub chart: ChartModel,
    pub head: Head,
    /// The metric without its breakdown.
    pub total: ChartModel,
    /// In the order asked; the first is the total, the second the breakdown if there is one.
    pub answered: Vec<Rc<Answered>>,
}

impl View {
    /// None until every answer is there.
    pub fn of(state: &ExploreState, states: &[QueryState], catalog: &Catalog) -> Option<Result<Self, QueryError>> {
        let metric = state.metric_in(catalog)?;
        let answered: Vec<Rc<Answered>> =
            states.iter().map(|state| state.answered().cloned()).collect::<Option<_>>()?;
        Some(Self::build(state, metric, answered, catalog).map_err(|error| QueryError {
            code: ModelError::CODE.to_owned(),
            message: error.to_string(),
            hint: Some(String::from("Reload the page: the app and its engine may be of different versions.")),
            sql: None,
            is_retryable: false,
        }))
    }

    fn build(
        state: &ExploreState,
        metric: &Metric,
        answered: Vec<Rc<Answered>>,
        catalog: &Catalog,
    ) -> Result<Self, ModelError> {
        let as_of = as_of_date(catalog);
        let mut next = answered.iter();
        let mut series = |label: &str| match next.next() {
            Some(answered) => ChartModel::total(&answered.table, &metric.name, label, state.grain, as_of),
            None => Ok(ChartModel::default()),
        };
        let total = series(&metric.label)?;
        let head = total.head();
        let mut chart = total.clone();
        let mut rest = answered.iter().skip(1);
        if let Some(by) = &state.by
            && let Some(parts) = rest.next()
        {
            chart = chart.breakdown(&parts.table, &metric.name, by, state.top)?;
        }
        if let Some(compare) = state.compare
            && let Some(before) = rest.next()
        {
            let before = ChartModel::total(&before.table, &metric.name, &metric.label, state.grain, None)?;
            chart = chart.compared(&before, compare.label());
        }
        Ok(Self { state: state.clone(), metric: metric.clone(), chart, head, total, answered })
    }

    /// The answer behind what is drawn.
    pub fn main(&self) -> Option<&Rc<Answered>> {
        let at = usize::from(self.state.by.is_some());
        self.answered.get(at).or_else(|| self.answered.first())
    }
}
