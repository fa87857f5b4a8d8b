//! The results of the default views, so that a page can show numbers before its engine has loaded.

use std::io::{self, Write as _};
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use martlet_engine::{QueryOutput, TableFiles};
use martlet_semantic::MetricRequest;
use martlet_site::bundle::BundleWriter;
use martlet_site::catalog::Catalog;
use serde_json::json;
use tokio::runtime::Runtime;

use super::input::Input;
use super::snapshot::Published;
use crate::codes;
use crate::data::{self, Session, engine_problem};
use crate::output::Progress;
use crate::problem::{Failed, Problem};

/// `first.bin` as it is written, and what could not be computed.
#[derive(Debug)]
pub struct First {
    pub bundle: Vec<u8>,
    pub count: u64,
    pub warnings: Vec<Problem>,
}

/// Runs the requests on the files as they were just written, through the footers of the site. A metric that
/// compiles and cannot be computed would fail in every reader's browser, so it ends the build.
pub fn compute(catalog: &Catalog, session: &Session, progress: &Progress) -> Result<First, Failed> {
    let requests = martlet_view::first::requests(catalog);
    let runtime = data::runtime()?;
    let mut writer = BundleWriter::default();
    let mut count = 0;
    let mut warnings = Vec::new();
    let mut errors = Vec::new();
    let asked = ask_all(&requests, session, &runtime, progress)?;
    for (request, asked) in requests.iter().zip(asked) {
        let name = request.metrics.join(", ");
        let (sql, output) = match asked {
            Asked::Answered { sql, output } => (sql, output),
            Asked::Refused(problems) => {
                warnings.extend(problems.into_iter().map(|problem| {
                    let message = format!("the first view of {name} cannot be asked for: {}", problem.message);
                    Problem { message, ..Problem::warning(codes::FIRST_RESULT_FAILED, "") }
                        .hint(format!("its page shows numbers only after the engine has loaded ({})", problem.code))
                }));
                continue;
            }
        };
        // What ran out of memory beside others may have enough of it alone.
        let output = match output.or_else(|_| runtime.block_on(session.output_of(request, &sql))) {
            Ok(output) => output,
            Err(problem) => {
                let message = format!("metric {name} compiles, and cannot be computed: {}", problem.message);
                errors.push(Problem { message, ..problem }.sql(sql));
                continue;
            }
        };
        let ipc = output.to_ipc().map_err(|error| engine_problem(&error))?;
        let meta = json!({ "sql": sql, "rows": output.row_count(), "tables": output.tables_read });
        writer.add(request.key(), meta, &ipc);
        count += 1;
    }
    if !errors.is_empty() {
        return Err(Failed::check(errors));
    }
    let unwritable = |error: &dyn std::fmt::Display| {
        Problem::error(codes::NOT_WRITABLE, format!("the first results cannot be bundled: {error}"))
    };
    let bundle = writer.finish().map_err(|error| unwritable(&error))?;
    let bundle = compressed(&bundle).map_err(|error| unwritable(&error))?;
    Ok(First { bundle, count, warnings })
}

/// What became of one request.
enum Asked {
    Answered { sql: String, output: Result<QueryOutput, Problem> },
    Refused(Vec<Problem>),
}

/// A query is driven by one thread, so as many run at a time as there are processors. The answers are in the order of
/// the requests.
fn ask_all(
    requests: &[MetricRequest],
    session: &Session,
    runtime: &Runtime,
    progress: &Progress,
) -> Result<Vec<Asked>, Problem> {
    let ask = |request: &MetricRequest| match session.compile(request) {
        Ok(sql) => Asked::Answered { output: runtime.block_on(session.output_of(request, &sql)), sql },
        Err(problems) => Asked::Refused(problems),
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(request) = requests.get(at) else { return done };
            progress.now(format!("first results: {} of {}, {}", at + 1, requests.len(), request.metrics.join(", ")));
            done.push((at, ask(request)));
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(requests.len());
    let mut asked = thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|_| data::roomy_thread().spawn_scoped(scope, work))
            .collect::<io::Result<_>>()
            .map_err(|error| data::no_threads(&error))?;
        let mut asked = work();
        for other in others {
            asked.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        Ok(asked)
    })?;
    asked.sort_by_key(|(at, _)| *at);
    Ok(asked.into_iter().map(|(_, asked)| asked).collect())
}

/// The page's first numbers wait for this file, and few hosts compress one of its kind.
fn compressed(bundle: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bundle)?;
    out.finish()
}

/// The files as they were just written, with the footers that the site will carry.
pub fn session(input: &Input, published: &Published, data_dir: &Path) -> Result<Session, Problem> {
    let mut tables = Vec::new();
    for (table, files) in input.tables.iter().zip(&published.files) {
        let footers = table.footers().map(Bytes::clone);
        let files = files.iter().cloned().zip(footers).collect();
        tables.push(TableFiles::new(&table.name, files).map_err(|error| engine_problem(&error))?);
    }
    Session::of_folder(tables, data_dir, input.semantic.clone())
}
