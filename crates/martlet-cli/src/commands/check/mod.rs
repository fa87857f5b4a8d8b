//! `martlet check`: every problem of a project or a site at once.

mod project;
mod site;

use std::io::{self, Write};

use crate::args::CheckArgs;
use crate::codes;
use crate::exit::Exit;
use crate::output::{self, Format, Progress};
use crate::problem::{self, Failed, Problem};

pub fn run(args: CheckArgs) -> Result<Exit, Failed> {
    let progress = Progress::new(args.quiet);
    let (what, problems) = match (&args.site, &args.project) {
        (Some(site), _) => (site.display().to_string(), site::check(site, &progress)),
        (None, Some(dir)) => {
            let problems = project::check(dir, args.target_dir.as_deref(), args.marts.as_deref(), &progress);
            (dir.display().to_string(), problems)
        }
        (None, None) => return Err(Problem::error(codes::USAGE, "it is not said what to check").into()),
    };
    progress.finish();
    let mut problems = problems?;
    problem::sort(&mut problems);
    output::to_stdout(|out| write(&what, &problems, args.format, out))
        .map_err(|error| Problem::error(codes::NOT_WRITABLE, format!("the report could not be printed: {error}")))?;
    Ok(if problems.iter().any(Problem::is_error) { Exit::CheckFailed } else { Exit::Fine })
}

/// The report is what was asked for, so it goes to standard output in every format.
fn write(what: &str, problems: &[Problem], format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Json => {
            let text = serde_json::to_string(problems)?;
            writeln!(out, "{text}")
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(["severity", "code", "file", "line", "message", "hint"])?;
            for problem in problems {
                let line = problem.line.map(|line| line.to_string()).unwrap_or_default();
                writer.write_record([
                    problem.severity.name(),
                    &problem.code,
                    problem.file.as_deref().unwrap_or_default(),
                    &line,
                    &problem.message,
                    problem.hint.as_deref().unwrap_or_default(),
                ])?;
            }
            writer.flush()
        }
        Format::Table => {
            output::write_problems(problems, out)?;
            match problems {
                [] => writeln!(out, "{what}: no problem found"),
                _ => writeln!(out, "{what}: {}", output::tally(problems)),
            }
        }
    }
}
