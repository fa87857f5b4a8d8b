//! A text field that proposes values: native `<input list>`, for lists too long for a select.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::ids::use_dom_id;
use super::select::SelectOption;

#[derive(Properties, PartialEq)]
pub struct SearchSelectProps {
    pub label: AttrValue,
    #[prop_or_default]
    pub is_label_hidden: bool,
    #[prop_or_default]
    pub placeholder: AttrValue,
    pub options: Vec<SelectOption>,
    #[prop_or_default]
    pub value: AttrValue,
    /// Called with what was chosen or typed, on leaving the field or Enter.
    pub on_change: Callback<AttrValue>,
}

#[function_component]
pub fn SearchSelect(props: &SearchSelectProps) -> Html {
    let id = use_dom_id("search");
    let list = use_dom_id("list");
    let onchange = props.on_change.reform(|event: Event| {
        AttrValue::from(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    html! {
        <span class="field field-inline">
            <label for={id.clone()} class={classes!("field-label", props.is_label_hidden.then_some("for-readers"))}>
                { &props.label }
            </label>
            <input {id} class="input" list={list.clone()} autocomplete="off" value={props.value.clone()}
                placeholder={props.placeholder.clone()} {onchange} />
            <datalist id={list}>
                { for props.options.iter().filter(|option| option.unavailable.is_none()).map(|option| html! {
                    <option value={option.value.clone()}>{ &option.label }</option>
                }) }
            </datalist>
        </span>
    }
}
