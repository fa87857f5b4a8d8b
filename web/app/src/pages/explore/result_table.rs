//! The chart's numbers as rows, newest first; one number over the whole range at the foot. A period and the head of a
//! part ask what to do with them.

use std::rc::Rc;

use martlet_browser::focus::anchor_of;
use martlet_browser::intl::{DateStyle, Intl};
use martlet_semantic::MetricRequest;
use martlet_site::catalog::Metric;
use martlet_view::explore::{Cell, Mark, MarkedPart, Role, TableColumn, TableModel, whole_range_request};
use martlet_view::period::{Grain, as_of_date};
use yew::prelude::*;

use super::mark_menu::Marked;
use super::period::period_label;
use super::view::View;
use crate::components::{Delta, farthest, use_intl};
use crate::state::{QueryState, use_answers, use_app};

#[derive(Properties, PartialEq)]
pub struct ResultRowsProps {
    pub view: Rc<View>,
    pub on_mark: Callback<Marked>,
}

/// Which columns each series has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Value,
    /// Value and change: there are several series.
    ValueAndChange,
    /// Value, the value compared with, and change.
    All,
}

impl Layout {
    fn of(table: &TableModel) -> Self {
        match (table.has_comparison, table.columns.len()) {
            (false, _) => Self::Value,
            (true, 1) => Self::All,
            (true, _) => Self::ValueAndChange,
        }
    }

    fn width(self) -> u32 {
        match self {
            Self::Value => 1,
            Self::ValueAndChange => 2,
            Self::All => 3,
        }
    }
}

#[function_component]
pub fn ResultRows(props: &ResultRowsProps) -> Html {
    let app = use_app();
    let intl = use_intl();
    let view = &props.view;
    let table = use_memo(props.view.clone(), |view| TableModel::of(&view.chart, &view.total, &view.metric.label));
    let layout = Layout::of(&table);
    let has_periods = !view.chart.periods.is_empty();
    let whole: Vec<MetricRequest> =
        whole_range_request(&view.state, &view.metric, &app.site.catalog).filter(|_| has_periods).into_iter().collect();
    let queries = use_answers(&whole);
    let foot = match queries.states.first() {
        Some(QueryState::Done(answered)) => {
            Some(table.foot(&answered.table, &view.metric.name, view.state.by.as_deref()))
        }
        _ => None,
    };
    let as_of = as_of_date(&app.site.catalog);
    let against_whole = view
        .state
        .compare
        .zip(view.state.grain)
        .and_then(|(compare, grain)| compare.span_of_whole(&view.state.range, grain, as_of))
        .map(|span| {
            let day = |day: chrono::NaiveDate| intl.date(&day.to_string(), DateStyle::Day);
            format!("{} to {}", day(span.from), day(span.to))
        })
        .unwrap_or_default();
    // A column's numbers all have the same digits; the foot counts too.
    let sizes: Vec<f64> = (0..table.columns.len())
        .map(|at| {
            let below =
                foot.as_ref().and_then(|foot| foot.get(at)).into_iter().flat_map(|cell| [cell.value, cell.before]);
            farthest(table.column(at).chain(below.flatten()))
        })
        .collect();
    let first = view.chart.grain.map_or("Value", Grain::label);
    let compared = view.state.compare.map(|compare| compare.label()).unwrap_or_default();
    let cells = |cells: &[Cell]| -> Html {
        let shown =
            cells.iter().zip(&sizes).map(|(cell, size)| cell_columns(*cell, *size, layout, &view.metric, &intl));
        html! { <>{ for shown }</> }
    };
    html! {
        <div class="data-table">
            <div class="data-table-scroll" tabindex="0" role="region" aria-label={format!("{} as a table", view.metric.label)}>
                <table class="result-rows">
                    <caption class="for-readers">{ &view.metric.label }</caption>
                    <thead>{ head(&table, layout, first, compared, has_periods, props) }</thead>
                    <tbody>
                        { for table.rows.iter().map(|row| {
                            let name = match (row.period, view.chart.grain) {
                                (Some(period), Some(grain)) => period_label(period.start, grain, &intl),
                                _ => row.name.clone().unwrap_or_default(),
                            };
                            let against = row.compared_with.zip(view.chart.grain).map(|(period, grain)| {
                                let mark = if period.is_partial { " partial" } else { "" };
                                format!("{}{mark}", period_label(period.start, grain, &intl))
                            });
                            let is_partial = row.period.is_some_and(|period| period.is_partial);
                            let against = against.unwrap_or_else(|| if is_partial { "not over yet" } else { "–" }.to_owned());
                            let mark = match (row.period, &row.name) {
                                (Some(period), _) => Some(Mark { period: Some(period.start), part: None }),
                                (None, Some(name)) => row.role.and_then(|role| part(view, name, role)),
                                (None, None) => None,
                            };
                            html! {
                                <tr>
                                    <th scope="row" class="cell-text">{ marker(&name, mark, &props.on_mark) }
                                        if is_partial { <span class="partial-mark">{ " partial" }</span> }
                                    </th>
                                    if table.has_comparison && has_periods {
                                        <td class="cell-text cell-against">{ against }</td>
                                    }
                                    { cells(&row.cells) }
                                </tr>
                            }
                        }) }
                    </tbody>
                    if !whole.is_empty() {
                        <tfoot><tr>
                            <th scope="row" class="cell-text">{ "Whole range" }</th>
                            if table.has_comparison { <td class="cell-text cell-against">{ against_whole }</td> }
                            { match &foot {
                                Some(foot) => cells(foot),
                                None => html! {
                                    <td class="cell-text cell-wait" colspan={(table.columns.len() as u32 * layout.width()).to_string()}>
                                        { foot_words(queries.states.first()) }
                                    </td>
                                },
                            } }
                        </tr></tfoot>
                    }
                </table>
            </div>
            if view.metric.needs_time {
                <p class="board-note">{ format!("{} looks back over time, so it has no value over the whole range.", view.metric.label) }</p>
            }
        </div>
    }
}

