//! A native select with its label.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::ids::use_dom_id;

/// One choice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SelectOption {
    pub value: AttrValue,
    pub label: AttrValue,
    /// Options of the same group that follow each other stand under its name.
    pub group: Option<AttrValue>,
    /// Why it cannot be chosen now; none when it can.
    pub unavailable: Option<AttrValue>,
}

impl SelectOption {
    pub fn new(value: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self { value: value.into(), label: label.into(), group: None, unavailable: None }
    }
}

#[derive(Properties, PartialEq)]
pub struct SelectProps {
    pub label: AttrValue,
    /// The label is for screen readers only.
    #[prop_or_default]
    pub is_label_hidden: bool,
    pub options: Vec<SelectOption>,
    pub value: AttrValue,
    /// Called with the value of the option chosen.
    pub on_change: Callback<AttrValue>,
}

#[function_component]
pub fn Select(props: &SelectProps) -> Html {
    let id = use_dom_id("select");
    let onchange = props
        .on_change
        .reform(|event: Event| AttrValue::from(event.target_unchecked_into::<HtmlSelectElement>().value()));
    html! {
        <span class="field field-inline">
            <label for={id.clone()} class={classes!("field-label", props.is_label_hidden.then_some("for-readers"))}>
                { &props.label }
            </label>
            <select {id} class="select" {onchange}>
                { grouped(&props.options).into_iter().map(|(group, options)| {
                    let shown = options.iter().map(|option| choice(option, &props.value));
                    match group {
                        Some(name) => html! { <optgroup label={name.clone()}>{ for shown }</optgroup> },
                        None => html! { <>{ for shown }</> },
                    }
                }).collect::<Html>() }
            </select>
        </span>
    }
}

fn choice(option: &SelectOption, chosen: &AttrValue) -> Html {
    html! {
        <option value={option.value.clone()} selected={option.value == *chosen}
            disabled={option.unavailable.is_some()} title={option.unavailable.clone()}>
            { &option.label }
            if let Some(why) = &option.unavailable { { format!(" ({why})") } }
        </option>
    }
}

fn grouped(options: &[SelectOption]) -> Vec<(Option<&AttrValue>, &[SelectOption])> {
    options.chunk_by(|a, b| a.group == b.group).map(|run| (run[0].group.as_ref(), run)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_of_a_group_stand_together() {
        let in_group = |value: &'static str, group: Option<&'static str>| SelectOption {
            group: group.map(AttrValue::from),
            ..SelectOption::new(value, value)
        };
        let options =
            [in_group("a", None), in_group("b", Some("x")), in_group("c", Some("x")), in_group("d", Some("y"))];
        let sizes: Vec<usize> = grouped(&options).iter().map(|(_, run)| run.len()).collect();
        assert_eq!(sizes, [1, 2, 1]);
    }
}
