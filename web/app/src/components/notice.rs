//! One sentence that a reader should not miss, with at most one thing to do about it.

use yew::prelude::*;

use super::icon::{Icon, IconName};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NoticeKind {
    #[default]
    Info,
    Warning,
}

#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    #[prop_or_default]
    pub kind: NoticeKind,
    pub children: Html,
    /// A button or link, at the end.
    #[prop_or_default]
    pub action: Html,
    /// Shows a button that hides the notice.
    #[prop_or_default]
    pub on_close: Option<Callback<()>>,
}

#[function_component]
pub fn Notice(props: &NoticeProps) -> Html {
    let (class, icon, word) = match props.kind {
        NoticeKind::Info => ("notice-info", IconName::Info, "Note"),
        NoticeKind::Warning => ("notice-warning", IconName::Warning, "Warning"),
    };
    html! {
        <div class={classes!("notice", class)} role="status">
            <span class="notice-sign"><Icon name={icon} /><span class="for-readers">{ word }</span></span>
            <div class="notice-text">{ props.children.clone() }</div>
            { props.action.clone() }
            if let Some(on_close) = &props.on_close {
                <button type="button" class="button button-quiet button-icon" aria-label="Hide this"
                    onclick={on_close.reform(|_| ())}><Icon name={IconName::Close} /></button>
            }
        </div>
    }
}