fn foot_words(state: Option<&QueryState>) -> String {
    match state {
        Some(QueryState::Failed(error)) => format!("not computed ({})", error.code),
        Some(QueryState::Cancelled) => "not computed".to_owned(),
        _ => "being computed".to_owned(),
    }
}

/// One value of the breakdown, over the whole range.
fn part(view: &View, name: &str, role: Role) -> Option<Mark> {
    let value = match role {
        Role::Part => Some(name.to_owned()),
        Role::Missing => None,
        Role::Total | Role::Other => return None,
    };
    let dimension = view.state.by.clone()?;
    Some(Mark { period: None, part: Some(MarkedPart { dimension, value }) })
}

/// The name of a row or column; a button where something can be asked of it.
fn marker(name: &str, mark: Option<Mark>, on_mark: &Callback<Marked>) -> Html {
    let Some(mark) = mark else { return html! { { name } } };
    let onclick = {
        let (name, on_mark) = (name.to_owned(), on_mark.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(place) = anchor_of(&event) {
                on_mark.emit(Marked { mark: mark.clone(), name: name.clone(), place });
            }
        })
    };
    html! { <button type="button" class="mark-button" aria-haspopup="menu" {onclick}>{ name }</button> }
}

fn head(
    table: &TableModel,
    layout: Layout,
    first: &str,
    compared: &str,
    has_periods: bool,
    props: &ResultRowsProps,
) -> Html {
    let named =
        |column: &TableColumn| marker(&column.label, part(&props.view, &column.label, column.role), &props.on_mark);
    let has_against = table.has_comparison && has_periods;
    if layout != Layout::ValueAndChange {
        let further = [compared, "Change"];
        let further = if layout == Layout::All { further.as_slice() } else { &[] };
        return html! {
            <tr>
                <th scope="col" class="cell-text">{ first }</th>
                if has_against { <th scope="col" class="cell-text">{ "compared with" }</th> }
                { for table.columns.iter().map(|column| html! { <th scope="col" class="cell-number">{ named(column) }</th> }) }
                { for further.iter().map(|label| html! { <th scope="col" class="cell-number">{ label }</th> }) }
            </tr>
        };
    }
    html! { <>
        <tr>
            <th scope="col" rowspan="2" class="cell-text">{ first }</th>
            if has_against { <th scope="col" rowspan="2" class="cell-text">{ "compared with" }</th> }
            { for table.columns.iter().map(|column| html! { <th scope="colgroup" colspan="2" class="cell-number">{ named(column) }</th> }) }
        </tr>
        <tr class="result-rows-second">
            { for table.columns.iter().map(|_| html! { <>
                <th scope="col" class="cell-number">{ "value" }</th><th scope="col" class="cell-number">{ "change" }</th>
            </> }) }
        </tr>
    </> }
}

fn cell_columns(cell: Cell, size: f64, layout: Layout, metric: &Metric, intl: &Intl) -> Html {
    let number = |value: Option<f64>| match value {
        Some(value) => {
            let text = intl.value_beside(value, size, metric.format, metric.currency.as_deref());
            html! { <td class="cell-number">{ text }</td> }
        }
        None => html! { <td class="cell-number cell-null">{ "–" }</td> },
    };
    let change = match (cell.value, cell.before) {
        (Some(_), Some(_)) => html! {
            <td class="cell-number"><Delta current={cell.value} previous={cell.before} format={metric.format} direction={metric.direction} /></td>
        },
        _ => number(None),
    };
    match layout {
        Layout::Value => number(cell.value),
        Layout::ValueAndChange => html! { <>{ number(cell.value) }{ change }</> },
        Layout::All => html! { <>{ number(cell.value) }{ number(cell.before) }{ change }</> },
    }
}
