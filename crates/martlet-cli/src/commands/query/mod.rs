//! `martlet query`: metric requests, answered on this machine as the browser answers them.

mod batch;
mod comparison;
mod request;
mod source;

pub use comparison::{comparison, range};
pub use source::open;

use martlet_semantic::MetricRequest;

use crate::args::QueryArgs;
use crate::codes;
use crate::data::{Session, runtime};
use crate::exit::Exit;
use crate::output::{self, Format, Progress};
use crate::problem::{Failed, Problem};

pub fn run(args: QueryArgs) -> Result<Exit, Failed> {
    let progress = Progress::new(args.quiet);
    progress.now("opening the tables");
    if let Some(file) = &args.requests {
        let session = open(&args.source)?;
        progress.finish();
        return batch::run(file, &session, &args);
    }
    let request = request::from_args(&args)?;
    let session = open(&args.source)?;
    answer(&session, &request, args.explain, args.format, &progress)
}

/// Runs one request, or prints its SQL.
pub fn answer(
    session: &Session,
    request: &MetricRequest,
    explain: bool,
    format: Format,
    progress: &Progress,
) -> Result<Exit, Failed> {
    let as_of = request.as_of.clone().or_else(|| session.as_of().map(str::to_owned));
    let sql = session.compile(&MetricRequest { as_of, ..request.clone() }).map_err(Failed::input)?;
    if explain {
        progress.finish();
        output::to_stdout(|out| writeln!(out, "{}", sql.trim_end())).map_err(|error| not_printed(&error))?;
        return Ok(Exit::Fine);
    }
    progress.now("computing");
    let answer = runtime()?.block_on(session.answer(request, &sql)).map_err(|problem| problem.sql(&sql));
    progress.finish();
    let answer = answer?;
    output::to_stdout(|out| answer.write(format, out)).map_err(|error| not_printed(&error))?;
    Ok(Exit::Fine)
}

pub fn not_printed(error: &std::io::Error) -> Problem {
    Problem::error(codes::NOT_WRITABLE, format!("the answer could not be printed: {error}"))
}
