//! What belongs to one running query and is reached from deep inside its plan.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use datafusion::common::instant::Instant;

use super::{CancelToken, ProgressCounter};
use crate::{EngineError, Host};

/// Travels as an extension of the session's configuration.
#[derive(Debug)]
pub(crate) struct QueryContext {
    pub host: Arc<dyn Host>,
    pub progress: Arc<ProgressCounter>,
    pub slice: TimeSlice,
    tables: Mutex<BTreeSet<String>>,
    failure: Mutex<Option<EngineError>>,
}

impl QueryContext {
    pub(crate) fn new(host: Arc<dyn Host>, progress: Arc<ProgressCounter>, cancel: CancelToken) -> Self {
        Self { host, progress, slice: TimeSlice::new(cancel), tables: Mutex::default(), failure: Mutex::default() }
    }

    pub(crate) fn note_table(&self, name: &str) {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
    }

    /// Names of the tables scanned, sorted.
    pub(crate) fn tables(&self) -> Vec<String> {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.iter().cloned().collect()
    }

    /// Keeps the first failure with its type; DataFusion would hand back only its text.
    pub(crate) fn fail(&self, error: EngineError) {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.get_or_insert(error);
    }

    pub(crate) fn take_failure(&self) -> Option<EngineError> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// How long a query works before it lets others run: two frames of a screen.
const SLICE: Duration = Duration::from_millis(30);

/// The time that a query may still use before it must yield.
#[derive(Debug)]
pub(crate) struct TimeSlice {
    ends_at: Mutex<Instant>,
    has_ended: AtomicBool,
    cancel: CancelToken,
}

impl TimeSlice {
    fn new(cancel: CancelToken) -> Self {
        Self { ends_at: Mutex::new(Instant::now() + SLICE), has_ended: AtomicBool::new(false), cancel }
    }

    /// Whether the plan must stop working now. Stays true until the slice is renewed.
    pub(crate) fn is_over(&self) -> bool {
        if self.has_ended.load(Ordering::Relaxed) {
            return true;
        }
        let ends_at = *self.ends_at.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = self.cancel.is_cancelled() || Instant::now() >= ends_at;
        if is_over {
            self.has_ended.store(true, Ordering::Relaxed);
        }
        is_over
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.has_ended.load(Ordering::Relaxed)
    }

    pub(crate) fn renew(&self) {
        *self.ends_at.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now() + SLICE;
        self.has_ended.store(false, Ordering::Relaxed);
    }
}
