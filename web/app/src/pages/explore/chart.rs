//! The view's model as a drawing.

use std::rc::Rc;

use martlet_browser::intl::Intl;
use martlet_site::catalog::{Direction, Metric};
use martlet_view::explore::{ChartModel as ViewModel, Mark, Role};
use yew::prelude::*;

use super::mark_menu::Marked;
use super::marks::{part_mark, series_key};
use super::period::period_label;
use super::view::View;
use crate::charts::{Chart, ChartKind, ChartModel, ChartPoint, ChartSelection, ChartSeries, SeriesRole, ValueAxis};
use crate::components::{Shared, use_intl};

#[derive(Properties, PartialEq)]
pub struct ExploreChartProps {
    pub view: Rc<View>,
    pub on_mark: Callback<Marked>,
}

/// A click on a period or a bar, or Enter, asks what to do with it.
#[function_component]
pub fn ExploreChart(props: &ExploreChartProps) -> Html {
    let intl = use_intl();
    let model = use_memo((props.view.clone(), intl.clone()), |(view, intl)| Shared::new(drawn(view, intl)));
    let on_select = {
        let (view, on_mark) = (props.view.clone(), props.on_mark.clone());
        Callback::from(move |selection: ChartSelection| {
            if let Some((mark, name)) = marked(&view, &selection, &intl) {
                on_mark.emit(Marked { mark, name, place: selection.place });
            }
        })
    };
    html! { <Chart model={(*model).clone()} height_px=340 {on_select} /> }
}

/// A point of a line is a period, with the line's value if there are several; a bar is a value, or the only period.
fn marked(view: &View, selection: &ChartSelection, intl: &Intl) -> Option<(Mark, String)> {
    let chart = &view.chart;
    let series = |key: &str| chart.series.iter().find(|series| series_key(series) == key);
    let part = |key: &str, period| {
        let series = series(key)?;
        let by = view.state.by.as_deref()?;
        part_mark(by, series, period).map(|mark| (mark, series.name.clone()))
    };
    let name = |start| chart.grain.map(|grain| period_label(start, grain, intl)).unwrap_or_default();
    match selection.point.parse() {
        Ok(start) => Some(match selection.series.as_deref().and_then(|key| part(key, Some(start))) {
            Some((mark, value)) => (mark, format!("{value}, {}", name(start))),
            None => (Mark { period: Some(start), part: None }, name(start)),
        }),
        Err(_) => {
            let only = chart.periods.first().map(|period| period.start);
            let whole = || only.map(|start| (Mark { period: Some(start), part: None }, name(start)));
            part(&selection.point, only).or_else(whole)
        }
    }
}

fn drawn(view: &View, intl: &Intl) -> ChartModel {
    let title = match &view.state.by {
        Some(by) => format!("{} by {}", view.metric.label, by.rsplit("__").next().unwrap_or(by).replace('_', " ")),
        None => view.metric.label.clone(),
    };
    let axis = axis(&view.metric);
    match view.chart.grain {
        Some(grain) if view.chart.periods.len() > 1 => {
            let compared = view.state.compare.map(|compare| compare.label()).unwrap_or_default();
            over_time(&view.chart, title, axis, compared, |start| period_label(start, grain, intl))
        }
        _ => side_by_side(view, title, axis),
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
    compared: &str,
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
    let mut series: Vec<ChartSeries> = chart
        .series
        .iter()
        .enumerate()
        .map(|(at, series)| ChartSeries {
            key: series_key(series),
            label: series.name.clone(),
            values: series.values.clone(),
            role: if series.role == Role::Other { SeriesRole::Rest } else { SeriesRole::Main },
            colour: (at % 8) as u8,
        })
        .collect();
    // Beside several lines a second set of them would hide both; the board and the table have the changes.
    if let [only] = chart.series.as_slice()
        && only.role == Role::Total
        && !only.before.is_empty()
    {
        series.push(ChartSeries {
            key: "compared".to_owned(),
            label: compared.to_owned(),
            values: only.before.clone(),
            role: SeriesRole::Comparison,
            colour: 1,
        });
    }
    ChartModel { kind: ChartKind::Line, title, points, series, axis, events: Vec::new() }
}

/// One value for each series, and the one compared with: bars.
fn side_by_side(view: &View, title: String, axis: ValueAxis) -> ChartModel {
    let chart = &view.chart;
    let is_partial = chart.periods.first().is_some_and(|period| period.is_partial);
    let points = chart
        .series
        .iter()
        .map(|series| ChartPoint { key: series_key(series), label: series.name.clone(), is_partial, is_total: false })
        .collect();
    let first = |values: &[Option<f64>]| values.first().copied().flatten();
    let bars = |label: String, role, of: fn(&martlet_view::explore::Series) -> &Vec<Option<f64>>| ChartSeries {
        key: label.clone(),
        label,
        values: chart.series.iter().map(|series| first(of(series))).collect(),
        role,
        colour: 0,
    };
    let mut series = vec![bars(title.clone(), SeriesRole::Main, |series| &series.values)];
    if chart.has_comparison()
        && let Some(compare) = view.state.compare
    {
        series.push(bars(compare.label().to_owned(), SeriesRole::Comparison, |series| &series.before));
    }
    ChartModel { kind: ChartKind::Bar, title, points, series, axis, events: Vec::new() }
}
