//! What is asked, what is sent, and what must happen next: the client's rules without a browser.
//!
//! In: what the page wants and what the worker says. Out: [`Effect`]s, in order, for the client to
//! carry out.

use std::collections::BTreeMap;
use std::rc::Rc;

use martlet_protocol::{Answer, FromEngine, MetricOptions, Progress, QueryError, QueryId, ToEngine};
use martlet_semantic::MetricRequest;

use super::code;

/// Workers that may die one after the other, none of them having opened the site, before the page gives up.
const DEATHS_BEFORE_GIVING_UP: u32 = 2;

/// A question to the engine.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Official: compiled from dbt metrics.
    Metrics(MetricRequest),
    /// Ad hoc and read-only.
    Sql { sql: String, max_rows: u64, timeout_ms: u64 },
    /// By what these metrics can be grouped together.
    Options(Vec<String>),
    /// The request's SQL, not run.
    Compile(MetricRequest),
}

/// A finished query.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryResult {
    pub answer: Answer,
    /// Arrow IPC stream.
    pub ipc: Vec<u8>,
}

/// What happens to a query. `Finished`, `Options`, `Compiled` and `Failed` are the last.
#[derive(Debug, Clone, PartialEq)]
pub enum QueryEvent {
    Progress(Progress),
    /// The engine was replaced and the query was asked again; progress begins anew.
    AskedAgain,
    Finished(Rc<QueryResult>),
    Options(Rc<MetricOptions>),
    Compiled(String),
    Failed(QueryError),
}

/// What the worker is to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteToOpen {
    /// Absolute, with the slash.
    pub data_url: String,
    pub snapshot: String,
    pub memory_limit_bytes: u64,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub enum Phase {
    /// The worker's code is being loaded.
    #[default]
    Starting,
    /// The worker runs and reads the site's catalog.
    Opening,
    Ready {
        open_ms: f64,
    },
    /// Nothing can be asked; what was asked has failed.
    Failed(QueryError),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    /// It did not answer a cancel.
    Stuck,
    /// It stopped by itself.
    Died,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct EngineState {
    pub phase: Phase,
    /// Why the present worker is not the first one.
    pub replaced: Option<Replaced>,
    pub replacements: u32,
}

/// Something that the client has to do.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(clippy::large_enum_variant, reason = "one for each question, never many in memory")
)]
pub(super) enum Effect {
    Post(ToEngine),
    Tell(QueryId, QueryEvent),
    /// Call [`Ledger::cancel_is_due`] after the grace time.
    AwaitCancel(QueryId),
    ReplaceWorker,
    StateChanged,
}

#[derive(Debug)]
struct Asked {
    query: Query,
    is_sent: bool,
    is_cancelled: bool,
}

#[derive(Debug, Default)]
pub(super) struct Ledger {
    state: EngineState,
    has_started: bool,
    site: Option<SiteToOpen>,
    asked: BTreeMap<QueryId, Asked>,
    last_id: QueryId,
    deaths_in_a_row: u32,
}

impl Ledger {
    pub(super) fn state(&self) -> &EngineState {
        &self.state
    }

    pub(super) fn open(&mut self, site: SiteToOpen) -> Vec<Effect> {
        let open = to_open(&site);
        self.site = Some(site);
        if !self.has_started {
            return Vec::new();
        }
        // Queries already with the worker belong to the site that was open until now.
        for asked in self.asked.values_mut() {
            asked.is_sent = false;
        }
        self.enter(Phase::Opening, vec![Effect::Post(open)])
    }

    pub(super) fn ask(&mut self, query: Query) -> (QueryId, Vec<Effect>) {
        self.last_id = self.last_id.wrapping_add(1);
        let id = self.last_id;
        match &self.state.phase {
            Phase::Failed(error) => (id, vec![Effect::Tell(id, QueryEvent::Failed(error.clone()))]),
            Phase::Ready { .. } => {
                let post = Effect::Post(to_engine(id, &query));
                self.asked.insert(id, Asked { query, is_sent: true, is_cancelled: false });
                (id, vec![post])
            }
            Phase::Starting | Phase::Opening => {
                self.asked.insert(id, Asked { query, is_sent: false, is_cancelled: false });
                (id, Vec::new())
            }
        }
    }

