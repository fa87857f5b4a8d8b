//! Problems on standard error for people, or on standard output for programs.

use std::io::{self, Write};

use super::Format;
use crate::problem::{Failed, Problem, Severity};

/// Prints each problem and, below several, how many there are.
pub fn write_problems(problems: &[Problem], out: &mut dyn Write) -> io::Result<()> {
    for problem in problems {
        writeln!(out, "{problem}\n")?;
    }
    Ok(())
}

/// `2 errors, 1 warning`
pub fn tally(problems: &[Problem]) -> String {
    let of = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let words = |number: usize, word: &str| format!("{number} {word}{}", if number == 1 { "" } else { "s" });
    match (errors, warnings) {
        (_, 0) => words(errors, "error"),
        (0, _) => words(warnings, "warning"),
        _ => format!("{}, {}", words(errors, "error"), words(warnings, "warning")),
    }
}

/// The end of a command that failed.
pub fn report_failure(failed: &Failed, format: Format) -> io::Result<()> {
    if format == Format::Json {
        let text = serde_json::to_string(&serde_json::json!({ "problems": failed.problems }))?;
        return super::to_stdout(|out| writeln!(out, "{text}"));
    }
    let mut err = io::stderr().lock();
    write_problems(&failed.problems, &mut err)?;
    if failed.problems.len() > 1 {
        writeln!(err, "{}", tally(&failed.problems))?;
    }
    Ok(())
}
