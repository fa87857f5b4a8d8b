//! Lines of metrics that share a scale.

use std::rc::Rc;

use martlet_site::catalog::Metric;
use martlet_view::explore::{Role, find_metric};
use martlet_view::overview::trend_group;
use yew::prelude::*;

use super::models::Models;
use crate::charts::{Chart, ChartKind, ChartModel, ChartPoint, ChartSeries, SeriesRole, ValueAxis};
use crate::components::{Shared, Skeleton, use_intl};
use crate::pages::explore::period_label;
use crate::state::use_app;

#[derive(Properties, PartialEq)]
pub struct TrendViewProps {
    pub metrics: Vec<String>,
    pub models: Rc<Models>,
}

#[function_component]
pub fn TrendView(props: &TrendViewProps) -> Html {
    let app = use_app();
    let intl = use_intl();
    let catalog = &app.site.catalog;
    let newest: Vec<(String, f64)> =
        props.metrics.iter().filter_map(|name| Some((name.clone(), props.models.shown(name)?.head().value?))).collect();
    let is_waiting = props.metrics.iter().any(|name| matches!(props.models.get(name), super::models::Known::Waiting));
    let names = trend_group(&newest);
    let metrics: Vec<&Metric> = names.iter().filter_map(|name| find_metric(catalog, name)).collect();
    let model = use_memo((names.clone(), props.models.clone(), intl.clone()), |(names, models, intl)| {
        let charts: Vec<_> = names.iter().filter_map(|name| models.shown(name)).collect();
        // The longest decides the periods; a shorter one begins later.
        let widest = charts.iter().max_by_key(|chart| chart.periods.len())?;
        let grain = widest.grain?;
        let points = widest
            .periods
            .iter()
            .map(|period| ChartPoint {
                key: period.start.to_string(),
                label: period_label(period.start, grain, intl),
                is_partial: period.is_partial,
                is_total: false,
            })
            .collect();
        let series = charts
            .iter()
            .enumerate()
            .filter_map(|(at, chart)| {
                let own = chart.series.iter().find(|series| series.role == Role::Total)?;
                let values = widest
                    .periods
                    .iter()
                    .map(|period| {
                        let found = chart.periods.iter().position(|other| other.start == period.start)?;
                        own.values.get(found).copied().flatten()
                    })
                    .collect();
                Some(ChartSeries {
                    key: names.get(at)?.clone(),
                    label: own.name.clone(),
                    values,
                    role: SeriesRole::Main,
                    colour: at as u8,
                })
            })
            .collect();
        Some((points, series))
    });
    let title = metrics.iter().map(|metric| metric.label.clone()).collect::<Vec<_>>().join(", ");
    let axis = metrics
        .first()
        .map(|metric| ValueAxis { format: metric.format, currency: metric.currency.clone(), is_down_good: false })
        .unwrap_or_default();
    let chart = use_memo((model.clone(), title.clone(), axis.clone()), |(model, title, axis)| {
        (**model).clone().map(|(points, series)| {
            Shared::new(ChartModel {
                kind: ChartKind::Line,
                title: title.clone(),
                points,
                series,
                axis: axis.clone(),
                events: Vec::new(),
            })
        })
    });
    html! {
        <figure class="feature">
            <figcaption class="feature-title">{ if title.is_empty() { "\u{a0}".to_owned() } else { title } }</figcaption>
            if let Some(model) = &*chart {
                <Chart model={model.clone()} height_px=220 />
            } else if is_waiting {
                <div class="feature-waiting"><Skeleton label="the trend" lines={3} /></div>
            } else {
                <div class="feature-waiting"><p>{ "No values in this range." }</p></div>
            }
        </figure>
    }
}