    pub(super) fn cancel(&mut self, id: QueryId) -> Vec<Effect> {
        match self.asked.get_mut(&id) {
            Some(asked) if asked.is_sent && !asked.is_cancelled => {
                asked.is_cancelled = true;
                vec![Effect::Post(ToEngine::Cancel { id }), Effect::AwaitCancel(id)]
            }
            Some(asked) if !asked.is_sent => {
                self.asked.remove(&id);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// The grace time of a cancel is over.
    pub(super) fn cancel_is_due(&mut self, id: QueryId) -> Vec<Effect> {
        if !self.asked.get(&id).is_some_and(|asked| asked.is_cancelled && asked.is_sent) {
            return Vec::new();
        }
        let mut effects = Vec::new();
        self.asked.retain(|_, asked| !asked.is_cancelled);
        for (id, asked) in &mut self.asked {
            if asked.is_sent {
                asked.is_sent = false;
                effects.push(Effect::Tell(*id, QueryEvent::AskedAgain));
            }
        }
        effects.extend(self.replace(Replaced::Stuck));
        effects
    }

    pub(super) fn received(&mut self, message: FromEngine, ipc: Option<Vec<u8>>) -> Vec<Effect> {
        match message {
            FromEngine::Started => {
                self.has_started = true;
                let open = self.site.as_ref().map(|site| Effect::Post(to_open(site)));
                self.enter(Phase::Opening, open.into_iter().collect())
            }
            FromEngine::Opened { open_ms } => {
                self.deaths_in_a_row = 0;
                let mut effects = Vec::new();
                for (id, asked) in &mut self.asked {
                    if !asked.is_sent {
                        asked.is_sent = true;
                        effects.push(Effect::Post(to_engine(*id, &asked.query)));
                    }
                }
                self.enter(Phase::Ready { open_ms }, effects)
            }
            FromEngine::OpenFailed { error } => self.give_up(error),
            FromEngine::Progress { id, progress } => self.tell(id, QueryEvent::Progress(progress)),
            FromEngine::Finished { id, answer } => {
                let result = QueryResult { answer, ipc: ipc.unwrap_or_default() };
                self.end(id, QueryEvent::Finished(Rc::new(result)))
            }
            FromEngine::Options { id, options } => self.end(id, QueryEvent::Options(Rc::new(options))),
            FromEngine::Compiled { id, sql } => self.end(id, QueryEvent::Compiled(sql)),
            FromEngine::Failed { id, error } => self.end(id, QueryEvent::Failed(error)),
        }
    }

    /// The worker stopped by itself.
    pub(super) fn died(&mut self, reason: &str) -> Vec<Effect> {
        let has_opened = matches!(self.state.phase, Phase::Ready { .. });
        self.deaths_in_a_row = if has_opened { 1 } else { self.deaths_in_a_row + 1 };
        if !self.has_started && self.deaths_in_a_row >= DEATHS_BEFORE_GIVING_UP {
            return self.give_up(QueryError {
                code: code::NOT_STARTED.to_owned(),
                message: format!("The query engine did not start: {reason}"),
                hint: Some(String::from(
                    "Reload the page. If it stays so, this browser may be too old, or the site incomplete.",
                )),
                sql: None,
                is_retryable: true,
            });
        }
        let mut effects = Vec::new();
        let mut kept = BTreeMap::new();
        for (id, asked) in std::mem::take(&mut self.asked) {
            if !asked.is_sent {
                kept.insert(id, asked);
            } else if !asked.is_cancelled {
                let error = died_error(reason, &asked.query);
                effects.push(Effect::Tell(id, QueryEvent::Failed(error)));
            }
        }
        self.asked = kept;
        if self.deaths_in_a_row > DEATHS_BEFORE_GIVING_UP {
            effects.extend(self.give_up(QueryError {
                code: code::DIED.to_owned(),
                message: format!("The query engine stopped several times: {reason}"),
                hint: Some(String::from("Reload the page.")),
                sql: None,
                is_retryable: true,
            }));
            return effects;
        }
        effects.extend(self.replace(Replaced::Died));
        effects
    }

    /// The worker cannot be used at all.
    pub(super) fn give_up(&mut self, error: QueryError) -> Vec<Effect> {
        let told: Vec<Effect> = std::mem::take(&mut self.asked)
            .into_iter()
            .filter(|(_, asked)| !asked.is_cancelled)
            .map(|(id, _)| Effect::Tell(id, QueryEvent::Failed(error.clone())))
            .collect();
        self.enter(Phase::Failed(error), told)
    }

    /// Starts anew after a failure, because a person asked for it.
    pub(super) fn restart(&mut self) -> Vec<Effect> {
        self.deaths_in_a_row = 0;
        self.has_started = false;
        self.enter(Phase::Starting, vec![Effect::ReplaceWorker])
    }

    fn replace(&mut self, why: Replaced) -> Vec<Effect> {
        self.state.replaced = Some(why);
        self.state.replacements += 1;
        self.has_started = false;
        self.enter(Phase::Starting, vec![Effect::ReplaceWorker])
    }

    fn enter(&mut self, phase: Phase, mut effects: Vec<Effect>) -> Vec<Effect> {
        self.state.phase = phase;
        effects.push(Effect::StateChanged);
        effects
    }

    fn tell(&self, id: QueryId, event: QueryEvent) -> Vec<Effect> {
        match self.asked.get(&id) {
            Some(asked) if !asked.is_cancelled => vec![Effect::Tell(id, event)],
            _ => Vec::new(),
        }
    }

    fn end(&mut self, id: QueryId, event: QueryEvent) -> Vec<Effect> {
        match self.asked.remove(&id) {
            Some(asked) if !asked.is_cancelled => vec![Effect::Tell(id, event)],
            _ => Vec::new(),
        }
    }
}

fn to_open(site: &SiteToOpen) -> ToEngine {
    ToEngine::Open {
        data_url: site.data_url.clone(),
        snapshot: site.snapshot.clone(),
        memory_limit_bytes: site.memory_limit_bytes,
    }
}

fn to_engine(id: QueryId, query: &Query) -> ToEngine {
    match query.clone() {
        Query::Metrics(request) => ToEngine::Metrics { id, request },
        Query::Sql { sql, max_rows, timeout_ms } => ToEngine::Sql { id, sql, max_rows, timeout_ms },
        Query::Options(metrics) => ToEngine::Options { id, metrics },
        Query::Compile(request) => ToEngine::Compile { id, request },
    }
}

fn died_error(reason: &str, query: &Query) -> QueryError {
    QueryError {
        code: code::DIED.to_owned(),
        message: format!("The query engine stopped while this ran, and was replaced: {reason}"),
        hint: Some(String::from(
            "The data is safe. Try again; if it happens again, ask for less: fewer columns, a shorter time.",
        )),
        sql: match query {
            Query::Sql { sql, .. } => Some(sql.clone()),
            Query::Metrics(_) | Query::Options(_) | Query::Compile(_) => None,
        },
        is_retryable: true,
    }
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
