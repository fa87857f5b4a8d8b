//! `martlet query`: metric requests, answered on this machine as the browser answers them.

mod batch;
mod request;
mod source;

use crate::args::QueryArgs;
use crate::codes;
use crate::data::runtime;
use crate::exit::Exit;
use crate::output::{self, Progress};
use crate::problem::{Failed, Problem};

pub fn run(args: QueryArgs) -> Result<Exit, Failed> {
    let progress = Progress::new(args.quiet);
    progress.now("opening the tables");
    if let Some(file) = &args.requests {
        let session = source::open(&args)?;
        progress.finish();
        return batch::run(file, &session, args.explain);
    }
    let request = request::from_args(&args)?;
    let session = source::open(&args)?;
    let sql = session.compile(&request).map_err(Failed::input)?;
    if args.explain {
        progress.finish();
        output::to_stdout(|out| writeln!(out, "{}", sql.trim_end())).map_err(|error| not_printed(&error))?;
        return Ok(Exit::Fine);
    }
    progress.now("computing");
    let answer = runtime()?.block_on(session.run(&sql)).map_err(|problem| problem.sql(&sql));
    progress.finish();
    let answer = answer?;
    output::to_stdout(|out| answer.write(args.format, out)).map_err(|error| not_printed(&error))?;
    Ok(Exit::Fine)
}

pub fn not_printed(error: &std::io::Error) -> Problem {
    Problem::error(codes::NOT_WRITABLE, format!("the answer could not be printed: {error}"))
}
