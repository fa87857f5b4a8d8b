//! From nothing to the first numbers: the engine starts, the site's files are read, the frame appears.

use martlet_browser::device::memory_limit_bytes;
use martlet_browser::engine_client::{EngineClient, SiteToOpen};
use martlet_browser::site::SiteError;
use martlet_browser::{address, document};
use martlet_view::url;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::components::{ErrorPanel, IntlProvider, Skeleton, site_error};
use crate::frame::Frame;
use crate::routes::use_fragment;
use crate::state::{AppContext, Site};

#[derive(Debug, Clone, PartialEq)]
enum Boot {
    Loading,
    Failed(SiteError),
    Ready(Site),
}

#[function_component]
pub fn App() -> Html {
    let engine = use_memo((), |()| EngineClient::start());
    let boot = use_state(|| Boot::Loading);
    let attempt = use_state_eq(|| 0_u32);
    let (fragment, navigator) = use_fragment();

    use_effect_with(*attempt, {
        let (boot, engine) = (boot.clone(), engine.clone());
        move |_| {
            spawn_local(async move {
                match Site::load().await {
                    Ok(site) => {
                        engine.open(SiteToOpen {
                            data_url: site.data_url.clone(),
                            snapshot: site.snapshot.clone(),
                            memory_limit_bytes: memory_limit_bytes(),
                        });
                        document::set_title(&site.catalog.project.title);
                        boot.set(Boot::Ready(site));
                    }
                    Err(error) => boot.set(Boot::Failed(error)),
                }
            });
        }
    });

    match &*boot {
        Boot::Loading => html! {
            <main class="boot"><Skeleton label="the site's catalog" lines={4} /></main>
        },
        Boot::Failed(error) => {
            let on_retry = {
                let (boot, attempt) = (boot.clone(), attempt.clone());
                Callback::from(move |()| {
                    boot.set(Boot::Loading);
                    attempt.set(*attempt + 1);
                })
            };
            html! {
                <main class="boot">
                    <h1>{ "This site could not be opened" }</h1>
                    <ErrorPanel error={site_error(error)} {on_retry} action={html! {
                        <button type="button" class="button" onclick={|_| address::reload()}>{ "Reload the page" }</button>
                    }} />
                </main>
            }
        }
        Boot::Ready(site) => {
            let reading = url::read(&fragment, &site.catalog);
            let time_zone = AttrValue::from(site.catalog.project.time_zone.clone());
            let app = AppContext { site: site.clone(), engine: (*engine).clone(), navigator };
            html! {
                <IntlProvider {time_zone}>
                    <ContextProvider<AppContext> context={app}>
                        <Frame {reading} {fragment} />
                    </ContextProvider<AppContext>>
                </IntlProvider>
            }
        }
    }
}
