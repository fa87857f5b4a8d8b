//! The worker's state and what each message does to it.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use martlet_browser::engine_side::{Inbox, now_ms, post};
use martlet_engine::CancelToken;
use martlet_protocol::{FromEngine, QueryId, ToEngine};
use wasm_bindgen_futures::spawn_local;

use crate::{
    error::WorkerError,
    open::{Site, open},
    query::{Question, answer, compile, options},
};

#[derive(Default)]
struct Worker {
    inbox: Option<Inbox>,
    site: Option<Rc<Site>>,
    running: BTreeMap<QueryId, CancelToken>,
}

thread_local! {
    static WORKER: RefCell<Worker> = RefCell::default();
}

/// Listens from now on, and says that it does.
pub(crate) fn run() {
    let inbox = Inbox::open(|message| match message {
        Ok(message) => receive(message),
        Err((error, Some(id))) => {
            let error = WorkerError::Unreadable { reason: error.to_string() }.to_protocol();
            tell(&FromEngine::Failed { id, error }, None);
        }
        // Nobody can be told, so it is a loud one.
        Err((error, None)) => wasm_bindgen::throw_str(&error.to_string()),
    });
    match inbox {
        Ok(inbox) => WORKER.with(|worker| worker.borrow_mut().inbox = Some(inbox)),
        Err(error) => wasm_bindgen::throw_str(&error.to_string()),
    }
    tell(&FromEngine::Started, None);
}

/// Queries that have not been answered yet. Empty while the state is in use, so that a panic hook may ask.
pub(crate) fn running() -> Vec<QueryId> {
    WORKER.with(|worker| worker.try_borrow().map(|worker| worker.running.keys().copied().collect()).unwrap_or_default())
}

fn receive(message: ToEngine) {
    match message {
        ToEngine::Open { data_url, snapshot, memory_limit_bytes } => {
            spawn_local(async move {
                let started = now_ms();
                match open(&data_url, &snapshot, memory_limit_bytes).await {
                    Ok(site) => {
                        WORKER.with(|worker| worker.borrow_mut().site = Some(Rc::new(site)));
                        tell(&FromEngine::Opened { open_ms: now_ms() - started }, None);
                    }
                    Err(error) => tell(&FromEngine::OpenFailed { error }, None),
                }
            });
        }
        ToEngine::Metrics { id, request } => ask(id, Question::Metrics(request)),
        ToEngine::Sql { id, sql, max_rows, timeout_ms } => {
            ask(id, Question::Sql { sql, max_rows, timeout_ms });
        }
        ToEngine::Options { id, metrics } => {
            let told = match WORKER.with(|worker| worker.borrow().site.clone()) {
                Some(site) => options(&site, &metrics),
                None => Err(WorkerError::NotOpen.to_protocol()),
            };
            tell(
                &match told {
                    Ok(options) => FromEngine::Options { id, options },
                    Err(error) => FromEngine::Failed { id, error },
                },
                None,
            );
        }
        ToEngine::Compile { id, request } => {
            let told = match WORKER.with(|worker| worker.borrow().site.clone()) {
                Some(site) => compile(&site, &request),
                None => Err(WorkerError::NotOpen.to_protocol()),
            };
            tell(
                &match told {
                    Ok(sql) => FromEngine::Compiled { id, sql },
                    Err(error) => FromEngine::Failed { id, error },
                },
                None,
            );
        }
        ToEngine::Cancel { id } => {
            let cancel = WORKER.with(|worker| worker.borrow().running.get(&id).cloned());
            // A query that was answered meanwhile has nothing to cancel.
            if let Some(cancel) = cancel {
                cancel.cancel();
            }
        }
    }
}

fn ask(id: QueryId, question: Question) {
    let Some(site) = WORKER.with(|worker| worker.borrow().site.clone()) else {
        return tell(&FromEngine::Failed { id, error: WorkerError::NotOpen.to_protocol() }, None);
    };
    let cancel = CancelToken::default();
    WORKER.with(|worker| worker.borrow_mut().running.insert(id, cancel.clone()));
    spawn_local(async move {
        let told = |progress| tell(&FromEngine::Progress { id, progress }, None);
        let result = answer(&site, question, cancel, told).await;
        WORKER.with(|worker| worker.borrow_mut().running.remove(&id));
        match result {
            Ok((answer, ipc)) => tell(&FromEngine::Finished { id, answer }, Some(&ipc)),
            Err(error) => tell(&FromEngine::Failed { id, error }, None),
        }
    });
}

/// A message that does not leave would leave the page waiting, so it becomes the worker's error event.
fn tell(message: &FromEngine, ipc: Option<&[u8]>) {
    if let Err(error) = post(message, ipc) {
        wasm_bindgen::throw_str(&error.to_string());
    }
}
