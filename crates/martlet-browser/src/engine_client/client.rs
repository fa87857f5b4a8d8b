//! Carries out what the ledger decides: posts, tells, timers, a new worker.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::{Rc, Weak};

use martlet_protocol::{QueryError, QueryId};

use super::code;
use super::ledger::{Effect, EngineState, Ledger, Query, QueryEvent, SiteToOpen};
use super::worker::{EngineWorker, Report};
use crate::document::{absolute_url, meta};
use crate::timer::Timeout;

/// How long a worker may take to answer a cancel.
const CANCEL_GRACE_MS: u32 = 500;

type QueryListener = Rc<dyn Fn(QueryEvent)>;
type StateListener = Rc<dyn Fn(&EngineState)>;

/// The engine, for the whole page. Clones are the same engine.
#[derive(Clone)]
pub struct EngineClient {
    inner: Rc<Inner>,
}

struct Inner {
    url: Option<String>,
    ledger: RefCell<Ledger>,
    worker: RefCell<Option<EngineWorker>>,
    /// Told apart so that a report of a worker that was replaced is not taken for its successor's.
    generation: Cell<u32>,
    queries: RefCell<BTreeMap<QueryId, QueryListener>>,
    listeners: RefCell<BTreeMap<u32, StateListener>>,
    last_listener: Cell<u32>,
    cancels: RefCell<BTreeMap<QueryId, Timeout>>,
}

impl EngineClient {
    /// Starts the worker that `<meta name="martlet-engine">` names. Never fails: what goes wrong is
    /// in [`EngineClient::state`] and told to each query.
    pub fn start() -> Self {
        Self::start_at(meta("martlet-engine").and_then(|url| absolute_url(&url)))
    }

    pub fn start_at(url: Option<String>) -> Self {
        let inner = Rc::new(Inner {
            url,
            ledger: RefCell::default(),
            worker: RefCell::default(),
            generation: Cell::default(),
            queries: RefCell::default(),
            listeners: RefCell::default(),
            last_listener: Cell::default(),
            cancels: RefCell::default(),
        });
        inner.start_worker();
        Self { inner }
    }

    /// What to open; queries run from then on. Called again with another snapshot, it switches.
    pub fn open(&self, site: SiteToOpen) {
        let effects = self.inner.ledger.borrow_mut().open(site);
        self.inner.perform(effects);
    }

    /// Asks; `on_event` is called until its last event, never from within this call.
    #[must_use = "dropping the handle cancels the query"]
    pub fn ask(&self, query: Query, on_event: impl Fn(QueryEvent) + 'static) -> QueryHandle {
        let (id, effects) = self.inner.ledger.borrow_mut().ask(query);
        self.inner.queries.borrow_mut().insert(id, Rc::new(on_event));
        if effects.iter().any(|effect| matches!(effect, Effect::Tell(..))) {
            let inner = Rc::clone(&self.inner);
            wasm_bindgen_futures::spawn_local(async move { inner.perform(effects) });
        } else {
            self.inner.perform(effects);
        }
        QueryHandle { id, inner: Rc::downgrade(&self.inner) }
    }

    pub fn state(&self) -> EngineState {
        self.inner.ledger.borrow().state().clone()
    }

    /// Calls back at each change, until the handle is dropped.
    #[must_use = "dropping the handle ends the calls"]
    pub fn on_state(&self, callback: impl Fn(&EngineState) + 'static) -> StateHandle {
        let id = self.inner.last_listener.get() + 1;
        self.inner.last_listener.set(id);
        self.inner.listeners.borrow_mut().insert(id, Rc::new(callback));
        StateHandle { id, inner: Rc::downgrade(&self.inner) }
    }

    /// Another worker, after a failure.
    pub fn restart(&self) {
        let effects = self.inner.ledger.borrow_mut().restart();
        self.inner.perform(effects);
    }
}

impl PartialEq for EngineClient {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }
}

impl fmt::Debug for EngineClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineClient").field("state", self.inner.ledger.borrow().state()).finish()
    }
}

