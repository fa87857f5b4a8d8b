//! The reader's formats, for every component below the provider.

use martlet_browser::intl::Intl;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct IntlProviderProps {
    /// IANA name of the project's time zone.
    pub time_zone: AttrValue,
    pub children: Html,
}

#[function_component]
pub fn IntlProvider(props: &IntlProviderProps) -> Html {
    let intl = use_memo(props.time_zone.clone(), |zone| Intl::of_reader(zone));
    html! {
        <ContextProvider<Intl> context={(*intl).clone()}>
            { props.children.clone() }
        </ContextProvider<Intl>>
    }
}

/// Formats of the nearest [`IntlProvider`]; in UTC without one.
#[hook]
pub fn use_intl() -> Intl {
    let given = use_context::<Intl>();
    let own = use_memo(given.is_none(), |_| Intl::of_reader("UTC"));
    given.unwrap_or_else(|| (*own).clone())
}
