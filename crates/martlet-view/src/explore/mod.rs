//! Explore: one metric, sliced. State, actions, requests, and results as what is drawn.

mod action;
mod filter;
mod model;
mod request;
mod series;
mod state;
mod table;

pub use action::{Action, reduce};
pub use filter::{Filter, FilterKind};
pub use model::{ChartModel, Head, ModelError, Period, Role, Series, WITHOUT_VALUE};
pub use request::{Requests, values_request};
pub use series::{METRIC_TIME, default_grain, grains, series_request, time_item};
pub use state::{DEFAULT_TOP, Display, ExploreState, LARGEST_TOP, dimension, dimensions, find_metric};
pub use table::{TableModel, TableRow, to_csv};
