//! The chart's numbers as rows, newest first.

use std::rc::Rc;

use martlet_browser::intl::NumberSize;
use martlet_view::explore::TableModel;
use yew::prelude::*;

use super::period::period_label;
use super::view::View;
use crate::components::use_intl;

#[derive(Properties, PartialEq)]
pub struct ResultRowsProps {
    pub view: Rc<View>,
}

#[function_component]
pub fn ResultRows(props: &ResultRowsProps) -> Html {
    let intl = use_intl();
    let view = &props.view;
    let table = use_memo(props.view.clone(), |view| TableModel::of(&view.chart, &view.metric.label));
    let first = view.chart.grain.map_or("Value", |grain| grain.label());
    let written = |value: &Option<f64>| {
        value.map(|value| intl.value(value, view.metric.format, view.metric.currency.as_deref(), NumberSize::Full))
    };
    html! {
        <div class="data-table">
            <div class="data-table-scroll" tabindex="0" role="region" aria-label={format!("{} as a table", view.metric.label)}>
                <table class="result-rows">
                    <caption class="for-readers">{ &view.metric.label }</caption>
                    <thead><tr>
                        <th scope="col" class="cell-text">{ first }</th>
                        { for table.columns.iter().map(|name| html! { <th scope="col" class="cell-number">{ name }</th> }) }
                    </tr></thead>
                    <tbody>
                        { for table.rows.iter().map(|row| {
                            let name = match (row.period, view.chart.grain) {
                                (Some(start), Some(grain)) => period_label(start, grain, &intl),
                                _ => row.name.clone().unwrap_or_default(),
                            };
                            html! {
                                <tr>
                                    <th scope="row" class="cell-text">{ name }
                                        if row.is_partial { <span class="partial-mark">{ " partial" }</span> }
                                    </th>
                                    { for row.values.iter().map(|value| match written(value) {
                                        Some(text) => html! { <td class="cell-number">{ text }</td> },
                                        None => html! { <td class="cell-number cell-null">{ "–" }</td> },
                                    }) }
                                </tr>
                            }
                        }) }
                    </tbody>
                </table>
            </div>
        </div>
    }
}
