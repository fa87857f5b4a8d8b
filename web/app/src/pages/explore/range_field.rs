//! The range of time: some usual ones, or two days.

use martlet_view::explore::Action;
use martlet_view::period::{Grain, Range, as_of_date};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Select, SelectOption};
use crate::state::use_app;

const CUSTOM: &str = "custom";
const MONTHS: [u32; 5] = [3, 6, 12, 24, 36];

#[derive(Properties, PartialEq)]
pub struct RangeFieldProps {
    pub range: Range,
    pub dispatch: Callback<Action>,
}

#[function_component]
pub fn RangeField(props: &RangeFieldProps) -> Html {
    let app = use_app();
    let as_of = as_of_date(&app.site.catalog);
    let problem = use_state_eq(|| None::<String>);
    use_effect_with(props.range, {
        let problem = problem.clone();
        move |_| problem.set(None)
    });
    let is_custom = matches!(props.range, Range::Days { .. });
    let mut ranges: Vec<Range> = MONTHS.iter().map(|count| Range::Last { count: *count, unit: Grain::Month }).collect();
    ranges.extend([Range::ThisYear, Range::All]);
    if as_of.is_none() {
        // Without an as-of, "last" has nothing to count from.
        ranges.retain(|range| *range == Range::All);
    }
    if !is_custom && !ranges.contains(&props.range) {
        ranges.push(props.range);
    }
    let mut options: Vec<SelectOption> =
        ranges.iter().map(|range| SelectOption::new(range.to_string(), range.label())).collect();
    options.push(SelectOption::new(CUSTOM, "From … to …"));
    let on_change = {
        let (dispatch, range) = (props.dispatch.clone(), props.range);
        Callback::from(move |value: AttrValue| {
            let chosen = if value == CUSTOM {
                let span = range.resolve(as_of);
                span.map(|span| Range::Days { from: span.from, to: span.to })
                    .or_else(|| as_of.map(|day| Range::Days { from: Grain::Year.shift(day, -1), to: day }))
            } else {
                Range::parse(&value).ok()
            };
            if let Some(range) = chosen {
                dispatch.emit(Action::ChooseRange(range));
            }
        })
    };
    let value = if is_custom { CUSTOM.to_owned() } else { props.range.to_string() };
    html! {
        <span class="range-field">
            <Select label="Range" is_label_hidden=true {options} {value} {on_change} />
            if let Range::Days { from, to } = props.range {
                { day_input("From", from.to_string(), props, &problem, move |day| Range::days(day, to)) }
                { day_input("To", to.to_string(), props, &problem, move |day| Range::days(from, day)) }
            }
            if let Some(problem) = &*problem { <span class="field-problem" role="alert">{ problem }</span> }
        </span>
    }
}

fn day_input(
    label: &'static str,
    value: String,
    props: &RangeFieldProps,
    problem: &UseStateHandle<Option<String>>,
    range: impl Fn(chrono::NaiveDate) -> Result<Range, martlet_view::period::RangeError> + 'static,
) -> Html {
    let (dispatch, problem) = (props.dispatch.clone(), problem.clone());
    let onchange = Callback::from(move |event: Event| {
        let text = event.target_unchecked_into::<HtmlInputElement>().value();
        let Ok(day) = text.parse() else { return };
        match range(day) {
            Ok(range) => {
                problem.set(None);
                dispatch.emit(Action::ChooseRange(range));
            }
            Err(error) => problem.set(Some(error.to_string())),
        }
    });
    html! { <input class="input input-day" type="date" aria-label={label} {value} {onchange} required=true /> }
}
