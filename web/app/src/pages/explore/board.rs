//! The parts of a breakdown, largest first, as bars, each with its change; a click asks what to do with one.

use std::rc::Rc;

use martlet_browser::focus::anchor_of;
use martlet_view::explore::Role;
use yew::prelude::*;

use super::mark_menu::Marked;
use super::marks::{part_mark, series_key};
use super::period::period_label;
use super::view::View;
use crate::components::{Delta, use_intl};

#[derive(Properties, PartialEq)]
pub struct BoardProps {
    pub view: Rc<View>,
    pub on_mark: Callback<Marked>,
}

#[function_component]
pub fn Board(props: &BoardProps) -> Html {
    let intl = use_intl();
    let view = &props.view;
    let chart = &view.chart;
    let Some(by) = &view.state.by else { return Html::default() };
    let at = chart.last_complete();
    let value_at = |values: &[Option<f64>], at: Option<usize>| values.get(at.unwrap_or(0)).copied().flatten();
    let largest =
        chart.series.iter().filter_map(|series| value_at(&series.values, at)).map(f64::abs).fold(0.0, f64::max);
    // With a comparison each part is laid beside its own; else beside the period before.
    let before_of = |series: &martlet_view::explore::Series| match (chart.has_comparison(), at) {
        (true, _) => value_at(&series.before, at),
        (false, Some(at)) => at.checked_sub(1).and_then(|before| value_at(&series.values, Some(before))),
        (false, None) => None,
    };
    let label = |start| chart.grain.map(|grain| period_label(start, grain, &intl)).unwrap_or_default();
    let start = at.and_then(|at| chart.periods.get(at)).map(|period| period.start);
    let period = start.map(label);
    let against = match (chart.has_comparison(), at) {
        (true, Some(at)) => chart.compared_with.get(at).copied().flatten().map(|period| label(period.start)),
        (false, Some(at)) => {
            at.checked_sub(1).and_then(|before| chart.periods.get(before)).map(|period| label(period.start))
        }
        _ => None,
    };
    html! {
        <section class="board" aria-label="Values of the breakdown">
            if let Some(period) = period {
                <h2 class="board-title">{ period }
                    if let Some(against) = against { <span>{ " · change from " }{ against }</span> }
                </h2>
            }
            <ol class="board-rows">
                { for chart.series.iter().enumerate().map(|(index, series)| {
                    let value = value_at(&series.values, at);
                    let before = before_of(series);
                    let share = value.filter(|_| largest > 0.0).map_or(0.0, |value| value.abs() / largest * 100.0);
                    let text = value.map(|value| intl.compact_beside(value, largest, view.metric.format, view.metric.currency.as_deref()));
                    let class = match series.role {
                        Role::Other => "board-bar board-bar-rest".to_owned(),
                        _ => format!("board-bar series-{}", index % 8),
                    };
                    let inside = html! { <>
                        <span class="board-name" title={series.name.clone()}>{ &series.name }</span>
                        <span class="board-track" aria-hidden="true"><span {class} style={format!("--share: {share:.2}%")}></span></span>
                        <span class="board-value">{ text.unwrap_or_else(|| "–".to_owned()) }</span>
                        <span class="board-change">
                            if before.is_some() {
                                <Delta current={value} previous={before} format={view.metric.format} direction={view.metric.direction} />
                            }
                        </span>
                    </> };
                    let mark = part_mark(by, series, start);
                    let key = series_key(series);
                    html! {
                        <li {key}>
                            if let Some(mark) = mark {
                                <button type="button" class="board-row" aria-haspopup="menu" onclick={
                                    let (name, on_mark) = (series.name.clone(), props.on_mark.clone());
                                    Callback::from(move |event: MouseEvent| {
                                        if let Some(place) = anchor_of(&event) {
                                            on_mark.emit(Marked { mark: mark.clone(), name: name.clone(), place });
                                        }
                                    })
                                }>{ inside }</button>
                            } else {
                                <span class="board-row">{ inside }</span>
                            }
                        </li>
                    }
                }) }
            </ol>
        </section>
    }
}
