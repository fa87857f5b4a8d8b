//! Explore: one metric, sliced. State, actions, requests, and results as what is drawn.

mod action;
mod explanation;
mod filter;
mod mark;
mod model;
mod request;
mod series;
mod state;
mod table;

pub use action::{Action, reduce};
pub use explanation::{ExplainedDimension, ExplainedPart, Explanation, PartKind};
pub use filter::{Filter, FilterKind};
pub use mark::{Mark, MarkedPart};
pub use model::{ChartModel, Compared, Head, ModelError, OTHER, Period, Role, Series, WITHOUT_VALUE};
pub use request::{Requests, explain_requests, rows_request, values_request, whole_range_request};
pub use series::{METRIC_TIME, Times, compared_request, default_grain, grains, series_request, time_item};
pub use state::{
    DEFAULT_TOP, Display, Explained, ExploreState, LARGEST_TOP, dimension, dimension_label, dimensions, find_metric,
    why_not_explained,
};
pub use table::{Cell, TOTAL, TableColumn, TableModel, TableRow, to_csv};
