//! Ids that tie elements together (`aria-describedby`, `popovertarget`), unique in the page.

use std::cell::Cell;

use yew::prelude::*;

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// The same id for as long as the component lives: `popover-12`.
#[hook]
pub fn use_dom_id(prefix: &'static str) -> AttrValue {
    (*use_memo((), |()| {
        let id = LAST.with(|last| {
            last.set(last.get() + 1);
            last.get()
        });
        AttrValue::from(format!("{prefix}-{id}"))
    }))
    .clone()
}
