//! The view's model as a drawing.

use std::rc::Rc;

use martlet_browser::intl::Intl;
use martlet_site::catalog::{Direction, Metric};
use martlet_view::explore::{ChartModel as ViewModel, Role};
use yew::prelude::*;

use super::period::period_label;
use super::view::View;
use crate::charts::{Chart, ChartKind, ChartModel, ChartPoint, ChartSeries, SeriesRole, ValueAxis};
use crate::components::{Shared, use_intl};

#[derive(Properties, PartialEq)]
pub struct ExploreChartProps {
    pub view: Rc<View>,
}

#[function_component]
pub fn ExploreChart(props: &ExploreChartProps) -> Html {
    let intl = use_intl();
    let model = use_memo((props.view.clone(), intl), |(view, intl)| Shared::new(drawn(view, intl)));
    html! { <Chart model={(*model).clone()} height_px=340 /> }
}

fn drawn(view: &View, intl: &Intl) -> ChartModel {
    let title = match &view.state.by {
        Some(by) => format!("{} by {}", view.metric.label, by.rsplit("__").next().unwrap_or(by).replace('_', " ")),
        None => view.metric.label.clone(),
    };
    let axis = axis(&view.metric);
    match view.chart.grain {
        Some(grain) if view.chart.periods.len() > 1 => {
            over_time(&view.chart, title, axis, |start| period_label(start, grain, intl))
        }
        _ => side_by_side(&view.chart, title, axis),
    }
}

fn axis(metric: &Metric) -> ValueAxis {
    ValueAxis {
        format: metric.format,
        currency: metric.currency.clone(),
        is_down_good: metric.direction == Direction::DownIsGood,
    }
}

fn over_time(
    chart: &ViewModel,
    title: String,
    axis: ValueAxis,
    label: impl Fn(chrono::NaiveDate) -> String,
) -> ChartModel {
    let points = chart
        .periods
        .iter()
        .map(|period| ChartPoint {
            key: period.start.to_string(),
            label: label(period.start),
            is_partial: period.is_partial,
            is_total: false,
        })
        .collect();
    let series = chart
        .series
        .iter()
        .enumerate()
        .map(|(at, series)| ChartSeries {
            key: series.name.clone(),
            label: series.name.clone(),
            values: series.values.clone(),
            role: match series.role {
                Role::Total | Role::Part => SeriesRole::Main,
                Role::Other => SeriesRole::Rest,
                Role::Comparison => SeriesRole::Comparison,
            },
            colour: (at % 8) as u8,
        })
        .collect();
    ChartModel { kind: ChartKind::Line, title, points, series, axis, events: Vec::new() }
}

/// One value for each series: bars.
fn side_by_side(chart: &ViewModel, title: String, axis: ValueAxis) -> ChartModel {
    let is_partial = chart.periods.first().is_some_and(|period| period.is_partial);
    let points = chart
        .series
        .iter()
        .map(|series| ChartPoint { key: series.name.clone(), label: series.name.clone(), is_partial, is_total: false })
        .collect();
    let values = chart.series.iter().map(|series| series.values.first().copied().flatten()).collect();
    let series =
        vec![ChartSeries { key: "value".to_owned(), label: title.clone(), values, role: SeriesRole::Main, colour: 0 }];
    ChartModel { kind: ChartKind::Bar, title, points, series, axis, events: Vec::new() }
}
