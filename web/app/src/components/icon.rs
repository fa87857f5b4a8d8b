//! Line icons on a 16 px grid, drawn in the text's colour. Always beside a name for screen readers.

use yew::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IconName {
    Check,
    Late,
    Question,
    Warning,
    AdHoc,
    Copy,
    Close,
    Search,
    Download,
    Play,
    Stop,
    Info,
    ArrowUp,
    ArrowDown,
    Theme,
}

#[derive(Properties, PartialEq)]
pub struct IconProps {
    pub name: IconName,
    #[prop_or(16)]
    pub size: u32,
}

#[function_component]
pub fn Icon(props: &IconProps) -> Html {
    let size = props.size.to_string();
    let shape = match props.name {
        IconName::Check => html! { <path d="M3.5 8.5 6.5 11.5 12.5 5" /> },
        IconName::Late => html! { <>
            <circle cx="8" cy="8" r="5.75" />
            <path class="icon-fill" d="M8 8V2.25A5.75 5.75 0 0 1 13.75 8Z" />
        </> },
        IconName::Question => html! { <>
            <path d="M5.75 6.25a2.25 2.25 0 1 1 3.2 2.05c-.6.3-.95.75-.95 1.45" />
            <circle class="icon-fill icon-dot" cx="8" cy="12.25" r="0.9" />
        </> },
        IconName::Warning => html! { <>
            <path d="M8 3v6" />
            <circle class="icon-fill icon-dot" cx="8" cy="12.25" r="0.9" />
        </> },
        IconName::AdHoc => html! { <>
            <circle cx="8" cy="8" r="5" />
            <path d="M12.5 3.5l-9 9" />
        </> },
        IconName::Copy => html! { <>
            <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
            <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
        </> },
        IconName::Close => html! { <path d="M4 4l8 8M12 4l-8 8" /> },
        IconName::Search => html! { <><circle cx="7" cy="7" r="4.25" /><path d="M10.25 10.25 13.5 13.5" /></> },
        IconName::Download => html! { <path d="M8 2.5v7.5M4.75 7 8 10.25 11.25 7M3 13.25h10" /> },
        IconName::Play => html! { <path class="icon-fill" d="M5 3.25v9.5L12.75 8Z" /> },
        IconName::Stop => html! { <rect class="icon-fill" x="4" y="4" width="8" height="8" rx="1" /> },
        IconName::Info => html! { <>
            <circle cx="8" cy="8" r="5.75" />
            <path d="M8 7.5v3.5" />
            <circle class="icon-fill icon-dot" cx="8" cy="5.1" r="0.8" />
        </> },
        IconName::ArrowUp => html! { <path class="icon-fill" d="M8 3.5 13 12H3Z" /> },
        IconName::ArrowDown => html! { <path class="icon-fill" d="M8 12.5 3 4h10Z" /> },
        IconName::Theme => html! { <>
            <circle cx="8" cy="8" r="5.75" />
            <path class="icon-fill" d="M8 2.25a5.75 5.75 0 0 1 0 11.5Z" />
        </> },
    };
    html! {
        <svg class="icon" width={size.clone()} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            { shape }
        </svg>
    }
}
