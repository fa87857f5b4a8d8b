//! The answers of one state, put together.

use std::rc::Rc;

use martlet_protocol::QueryError;
use martlet_site::catalog::{Catalog, Metric};
use martlet_view::explore::{ChartModel, ExploreState, Head, ModelError, Requests};
use martlet_view::period::as_of_date;

use crate::state::{Answered, QueryState};

/// Everything that is shown of one state.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    pub state: ExploreState,
    pub metric: Metric,
    pub chart: ChartModel,
    pub head: Head,
    /// The metric without its breakdown, beside the range it is compared with.
    pub total: ChartModel,
    /// In the order asked; the last is the one behind what is drawn.
    pub answered: Vec<Rc<Answered>>,
}

impl View {
    /// None until every answer is there.
    pub fn of(
        state: &ExploreState,
        requests: &Requests,
        states: &[QueryState],
        catalog: &Catalog,
    ) -> Option<Result<Self, QueryError>> {
        let metric = state.metric_in(catalog)?;
        let answered: Vec<Rc<Answered>> =
            states.iter().map(|state| state.answered().cloned()).collect::<Option<_>>()?;
        Some(Self::build(state, requests, metric, answered, catalog).map_err(|error| does_not_fit(&error)))
    }

    fn build(
        state: &ExploreState,
        requests: &Requests,
        metric: &Metric,
        answered: Vec<Rc<Answered>>,
        catalog: &Catalog,
    ) -> Result<Self, ModelError> {
        let mut next = answered.iter();
        let mut total = match next.next() {
            Some(first) => {
                let as_of = as_of_date(catalog);
                ChartModel::total(&first.table, &metric.name, &metric.label, state.grain, as_of)?
            }
            None => ChartModel::default(),
        };
        if requests.compared.is_some()
            && let Some(compared) = next.next()
        {
            total = total.compared(&compared.table, &metric.name)?;
        }
        let mut chart = total.clone();
        if let Some(by) = &state.by
            && let Some(parts) = next.next()
        {
            chart = chart.breakdown(&parts.table, &metric.name, by, state.top)?;
        }
        Ok(Self { state: state.clone(), metric: metric.clone(), head: total.head(), chart, total, answered })
    }

    /// The answer behind what is drawn.
    pub fn main(&self) -> Option<&Rc<Answered>> {
        self.answered.last()
    }
}

/// An answer without the columns that its request promises.
pub(super) fn does_not_fit(error: &ModelError) -> QueryError {
    QueryError {
        code: ModelError::CODE.to_owned(),
        message: error.to_string(),
        hint: Some(String::from("Reload the page: the app and its engine may be of different versions.")),
        sql: None,
        is_retryable: false,
    }
}
