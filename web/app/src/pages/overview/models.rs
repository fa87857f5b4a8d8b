//! Answers of the page as series, by metric.

use std::collections::HashMap;

use martlet_semantic::MetricRequest;
use martlet_site::catalog::Catalog;
use martlet_view::explore::{ChartModel, default_grain, find_metric};
use martlet_view::period::as_of_date;

use crate::state::QueryState;

/// What is known of one metric.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    Waiting,
    /// The whole series, and its newest part that is shown.
    Series {
        whole: ChartModel,
        shown: ChartModel,
    },
    /// The code of what went wrong.
    Failed(String),
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Models {
    by_metric: HashMap<String, Known>,
}

impl Models {
    pub fn of(requests: &[MetricRequest], states: &[QueryState], months: usize, catalog: &Catalog) -> Self {
        let by_metric = requests
            .iter()
            .zip(states)
            .filter_map(|(request, state)| {
                let name = request.metrics.first()?;
                Some((name.clone(), known(name, request, state, months, catalog)))
            })
            .collect();
        Self { by_metric }
    }

    pub fn get(&self, metric: &str) -> &Known {
        self.by_metric.get(metric).unwrap_or(&Known::Waiting)
    }

    pub fn shown(&self, metric: &str) -> Option<&ChartModel> {
        match self.get(metric) {
            Known::Series { shown, .. } => Some(shown),
            _ => None,
        }
    }
}

fn known(name: &str, request: &MetricRequest, state: &QueryState, months: usize, catalog: &Catalog) -> Known {
    match state {
        QueryState::Waiting(_) => Known::Waiting,
        QueryState::Cancelled => Known::Failed(String::from("stopped")),
        QueryState::Failed(error) => Known::Failed(error.code.clone()),
        QueryState::Done(answered) => {
            let metric = find_metric(catalog, name);
            let label = metric.map_or(name, |metric| metric.label.as_str());
            let grain = metric.and_then(default_grain);
            let series = ChartModel::total(&answered.table, name, label, grain, as_of_date(catalog));
            let compared = match request.comparison {
                Some(_) => series.and_then(|series| series.compared(&answered.table, name)),
                None => series,
            };
            match compared {
                Ok(whole) => Known::Series { shown: whole.clone().newest(months), whole },
                Err(_) => Known::Failed(martlet_view::explore::ModelError::CODE.to_owned()),
            }
        }
    }
}
