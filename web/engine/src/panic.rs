//! The last words of a worker that panics. The trap that follows ends it; the page starts another.

use martlet_browser::engine_side::post;
use martlet_protocol::FromEngine;

use crate::{error::WorkerError, worker};

/// Fails every running query with the panic's text before the module traps.
pub(crate) fn report_to_page() {
    std::panic::set_hook(Box::new(|info| {
        let error = WorkerError::Panic { reason: info.to_string() }.to_protocol();
        for id in worker::running() {
            // Nothing is left to do when even this message does not leave.
            let _ = post(&FromEngine::Failed { id, error: error.clone() }, None);
        }
    }));
}
