//! The pages: a rail at the left, a bar at the bottom of a phone.

use martlet_view::url::Page;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct RailProps {
    pub page: Page,
}

#[function_component]
pub fn Rail(props: &RailProps) -> Html {
    html! {
        <nav class="rail" aria-label="Pages">
            { for Page::ALL.into_iter().map(|page| {
                let is_here = page == props.page;
                html! {
                    <a class={classes!("rail-item", is_here.then_some("rail-item-here"))}
                        href={format!("#{}", page.fragment())} aria-current={is_here.then_some("page")}>
                        { sign(page) }
                        <span>{ page.label() }</span>
                    </a>
                }
            }) }
        </nav>
    }
}

fn sign(page: Page) -> Html {
    let shape = match page {
        Page::Overview => {
            html! { <><rect x="3" y="3" width="6" height="8" rx="1" /><rect x="11" y="3" width="6" height="4" rx="1" /><rect x="3" y="13" width="6" height="4" rx="1" /><rect x="11" y="9" width="6" height="8" rx="1" /></> }
        }
        Page::Explore => html! { <path d="M3 16.5h14M3.5 12.5 8 8l3.5 3L16.5 4.5" /> },
        Page::Dictionary => {
            html! { <path d="M5 3.5h9.5a1 1 0 0 1 1 1v12H6a1.5 1.5 0 0 1-1.5-1.5V4A.5.5 0 0 1 5 3.5ZM4.5 15A1.5 1.5 0 0 1 6 13.5h9.5M8 7h4" /> }
        }
        Page::Sql => html! { <path d="m3.5 6 4 4-4 4M9.5 14.5h7" /> },
    };
    html! {
        <svg class="icon" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{ shape }</svg>
    }
}
