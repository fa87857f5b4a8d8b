//! Automation of this repository: `cargo xtask <command>`, one file a command.
#![expect(clippy::print_stdout, reason = "a command-line program speaks on its standard output")]

mod clearvana;
mod commands;
mod lint;
mod mariadb;
mod places;
mod process;
mod report;
mod stamp;
mod suite;
mod tools;
mod web;

use std::process::ExitCode;

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
    /// Build the product on the demo data and serve it
    Demo(commands::demo::DemoArgs),
    /// Run every test
    Test(commands::test::TestArgs),
    /// Run every lint
    Ci(commands::ci::CiArgs),
    /// Run the quick lints alone: formatting, direction of dependencies, shape of files, error codes, spelling
    Tidy,
    /// Build the web app's folder
    Site(commands::site::SiteArgs),
    /// Build the martlet binary with the published web app inside
    Dist,
    /// Measure what docs/benchmarks.md states
    Bench(commands::bench::BenchArgs),
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    let places = Places::find()?;
    match arguments.command {
        Command::Setup => commands::setup::run(&places),
        Command::Demo(args) => commands::demo::run(&places, &args),
        Command::Test(args) => commands::test::run(&places, &args),
        Command::Ci(args) => commands::ci::run(&places, &args),
        Command::Tidy => commands::tidy::run(&places),
        Command::Site(args) => commands::site::run(&places, &args),
        Command::Dist => commands::dist::run(&places),
        Command::Bench(args) => commands::bench::run(&places, &args),
    }
}
