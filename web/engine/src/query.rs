//! One question from compile to answer.

use std::{sync::Arc, time::Duration};

use futures::future::{Either, select};
use martlet_browser::engine_side::{WorkerHost, now_ms};
use martlet_engine::{CancelToken, Expression, Host, ProgressCounter, ProgressSnapshot, RunOptions};
use martlet_protocol::{Answer, MetricOptions, Progress, QueryError, UnavailableOption};
use martlet_semantic::{MetricRequest, SemanticLayer, WrittenExpression};

use crate::{
    error::{WorkerError, from_engine, from_request},
    open::Site,
};

/// What is asked.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one for each question, never many in memory")]
pub(crate) enum Question {
    Metrics(MetricRequest),
    Sql { sql: String, max_rows: u64, timeout_ms: u64 },
}

/// Rows of a metric request that a page can still show; a request that gives more says so.
const MAX_METRIC_ROWS: u64 = 100_000;

/// Progress is told this often.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// Answers `question`; `on_progress` is called while it runs.
pub(crate) async fn answer(
    site: &Site,
    question: Question,
    cancel: CancelToken,
    on_progress: impl Fn(Progress),
) -> Result<(Answer, Vec<u8>), QueryError> {
    let started = now_ms();
    let (sql, request, max_rows, timeout) = match question {
        Question::Metrics(request) => (compile(site, &request)?, Some(request), MAX_METRIC_ROWS, None),
        Question::Sql { sql, max_rows, timeout_ms } => (sql, None, max_rows, Some(Duration::from_millis(timeout_ms))),
    };
    let compiled = now_ms();

    let progress = Arc::new(ProgressCounter::default());
    let options = RunOptions { max_rows, timeout, cancel, progress: Arc::clone(&progress) };
    let running = std::pin::pin!(site.engine.run(&sql, options));
    let telling = std::pin::pin!(tell(&progress, on_progress));
    let output = match select(running, telling).await {
        Either::Left((output, _)) => output,
        Either::Right((never, _)) => match never {},
    };
    let output = output.map_err(|error| {
        let expressions = request.as_ref().map_or_else(Vec::new, |request| expressions(site, request));
        from_engine(&error.in_expressions(&expressions), Some(&sql))
    })?;
    let ipc = output.to_ipc().map_err(|error| from_engine(&error, Some(&sql)))?;
    let answer = Answer {
        rows: output.row_count(),
        is_truncated: output.is_truncated,
        progress: to_protocol(output.progress),
        compile_ms: compiled - started,
        run_ms: now_ms() - compiled,
        tables: output.tables_read,
        sql: sql.clone(),
    };
    Ok((answer, ipc))
}

/// The request's SQL.
pub(crate) fn compile(site: &Site, request: &MetricRequest) -> Result<String, QueryError> {
    let compiled = layer(site)?.compile(request).map_err(|error| from_request(&error))?;
    Ok(compiled.sql)
}

/// What people wrote of which the request's SQL was made.
fn expressions(site: &Site, request: &MetricRequest) -> Vec<Expression> {
    let written = site.metrics.iter().flat_map(|layer| layer.written_expressions(request));
    written.map(|WrittenExpression { owner, text, sql }| Expression { owner, text, sql }).collect()
}

fn layer(site: &Site) -> Result<&SemanticLayer, QueryError> {
    site.metrics.as_ref().ok_or_else(|| WorkerError::NoMetrics.to_protocol())
}

/// By what the metrics can be grouped together, and why the rest of the project cannot be used with them.
pub(crate) fn options(site: &Site, metrics: &[String]) -> Result<MetricOptions, QueryError> {
    let layer = layer(site)?;
    let names: Vec<&str> = metrics.iter().map(String::as_str).collect();
    let available = layer.group_by_items(&names).map_err(|error| from_request(&error))?;
    let unavailable = layer.unavailable_items(&names).map_err(|error| from_request(&error))?;
    Ok(MetricOptions {
        available: available.into_iter().map(|option| option.name).collect(),
        unavailable: unavailable
            .into_iter()
            .map(|item| UnavailableOption { name: item.name, label: item.label, reason: item.reason })
            .collect(),
    })
}

/// Tells each change of the counts, for as long as it is polled.
async fn tell(progress: &ProgressCounter, on_progress: impl Fn(Progress)) -> std::convert::Infallible {
    let mut told = ProgressSnapshot::default();
    loop {
        WorkerHost.sleep(PROGRESS_EVERY).await;
        let now = progress.snapshot();
        if now != told {
            told = now;
            on_progress(to_protocol(now));
        }
    }
}

fn to_protocol(snapshot: ProgressSnapshot) -> Progress {
    Progress { bytes_read: snapshot.bytes_read, bytes_planned: snapshot.bytes_planned, requests: snapshot.requests }
}
