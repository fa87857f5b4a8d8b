//! What each command does. One folder a command; `crate::data` has what several of them share.

mod build;
mod check;
mod demo;
mod explain_change;
mod extract;
mod options;
pub(crate) mod query;
mod serve;
mod sql;
mod values;

use crate::args::Command;
use crate::exit::Exit;
use crate::problem::Failed;

/// Runs one command to its end.
pub fn run(command: Command) -> Result<Exit, Failed> {
    match command {
        Command::Build(args) => build::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Check(args) => check::run(args),
        Command::Query(args) => query::run(*args),
        Command::ExplainChange(args) => explain_change::run(*args),
        Command::Values(args) => values::run(*args),
        Command::Options(args) => options::run(args),
        Command::Sql(args) => sql::run(args),
        Command::Extract(args) => extract::run(args),
        Command::Demo(args) => demo::run(args),
    }
}
