//! A native `<dialog>`: the page behind is inert, Escape closes, the focus returns.

use martlet_browser::focus::{close_dialog, is_open, show_modal};
use yew::prelude::*;

use super::icon::{Icon, IconName};
use super::ids::use_dom_id;

#[derive(Properties, PartialEq)]
pub struct DialogProps {
    pub title: AttrValue,
    pub is_open: bool,
    pub on_close: Callback<()>,
    pub children: Html,
    /// For [`martlet_browser::focus::open_dialog`].
    #[prop_or_default]
    pub dialog_id: Option<AttrValue>,
    /// What is in it is there while it is closed too, so that it takes keys from the moment it opens.
    #[prop_or_default]
    pub keeps_content: bool,
    /// Buttons at the bottom, the main one last.
    #[prop_or_default]
    pub actions: Html,
}

#[function_component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    let id = use_dom_id("dialog");
    use_effect_with(props.is_open, {
        let node = node.clone();
        move |is_open| {
            if let Some(dialog) = node.cast::<web_sys::Element>() {
                if *is_open { show_modal(&dialog) } else { close_dialog(&dialog) }
            }
        }
    });
    // The event comes late: the dialog may have been opened again.
    let on_closed = {
        let node = node.clone();
        let on_close = props.on_close.clone();
        Callback::from(move |_: Event| {
            if !node.cast::<web_sys::Element>().is_some_and(|dialog| is_open(&dialog)) {
                on_close.emit(());
            }
        })
    };
    // A click on the dialog element itself, and not on what is in it, is a click on the backdrop.
    let on_backdrop = {
        let node = node.clone();
        let on_close = props.on_close.clone();
        Callback::from(move |event: MouseEvent| {
            if event.target_dyn_into::<web_sys::Element>() == node.cast::<web_sys::Element>() {
                on_close.emit(());
            }
        })
    };
    html! {
        <dialog ref={node} id={props.dialog_id.clone()} class="dialog" aria-labelledby={id.clone()} onclick={on_backdrop}
            onclose={on_closed}>
            if props.is_open || props.keeps_content {
                <div class="dialog-frame">
                    <header class="dialog-head">
                        <h2 {id}>{ &props.title }</h2>
                        <button type="button" class="button button-quiet button-icon" aria-label="Close"
                            onclick={props.on_close.reform(|_| ())}><Icon name={IconName::Close} /></button>
                    </header>
                    <div class="dialog-body">{ props.children.clone() }</div>
                    if props.actions != Html::default() {
                        <footer class="dialog-foot">{ props.actions.clone() }</footer>
                    }
                </div>
            }
        </dialog>
    }
}
