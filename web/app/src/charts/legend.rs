//! Names and colours of series that are not named in the drawing.

use yew::prelude::*;

use super::model::{ChartModel, ChartSeries, SeriesRole};
use crate::components::Shared;

#[derive(Properties, PartialEq)]
pub(super) struct LegendProps {
    pub model: Shared<ChartModel>,
}

#[function_component]
pub(super) fn Legend(props: &LegendProps) -> Html {
    html! {
        <ul class="chart-legend">
            { for props.model.series.iter().map(|series| html! {
                <li key={series.key.clone()}>
                    <span class={classes!("chart-swatch", swatch(series))} aria-hidden="true"></span>{ &series.label }
                </li>
            }) }
        </ul>
    }
}

fn swatch(series: &ChartSeries) -> String {
    match series.role {
        SeriesRole::Main => format!("chart-swatch-{}", series.colour % 8 + 1),
        SeriesRole::Comparison => String::from("chart-swatch-comparison"),
        SeriesRole::Rest => String::from("chart-swatch-rest"),
    }
}
