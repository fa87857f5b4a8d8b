//! Charts: a plain model in, a drawing out. ECharts draws the large ones and is loaded with the
//! first of them; sparklines are inline SVG.

mod chart;
mod drawing;
mod legend;
mod model;
mod sparkline;

pub use chart::{Chart, ChartSelection};
pub use model::{ChartKind, ChartModel, ChartPoint, ChartSeries, SeriesRole, ValueAxis};
pub use sparkline::Sparkline;
