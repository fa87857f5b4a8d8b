//! One run of a statement, from the question to its rows.

use std::rc::Rc;

use martlet_browser::engine_client::{EngineClient, Query, QueryEvent, QueryHandle, QueryResult};
use martlet_protocol::{Answer, Progress, QueryError};
use martlet_view::result::{ResultError, ResultTable};
use yew::prelude::*;

use crate::components::Shared;

/// Rows that come back at most; the result says when there were more.
pub(super) const MAX_ROWS: u64 = 10_000;
const TIMEOUT_MS: u64 = 120_000;

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Run {
    #[default]
    Idle,
    Running(Option<Progress>),
    Cancelled,
    Failed(QueryError),
    Done {
        answer: Rc<Answer>,
        table: Shared<ResultTable>,
    },
}

impl Run {
    pub(super) fn is_running(&self) -> bool {
        matches!(self, Self::Running(_))
    }
}

/// Starts and stops runs.
#[derive(Clone)]
pub(super) struct Runner {
    engine: EngineClient,
    run: UseStateSetter<Run>,
    handle: Rc<std::cell::RefCell<Option<QueryHandle>>>,
}

impl Runner {
    /// Runs `sql`; a run that goes on is cancelled first.
    pub(super) fn start(&self, sql: &str) {
        self.run.set(Run::Running(None));
        let query = Query::Sql { sql: sql.to_owned(), max_rows: MAX_ROWS, timeout_ms: TIMEOUT_MS };
        let run = self.run.clone();
        let handle = self.engine.ask(query, move |event| match event {
            QueryEvent::Progress(progress) => run.set(Run::Running(Some(progress))),
            QueryEvent::AskedAgain => run.set(Run::Running(None)),
            QueryEvent::Failed(error) => run.set(Run::Failed(error)),
            QueryEvent::Finished(result) => run.set(decoded(&result)),
            // SQL is never answered by these.
            QueryEvent::Options(_) | QueryEvent::Compiled(_) => {}
        });
        let old = self.handle.borrow_mut().replace(handle);
        drop(old);
    }

    pub(super) fn cancel(&self) {
        let old = self.handle.borrow_mut().take();
        drop(old);
        self.run.set(Run::Cancelled);
    }
}

/// The present run, and what changes it. Leaving the page cancels.
#[hook]
pub(super) fn use_runner(engine: &EngineClient) -> (Run, Runner) {
    let run = use_state(Run::default);
    let handle = use_mut_ref(|| None::<QueryHandle>);
    let runner = Runner { engine: engine.clone(), run: run.setter(), handle };
    ((*run).clone(), runner)
}

fn decoded(result: &QueryResult) -> Run {
    match ResultTable::from_ipc(&result.ipc) {
        Ok(table) => Run::Done { answer: Rc::new(result.answer.clone()), table: Shared::new(table) },
        Err(error) => Run::Failed(QueryError {
            code: ResultError::CODE.to_owned(),
            message: error.to_string(),
            hint: None,
            sql: Some(result.answer.sql.clone()),
            is_retryable: true,
        }),
    }
}
