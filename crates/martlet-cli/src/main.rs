//! The `martlet` command line: arguments in, a command run, an exit code out.

mod args;
mod codes;
mod commands;
mod data;
mod exit;
mod memory;
mod output;
mod problem;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    memory::keep_for_reuse();
    let cli = args::Cli::parse();
    let format = cli.command.format();
    match commands::run(cli.command) {
        Ok(exit) => exit.into(),
        Err(failed) => {
            // When the problems themselves cannot be printed, the exit code still tells.
            let _ = output::report_failure(&failed, format);
            failed.exit.into()
        }
    }
}
