//! Copies a text and says that it did.

use martlet_browser::clipboard;
use martlet_browser::timer::Timeout;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon::{Icon, IconName};

const TOLD_MS: u32 = 2_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Copied,
    Refused,
}

#[derive(Properties, PartialEq)]
pub struct CopyButtonProps {
    pub text: AttrValue,
    /// What is copied: "Copy SQL", "Copy link".
    #[prop_or(AttrValue::Static("Copy"))]
    pub label: AttrValue,
    /// Shows the sign alone; the label stays for screen readers.
    #[prop_or_default]
    pub is_compact: bool,
}

#[function_component]
pub fn CopyButton(props: &CopyButtonProps) -> Html {
    let told = use_state_eq(|| Told::Nothing);
    let timer = use_mut_ref(|| None::<Timeout>);
    let onclick = {
        let text = props.text.clone();
        let told = told.clone();
        Callback::from(move |_: MouseEvent| {
            let (text, told, timer) = (text.clone(), told.clone(), timer.clone());
            spawn_local(async move {
                told.set(if clipboard::copy(&text).await { Told::Copied } else { Told::Refused });
                let reset = told.clone();
                *timer.borrow_mut() = Some(Timeout::new(TOLD_MS, move || reset.set(Told::Nothing)));
            });
        })
    };
    let (icon, said) = match *told {
        Told::Nothing => (IconName::Copy, ""),
        Told::Copied => (IconName::Check, "Copied"),
        Told::Refused => (IconName::Warning, "The browser did not allow copying"),
    };
    let label_class = props.is_compact.then_some("for-readers");
    html! {
        <span class="copy">
            <button type="button" {onclick} title={props.label.clone()}
                class={classes!("button", "button-quiet", props.is_compact.then_some("button-icon"))}>
                <Icon name={icon} /><span class={classes!(label_class)}>{ &props.label }</span>
            </button>
            <span class="for-readers" role="status">{ said }</span>
        </span>
    }
}
