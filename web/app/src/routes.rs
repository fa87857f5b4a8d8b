//! The address as state: reading it, changing it, following back and forward.

use martlet_browser::address;
use martlet_browser::listen::Listener;
use martlet_site::catalog::Catalog;
use martlet_view::url::{self, Route};
use yew::prelude::*;

/// Whether the way back leads to what was shown before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Push,
    Replace,
}

/// Changes the address.
#[derive(Debug, Clone, PartialEq)]
pub struct Navigator {
    set_fragment: Callback<String>,
}

impl Navigator {
    pub fn go(&self, route: &Route, catalog: &Catalog, entry: Entry) {
        let fragment = url::write(route, catalog);
        match entry {
            Entry::Push => address::push(&fragment),
            Entry::Replace => address::replace(&fragment),
        }
        self.set_fragment.emit(fragment);
    }
}

/// The link of a route.
pub fn href(route: &Route, catalog: &Catalog) -> AttrValue {
    AttrValue::from(format!("#{}", url::write(route, catalog)))
}

/// The fragment as it stands, and what changes it.
#[hook]
pub fn use_fragment() -> (String, Navigator) {
    let fragment = use_state_eq(address::fragment);
    use_effect_with((), {
        let fragment = fragment.clone();
        move |()| {
            let listener: Option<Listener> = address::on_change(move |now| fragment.set(now));
            move || drop(listener)
        }
    });
    let set_fragment = {
        let setter = fragment.setter();
        use_callback((), move |now: String, ()| setter.set(now))
    };
    ((*fragment).clone(), Navigator { set_fragment })
}
