//! The hook that turns a request into the statement that lists its rows, and opens the SQL page with it.

use martlet_browser::engine_client::{Query, QueryEvent, QueryHandle};
use martlet_protocol::QueryError;
use martlet_semantic::MetricRequest;
use martlet_view::url::{Route, Statement};
use yew::prelude::*;

use super::context::use_app;
use crate::routes::Entry;

#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    pub ask: Callback<MetricRequest>,
    /// The engine has not answered yet.
    pub is_waiting: bool,
    pub error: Option<QueryError>,
}

/// One request at a time: another one takes its place.
#[hook]
pub fn use_rows() -> Rows {
    let app = use_app();
    let handle = use_mut_ref(|| None::<QueryHandle>);
    let is_waiting = use_state_eq(|| false);
    let error = use_state_eq(|| None::<QueryError>);
    let ask = {
        let (waiting, failed) = (is_waiting.setter(), error.setter());
        Callback::from(move |request: MetricRequest| {
            waiting.set(true);
            failed.set(None);
            let (waiting, failed, go) = (waiting.clone(), failed.clone(), app.clone());
            let asked = app.engine.ask(Query::Compile(request), move |event| match event {
                QueryEvent::Compiled(sql) => {
                    waiting.set(false);
                    go.go(Route::Sql(Some(Statement { sql, runs: true })), Entry::Push);
                }
                QueryEvent::Failed(error) => {
                    waiting.set(false);
                    failed.set(Some(error));
                }
                // A statement has no progress and no rows.
                QueryEvent::Progress(_) | QueryEvent::AskedAgain | QueryEvent::Finished(_) | QueryEvent::Options(_) => {
                }
            });
            let old = handle.borrow_mut().replace(asked);
            drop(old);
        })
    };
    Rows { ask, is_waiting: *is_waiting, error: (*error).clone() }
}
