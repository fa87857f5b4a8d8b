//! The answers of one state, put together.

use std::rc::Rc;

use martlet_protocol::QueryError;
use martlet_semantic::MetricRequest;
use martlet_site::catalog::{Catalog, Metric};
use martlet_view::explore::{ChartModel, Compared, ExploreState, Head, ModelError, Requests};
use martlet_view::period::as_of_date;

use crate::state::{Answered, QueryState};

/// Everything that is shown of one state.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    pub state: ExploreState,
    pub metric: Metric,
    pub chart: ChartModel,
    /// The newest whole period, beside the one before it.
    pub head: Head,
    /// That period beside the same one a year earlier; none while it is being computed.
    pub last_year: Option<Compared>,
    /// The metric without its breakdown, beside the range it is compared with.
    pub total: ChartModel,
    /// What is drawn, in the order asked; the last is the one behind the chart.
    pub answered: Vec<Rc<Answered>>,
    /// What the head alone needed.
    pub beside: Vec<Rc<Answered>>,
}

impl View {
    /// None until every answer that is drawn is there. `states` are those of [`Requests::all`].
    pub fn of(
        state: &ExploreState,
        requests: &Requests,
        states: &[QueryState],
        catalog: &Catalog,
    ) -> Option<Result<Self, QueryError>> {
        let metric = state.metric_in(catalog)?;
        let drawn = requests.drawn().len();
        let answered: Vec<Rc<Answered>> =
            states.iter().take(drawn).map(|state| state.answered().cloned()).collect::<Option<_>>()?;
        let beside = states.iter().skip(drawn).filter_map(|state| state.answered().cloned()).collect();
        let all = requests.all();
        let answer = |asked: &Option<MetricRequest>| {
            let at = all.iter().position(|request| Some(request) == asked.as_ref())?;
            states.get(at)?.answered().cloned()
        };
        let heads = Heads { previous: answer(&requests.previous), last_year: answer(&requests.last_year) };
        let built = Self::build(state, requests, metric, (answered, beside), &heads, catalog);
        Some(built.map_err(|error| does_not_fit(&error)))
    }

    fn build(
        state: &ExploreState,
        requests: &Requests,
        metric: &Metric,
        (answered, beside): (Vec<Rc<Answered>>, Vec<Rc<Answered>>),
        heads: &Heads,
        catalog: &Catalog,
    ) -> Result<Self, ModelError> {
        let series = |answered: &Answered| {
            ChartModel::total(&answered.table, &metric.name, &metric.label, state.grain, as_of_date(catalog))
        };
        let head_of = |answered: &Option<Rc<Answered>>| match answered {
            Some(answered) => series(answered)?.compared(&answered.table, &metric.name).map(|chart| Some(chart.head())),
            None => Ok(None),
        };
        let mut next = answered.iter();
        let mut total = match next.next() {
            Some(first) => series(first)?,
            None => ChartModel::default(),
        };
        let head = Head { compared: head_of(&heads.previous)?.and_then(|head| head.compared), ..total.head() };
        let last_year = head_of(&heads.last_year)?.and_then(|head| head.compared);
        if requests.compared.is_some()
            && let Some(compared) = next.next()
        {
            total = total.compared(&compared.table, &metric.name)?;
        }
        let mut chart = total.clone();
        if let Some(by) = &state.by
            && let Some(parts) = next.next()
        {
            chart = chart.breakdown(&parts.table, &metric.name, by)?;
        }
        Ok(Self { state: state.clone(), metric: metric.clone(), head, last_year, chart, total, answered, beside })
    }

    /// The answer behind what is drawn.
    pub fn main(&self) -> Option<&Rc<Answered>> {
        self.answered.last()
    }
}

/// The answers by which the head tells how its number changed.
struct Heads {
    previous: Option<Rc<Answered>>,
    last_year: Option<Rc<Answered>>,
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
