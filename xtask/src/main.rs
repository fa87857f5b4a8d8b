//! Automation of this repository: `cargo xtask <command>`, one file a command.
#![expect(clippy::print_stdout, reason = "a command-line program speaks on its standard output")]

mod commands;
mod places;
mod process;
mod report;
mod stamp;
mod tools;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::places::Places;

/// Automation of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Install the tools that are missing
    Setup,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let places = Places::find()?;
    match arguments.command {
        Command::Setup => commands::setup::run(&places),
    }
}
