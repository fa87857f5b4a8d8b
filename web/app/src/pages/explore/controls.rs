//! Range, grain, comparison and breakdown.

use martlet_view::explore::{Action, ExploreState, dimension_label, dimensions, grains};
use martlet_view::period::{Comparison, Grain, as_of_date};
use yew::prelude::*;

use super::range_field::RangeField;
use crate::components::{Select, SelectOption};
use crate::state::use_app;

const TOPS: [u32; 5] = [3, 5, 8, 12, 20];

#[derive(Properties, PartialEq)]
pub struct ControlsProps {
    pub state: ExploreState,
    pub dispatch: Callback<Action>,
}

#[function_component]
pub fn Controls(props: &ControlsProps) -> Html {
    let app = use_app();
    let state = &props.state;
    let Some(metric) = state.metric_in(&app.site.catalog) else { return Html::default() };
    let grain_options: Vec<SelectOption> =
        grains(metric).into_iter().map(|grain| SelectOption::new(grain.name(), grain.label())).collect();
    let mut by_options = vec![SelectOption::new("", "nothing")];
    by_options.extend(
        dimensions(metric).map(|option| SelectOption::new(option.name.clone(), dimension_label(metric, &option.name))),
    );
    let mut compare_options = vec![SelectOption::new("", "nothing")];
    // All time has nothing before it.
    let as_of = as_of_date(&app.site.catalog);
    let has_no_start = state.range.resolve(as_of).is_none();
    compare_options.extend(Comparison::ALL.into_iter().map(|compare| SelectOption {
        unavailable: has_no_start.then_some(AttrValue::Static("the range has no beginning")),
        ..SelectOption::new(compare.name(), compare.label())
    }));
    let mut tops = TOPS.to_vec();
    if !tops.contains(&state.top) {
        tops.push(state.top);
    }
    let top_options: Vec<SelectOption> =
        tops.into_iter().map(|top| SelectOption::new(top.to_string(), format!("top {top}"))).collect();

    let on_grain = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |value: AttrValue| {
            if let Some(grain) = Grain::parse(&value) {
                dispatch.emit(Action::ChooseGrain(grain));
            }
        })
    };
    let on_by =
        props.dispatch.reform(|value: AttrValue| Action::BreakDown((!value.is_empty()).then(|| value.to_string())));
    let on_compare = props.dispatch.reform(|value: AttrValue| Action::Compare(Comparison::parse(&value)));
    let on_top = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |value: AttrValue| {
            if let Ok(top) = value.parse() {
                dispatch.emit(Action::ShowTop(top));
            }
        })
    };
    html! {
        <div class="controls" role="group" aria-label="What is shown">
            if let Some(grain) = state.grain {
                <RangeField range={state.range} dispatch={props.dispatch.clone()} />
                <Select label="by" options={grain_options} value={grain.name()} on_change={on_grain} />
                <Select label="compared with" options={compare_options}
                    value={state.compare.map(Comparison::name).unwrap_or_default()} on_change={on_compare} />
            }
            <Select label="broken down by" options={by_options} value={state.by.clone().unwrap_or_default()} on_change={on_by} />
            if state.by.is_some() {
                <Select label="Values shown" is_label_hidden=true options={top_options} value={state.top.to_string()} on_change={on_top} />
            }
        </div>
    }
}
