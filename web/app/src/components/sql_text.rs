//! SQL as text to read and to copy.

use yew::prelude::*;

use super::copy_button::CopyButton;
use super::links::sql_href;

#[derive(Properties, PartialEq)]
pub struct SqlTextProps {
    pub sql: AttrValue,
    /// Offers to open it in the SQL page.
    #[prop_or_default]
    pub has_link: bool,
}

#[function_component]
pub fn SqlText(props: &SqlTextProps) -> Html {
    html! {
        <figure class="sql-text">
            <figcaption class="sql-text-tools">
                <CopyButton text={props.sql.clone()} label="Copy SQL" />
                if props.has_link {
                    <a class="button button-quiet" href={sql_href(&props.sql)}>{ "Open in SQL" }</a>
                }
            </figcaption>
            // Long lines scroll sideways, which a keyboard can do only with focus.
            <pre class="sql-text-code" tabindex="0" aria-label="SQL"><code>{ &props.sql }</code></pre>
        </figure>
    }
}
