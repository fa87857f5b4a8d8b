//! `martlet sql`: one read-only query over tables as they are. The answer is ad hoc.

use std::io::Read;

use crate::args::SqlArgs;
use crate::codes;
use crate::commands::query::not_printed;
use crate::data::{self, LocalTable, Session};
use crate::exit::Exit;
use crate::output::{self, Progress};
use crate::problem::{Failed, Problem};

pub fn run(args: SqlArgs) -> Result<Exit, Failed> {
    let sql = text(&args.sql)?;
    let progress = Progress::new(args.quiet);
    progress.now("opening the tables");
    let session = open(&args)?;
    progress.now("computing");
    let answer = data::runtime()?.block_on(session.run(&sql));
    progress.finish();
    let answer = answer?;
    output::to_stdout(|out| answer.write(args.format, out)).map_err(|error| not_printed(&error))?;
    Ok(Exit::Fine)
}

fn text(argument: &str) -> Result<String, Problem> {
    if argument != "-" {
        return Ok(argument.to_owned());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|error| {
        Problem::error(codes::NOT_READABLE, format!("standard input cannot be read: {error}"))
            .hint("send the query as UTF-8 text")
    })?;
    Ok(text)
}

fn open(args: &SqlArgs) -> Result<Session, Failed> {
    if let Some(site) = &args.site {
        return Session::of_site(&data::read_site(site)?).map_err(Failed::input);
    }
    if let Some(project) = &args.project {
        return data::project_session(project, args.target_dir.as_deref(), args.marts.as_deref());
    }
    let Some(dir) = &args.parquet else {
        return Err(Problem::error(codes::USAGE, "it is not said where the tables are").into());
    };
    let mut tables = Vec::new();
    let mut problems = Vec::new();
    for (name, files) in data::all_tables(dir)? {
        match LocalTable::inspect(&name, &files) {
            Ok(table) => tables.push(table),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(Failed::input(problems));
    }
    Session::of_tables(&tables, None).map_err(Failed::input)
}
