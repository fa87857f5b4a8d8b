//! The hook that asks by what metrics can be grouped together, and why not by the rest.

use std::rc::Rc;

use martlet_browser::engine_client::{Query, QueryEvent};
use martlet_protocol::{MetricOptions, QueryError};
use yew::prelude::*;

use super::context::use_app;

#[derive(Debug, Clone, PartialEq)]
pub enum Options {
    Waiting,
    Known(Rc<MetricOptions>),
    Failed(QueryError),
}

/// Asks again when the metric or the snapshot is another.
#[hook]
pub fn use_options(metric: &str) -> Options {
    let app = use_app();
    let known = use_state(|| Options::Waiting);
    use_effect_with((metric.to_owned(), app.site.snapshot.clone()), {
        let (known, engine) = (known.clone(), app.engine.clone());
        move |(metric, _)| {
            known.set(Options::Waiting);
            let handle = engine.ask(Query::Options(vec![metric.clone()]), move |event| match event {
                QueryEvent::Options(options) => known.set(Options::Known(options)),
                QueryEvent::Failed(error) => known.set(Options::Failed(error)),
                // Rows never answer this question, and progress is too short to be told.
                QueryEvent::Progress(_)
                | QueryEvent::AskedAgain
                | QueryEvent::Finished(_)
                | QueryEvent::Compiled(_) => {}
            });
            move || drop(handle)
        }
    });
    (*known).clone()
}
