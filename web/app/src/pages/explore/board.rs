//! The parts of a breakdown, largest first, as bars; a click keeps only that part.

use std::rc::Rc;

use martlet_browser::intl::NumberSize;
use martlet_view::explore::{Action, Role, WITHOUT_VALUE};
use yew::prelude::*;

use super::period::period_label;
use super::view::View;
use crate::components::{Delta, use_intl};

#[derive(Properties, PartialEq)]
pub struct BoardProps {
    pub view: Rc<View>,
    pub dispatch: Callback<Action>,
}

#[function_component]
pub fn Board(props: &BoardProps) -> Html {
    let intl = use_intl();
    let view = &props.view;
    let Some(by) = &view.state.by else { return Html::default() };
    let at = view.chart.last_complete();
    let value_at = |values: &[Option<f64>], at: Option<usize>| values.get(at.unwrap_or(0)).copied().flatten();
    let parts: Vec<_> = view.chart.series.iter().filter(|series| series.role != Role::Comparison).collect();
    let largest = parts.iter().filter_map(|series| value_at(&series.values, at)).map(f64::abs).fold(0.0, f64::max);
    let period = at
        .zip(view.chart.grain)
        .and_then(|(at, grain)| view.chart.periods.get(at).map(|period| period_label(period.start, grain, &intl)));
    html! {
        <section class="board" aria-label="Values of the breakdown">
            if let Some(period) = period { <h2 class="board-title">{ period }</h2> }
            <ol class="board-rows">
                { for parts.iter().enumerate().map(|(index, series)| {
                    let value = value_at(&series.values, at);
                    let before = at.and_then(|at| at.checked_sub(1)).and_then(|before| value_at(&series.values, Some(before)));
                    let share = value.filter(|_| largest > 0.0).map_or(0.0, |value| value.abs() / largest * 100.0);
                    let text = value.map(|value| intl.value(value, view.metric.format, view.metric.currency.as_deref(), NumberSize::Compact));
                    let can_filter = series.role == Role::Part && series.name != WITHOUT_VALUE;
                    let action = Action::only(by, &series.name);
                    let class = match series.role {
                        Role::Other => "board-bar board-bar-rest".to_owned(),
                        _ => format!("board-bar series-{}", index % 8),
                    };
                    let inside = html! { <>
                        <span class="board-name">{ &series.name }</span>
                        <span class="board-track" aria-hidden="true"><span {class} style={format!("--share: {share:.2}%")}></span></span>
                        <span class="board-value">{ text.unwrap_or_else(|| "–".to_owned()) }</span>
                        <span class="board-change">
                            if before.is_some() {
                                <Delta current={value} previous={before} format={view.metric.format} direction={view.metric.direction} />
                            }
                        </span>
                    </> };
                    html! {
                        <li key={series.name.clone()}>
                            if can_filter {
                                <button type="button" class="board-row" title={format!("Only {}", series.name)}
                                    onclick={props.dispatch.reform(move |_| action.clone())}>{ inside }</button>
                            } else {
                                <span class="board-row">{ inside }</span>
                            }
                        </li>
                    }
                }) }
            </ol>
            if view.chart.not_shown > 0 {
                <p class="board-note">{ not_shown_words(view.chart.not_shown) }</p>
            }
        </section>
    }
}

fn not_shown_words(count: usize) -> String {
    match count {
        1 => "1 other value is not shown. The parts do not add up to the whole, so they have no “Other”.".to_owned(),
        count => format!(
            "{count} other values are not shown. The parts do not add up to the whole, so they have no “Other”."
        ),
    }
}
