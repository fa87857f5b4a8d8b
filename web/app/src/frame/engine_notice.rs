//! Says when the engine is gone for good, and offers another one.

use martlet_browser::engine_client::Phase;
use yew::prelude::*;

use crate::components::{Notice, NoticeKind};
use crate::state::use_app;

#[function_component]
pub fn EngineNotice() -> Html {
    let app = use_app();
    let state = use_state_eq(|| app.engine.state());
    use_effect_with(app.engine.clone(), {
        let state = state.clone();
        move |engine| {
            state.set(engine.state());
            let handle = engine.on_state(move |now| state.set(now.clone()));
            move || drop(handle)
        }
    });
    let Phase::Failed(error) = &state.phase else { return Html::default() };
    let onclick = {
        let engine = app.engine.clone();
        Callback::from(move |_: MouseEvent| engine.restart())
    };
    html! {
        <Notice kind={NoticeKind::Warning} action={html! {
            <button type="button" class="button" {onclick}>{ "Start the engine again" }</button>
        }}>
            <p>{ "Numbers computed in advance are shown; new questions cannot be answered now. " }{ &error.message }
                { " " }<code>{ &error.code }</code></p>
        </Notice>
    }
}
