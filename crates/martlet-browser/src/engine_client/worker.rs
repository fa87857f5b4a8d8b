//! One module worker.

use std::fmt;

use martlet_protocol::{FromEngine, ToEngine};
use wasm_bindgen::JsCast;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::listen::{Listener, thrown_text};
use crate::wire;

/// What a worker reports.
pub(super) enum Report {
    Message(FromEngine, Option<Vec<u8>>),
    Died(String),
}

/// A running worker; dropping it terminates it, and nothing more is reported.
pub(super) struct EngineWorker {
    worker: Worker,
    _listeners: [Listener; 3],
}

impl EngineWorker {
    pub(super) fn start(url: &str, report: impl Fn(Report) + Clone + 'static) -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name("martlet-engine");
        let worker = Worker::new_with_options(url, &options).map_err(|thrown| thrown_text(&thrown))?;
        let on_message = {
            let report = report.clone();
            Listener::new(&worker, "message", move |event| {
                let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
                report(match wire::decode(&event.data()) {
                    Ok((message, ipc)) => Report::Message(message, ipc),
                    Err(error) => Report::Died(error.to_string()),
                });
            })
        };
        let on_error = {
            let report = report.clone();
            let url = url.to_owned();
            Listener::new(&worker, "error", move |event| {
                event.prevent_default();
                // A script that does not load reports a plain event without any text.
                let text = event
                    .dyn_ref::<ErrorEvent>()
                    .map(ErrorEvent::message)
                    .filter(|text| !text.is_empty())
                    .unwrap_or_else(|| format!("{url} did not load"));
                report(Report::Died(text));
            })
        };
        let on_unreadable = Listener::new(&worker, "messageerror", move |_| {
            report(Report::Died(String::from("a message could not be read")));
        });
        Ok(Self { worker, _listeners: [on_message, on_error, on_unreadable] })
    }

    pub(super) fn post(&self, message: &ToEngine) -> Result<(), String> {
        let posted = wire::encode(message, None).map_err(|error| error.to_string())?;
        self.worker.post_message(&posted.data).map_err(|thrown| thrown_text(&thrown))
    }
}

impl Drop for EngineWorker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl fmt::Debug for EngineWorker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EngineWorker")
    }
}
