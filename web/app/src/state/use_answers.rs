//! The hook by which views ask: known answers at once, the rest from the engine.

use std::collections::HashMap;
use std::rc::Rc;

use martlet_browser::engine_client::{Phase, Query, QueryEvent, QueryHandle};
use martlet_protocol::{Progress, QueryError};
use martlet_semantic::MetricRequest;
use yew::prelude::*;

use super::answers::Answered;
use super::context::use_app;

/// How one request stands.
#[derive(Debug, Clone, PartialEq)]
pub enum QueryState {
    /// None while the engine is not there or plans.
    Waiting(Option<Progress>),
    Done(Rc<Answered>),
    Failed(QueryError),
    Cancelled,
}

impl QueryState {
    pub fn answered(&self) -> Option<&Rc<Answered>> {
        match self {
            Self::Done(answered) => Some(answered),
            _ => None,
        }
    }
}

/// The requests of one view, in the order asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Queries {
    pub states: Vec<QueryState>,
    /// Stops what is still waiting.
    pub cancel: Callback<()>,
    /// Asks again what failed or was cancelled.
    pub retry: Callback<()>,
}

impl Queries {
    pub fn is_waiting(&self) -> bool {
        self.states.iter().any(|state| matches!(state, QueryState::Waiting(_)))
    }

    pub fn error(&self) -> Option<&QueryError> {
        self.error_of(self.states.len())
    }

    /// Of the first `count` requests.
    pub fn error_of(&self, count: usize) -> Option<&QueryError> {
        self.states.iter().take(count).find_map(|state| match state {
            QueryState::Failed(error) => Some(error),
            _ => None,
        })
    }

    pub fn is_cancelled(&self) -> bool {
        self.states.contains(&QueryState::Cancelled)
    }

    /// Of all that wait, together.
    pub fn progress(&self) -> Option<Progress> {
        self.states.iter().fold(None, |sum, state| match (sum, state) {
            (sum, QueryState::Waiting(Some(progress))) => {
                let sum: Progress = sum.unwrap_or_default();
                Some(Progress {
                    bytes_read: sum.bytes_read + progress.bytes_read,
                    bytes_planned: sum.bytes_planned + progress.bytes_planned,
                    requests: sum.requests + progress.requests,
                })
            }
            (sum, _) => sum,
        })
    }
}

#[derive(Default)]
struct Live {
    handles: HashMap<String, QueryHandle>,
    states: HashMap<String, QueryState>,
}

/// Asks `requests`; what a view no longer asks is cancelled.
#[hook]
pub fn use_answers(requests: &[MetricRequest]) -> Queries {
    let app = use_app();
    let live = use_mut_ref(Live::default);
    let update = use_force_update();
    let attempt = use_state_eq(|| 0_u32);

    let keys: Vec<String> = requests.iter().map(MetricRequest::key).collect();
    let states = requests
        .iter()
        .zip(&keys)
        .map(|(request, key)| match app.site.answers.known(request) {
            Some(answered) => QueryState::Done(answered),
            None => live.borrow().states.get(key).cloned().unwrap_or(QueryState::Waiting(None)),
        })
        .collect();

    use_effect_with((keys, *attempt, app.site.snapshot.clone()), {
        let (live, update, app, requests) = (live.clone(), update.clone(), app.clone(), requests.to_vec());
        move |(keys, ..)| {
            let mut no_longer = Vec::new();
            {
                let mut live = live.borrow_mut();
                live.states.retain(|key, _| keys.contains(key));
                let gone: Vec<String> = live.handles.keys().filter(|key| !keys.contains(key)).cloned().collect();
                no_longer.extend(gone.iter().filter_map(|key| live.handles.remove(key)));
            }
            // Dropped without a borrow: a cancel may call listeners.
            drop(no_longer);
            for (key, request) in keys.iter().zip(requests) {
                if app.site.answers.known(&request).is_some() || live.borrow().handles.contains_key(key) {
                    continue;
                }
                // An engine that could not be loaded may be there now: a new question tries again.
                if matches!(&app.engine.state().phase, Phase::Failed(error) if error.is_retryable) {
                    app.engine.restart();
                }
                let listener = {
                    let (live, update, answers) = (live.clone(), update.clone(), app.site.answers.clone());
                    let (key, request) = (key.clone(), request.clone());
                    move |event| {
                        let state = match event {
                            QueryEvent::Progress(progress) => QueryState::Waiting(Some(progress)),
                            QueryEvent::AskedAgain => QueryState::Waiting(None),
                            QueryEvent::Finished(result) => match answers.keep(&request, &result) {
                                Ok(answered) => QueryState::Done(answered),
                                Err(error) => QueryState::Failed(error),
                            },
                            QueryEvent::Failed(error) => QueryState::Failed(error),
                            // Only `use_options` and `use_rows` ask for these.
                            QueryEvent::Options(_) | QueryEvent::Compiled(_) => return,
                        };
                        live.borrow_mut().states.insert(key.clone(), state);
                        update.force_update();
                    }
                };
                let handle = app.engine.ask(Query::Metrics(request), listener);
                live.borrow_mut().handles.insert(key.clone(), handle);
            }
        }
    });
    use_effect_with((), {
        let live = live.clone();
        move |()| {
            move || {
                let handles = std::mem::take(&mut live.borrow_mut().handles);
                drop(handles);
            }
        }
    });

    let cancel = {
        let (live, update) = (live.clone(), update.clone());
        Callback::from(move |()| {
            let handles = {
                let mut live = live.borrow_mut();
                let keys: Vec<String> = live.handles.keys().cloned().collect();
                for key in keys {
                    let is_over = matches!(live.states.get(&key), Some(QueryState::Failed(_) | QueryState::Done(_)));
                    if !is_over {
                        live.states.insert(key, QueryState::Cancelled);
                    }
                }
                std::mem::take(&mut live.handles)
            };
            drop(handles);
            update.force_update();
        })
    };
    let retry = {
        let (live, attempt, engine) = (live.clone(), attempt.clone(), app.engine.clone());
        Callback::from(move |()| {
            if matches!(engine.state().phase, Phase::Failed(_)) {
                engine.restart();
            }
            let handles = {
                let mut live = live.borrow_mut();
                live.states.clear();
                std::mem::take(&mut live.handles)
            };
            drop(handles);
            attempt.set(*attempt + 1);
        })
    };
    Queries { states, cancel, retry }
}
