//! Answers to metric requests: those that came with the site, and those that the engine gave since.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use martlet_browser::engine_client::QueryResult;
use martlet_protocol::{Answer, QueryError};
use martlet_semantic::MetricRequest;
use martlet_site::bundle::Bundle;
use martlet_view::result::{ResultError, ResultTable};
use serde::Deserialize;

/// Answers kept; a page's worth of each recent choice.
const KEPT: usize = 400;

/// A decoded answer.
#[derive(Debug, PartialEq)]
pub struct Answered {
    pub table: ResultTable,
    pub answer: Answer,
    /// Computed when the site was built.
    pub is_precomputed: bool,
}

/// Shared by the whole app; clones are the same.
#[derive(Clone)]
pub struct Answers {
    inner: Rc<RefCell<Inner>>,
}

struct Inner {
    first: Option<Bundle<Vec<u8>>>,
    known: HashMap<String, Rc<Answered>>,
    /// Keys, oldest first.
    order: Vec<String>,
}

/// What `martlet build` writes beside a first result.
#[derive(Default, Deserialize)]
#[serde(default)]
struct FirstMeta {
    sql: String,
    rows: u64,
    tables: Vec<String>,
}

impl Answers {
    pub fn new(first: Option<Bundle<Vec<u8>>>) -> Self {
        Self { inner: Rc::new(RefCell::new(Inner { first, known: HashMap::new(), order: Vec::new() })) }
    }

    pub fn known(&self, request: &MetricRequest) -> Option<Rc<Answered>> {
        let key = request.key();
        let mut inner = self.inner.borrow_mut();
        if let Some(answered) = inner.known.get(&key) {
            return Some(Rc::clone(answered));
        }
        let (meta, bytes) = inner.first.as_ref()?.get(&key)?;
        // A first result that cannot be read is not worth an error: the engine can answer.
        let table = ResultTable::from_ipc(bytes).ok()?;
        let meta = FirstMeta::deserialize(meta).unwrap_or_default();
        let answer = Answer { sql: meta.sql, rows: meta.rows, tables: meta.tables, ..Answer::default() };
        let answered = Rc::new(Answered { table, answer, is_precomputed: true });
        inner.keep(key, Rc::clone(&answered));
        Some(answered)
    }

    /// Decodes and keeps an engine's result.
    pub fn keep(&self, request: &MetricRequest, result: &QueryResult) -> Result<Rc<Answered>, QueryError> {
        let table = ResultTable::from_ipc(&result.ipc).map_err(|error| QueryError {
            code: ResultError::CODE.to_owned(),
            message: error.to_string(),
            hint: Some(String::from("Reload the page: the app and its engine may be of different versions.")),
            sql: Some(result.answer.sql.clone()),
            is_retryable: false,
        })?;
        let answered = Rc::new(Answered { table, answer: result.answer.clone(), is_precomputed: false });
        self.inner.borrow_mut().keep(request.key(), Rc::clone(&answered));
        Ok(answered)
    }
}

impl Inner {
    fn keep(&mut self, key: String, answered: Rc<Answered>) {
        if self.known.insert(key.clone(), answered).is_none() {
            self.order.push(key);
        }
        if self.order.len() > KEPT {
            let oldest = self.order.remove(0);
            self.known.remove(&oldest);
        }
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").field("known", &self.inner.borrow().order.len()).finish()
    }
}