impl Inner {
    fn start_worker(self: &Rc<Self>) {
        let generation = self.generation.get().wrapping_add(1);
        self.generation.set(generation);
        // The old one is terminated before its successor needs the memory.
        drop(self.worker.borrow_mut().take());
        let Some(url) = &self.url else {
            let effects = self.ledger.borrow_mut().give_up(no_engine());
            return self.perform(effects);
        };
        let weak = Rc::downgrade(self);
        let report = move |report| {
            if let Some(inner) = weak.upgrade()
                && inner.generation.get() == generation
            {
                inner.receive(report);
            }
        };
        match EngineWorker::start(url, report) {
            Ok(worker) => *self.worker.borrow_mut() = Some(worker),
            Err(reason) => {
                let effects = self.ledger.borrow_mut().give_up(not_started(&reason));
                self.perform(effects);
            }
        }
    }

    fn receive(self: &Rc<Self>, report: Report) {
        let effects = match report {
            Report::Message(message, ipc) => self.ledger.borrow_mut().received(message, ipc),
            Report::Died(reason) => self.ledger.borrow_mut().died(&reason),
        };
        self.perform(effects);
    }

    fn perform(self: &Rc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Post(message) => {
                    let posted = self.worker.borrow().as_ref().map(|worker| worker.post(&message));
                    if let Some(Err(reason)) = posted {
                        let effects = self.ledger.borrow_mut().died(&reason);
                        return self.perform(effects);
                    }
                }
                Effect::Tell(id, event) => self.tell(id, event),
                Effect::AwaitCancel(id) => {
                    let weak = Rc::downgrade(self);
                    let timeout = Timeout::new(CANCEL_GRACE_MS, move || {
                        if let Some(inner) = weak.upgrade() {
                            let effects = inner.ledger.borrow_mut().cancel_is_due(id);
                            inner.perform(effects);
                        }
                    });
                    let mut cancels = self.cancels.borrow_mut();
                    // Ids only grow, so what is far behind has long fired.
                    cancels.retain(|old, _| old + 1000 > id);
                    cancels.insert(id, timeout);
                }
                Effect::ReplaceWorker => self.start_worker(),
                Effect::StateChanged => {
                    let state = self.ledger.borrow().state().clone();
                    let listeners: Vec<StateListener> = self.listeners.borrow().values().cloned().collect();
                    for listener in listeners {
                        listener(&state);
                    }
                }
            }
        }
    }

    fn tell(&self, id: QueryId, event: QueryEvent) {
        let is_last = !matches!(event, QueryEvent::Progress(_) | QueryEvent::AskedAgain);
        let listener =
            if is_last { self.queries.borrow_mut().remove(&id) } else { self.queries.borrow().get(&id).cloned() };
        // No borrow is held here: a listener may ask the next query.
        if let Some(listener) = listener {
            listener(event);
        }
    }
}

/// A query that is asked; dropping it cancels it, and its callback is not called again.
pub struct QueryHandle {
    id: QueryId,
    inner: Weak<Inner>,
}

impl QueryHandle {
    pub fn id(&self) -> QueryId {
        self.id
    }
}

impl Drop for QueryHandle {
    fn drop(&mut self) {
        let Some(inner) = self.inner.upgrade() else { return };
        let listener = inner.queries.borrow_mut().remove(&self.id);
        let effects = inner.ledger.borrow_mut().cancel(self.id);
        inner.perform(effects);
        drop(listener);
    }
}

impl fmt::Debug for QueryHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryHandle").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A listener to the engine's state; dropping it ends the calls.
pub struct StateHandle {
    id: u32,
    inner: Weak<Inner>,
}

impl Drop for StateHandle {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.upgrade() {
            let listener = inner.listeners.borrow_mut().remove(&self.id);
            drop(listener);
        }
    }
}

impl fmt::Debug for StateHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StateHandle").finish_non_exhaustive()
    }
}

fn no_engine() -> QueryError {
    QueryError {
        code: code::NO_ENGINE.to_owned(),
        message: String::from("This page does not say where its query engine lies."),
        hint: Some(String::from("The site is incomplete: <meta name=\"martlet-engine\"> is missing or empty.")),
        sql: None,
        is_retryable: false,
    }
}

fn not_started(reason: &str) -> QueryError {
    QueryError {
        code: code::NOT_STARTED.to_owned(),
        message: format!("The query engine could not be started: {reason}"),
        hint: Some(String::from("This browser may be too old, or the host's policy forbids workers.")),
        sql: None,
        is_retryable: false,
    }
}
