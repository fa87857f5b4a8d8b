//! What the person who waits sees: the table at work with rows, bytes and rate, and a line for each that is done.

use std::time::Instant;

use martlet_extract::{Finding, Lag, Progress as At, Step, TableResult, Watch};

use super::words;
use crate::output::{self, Progress};

/// Lines that stay are printed also where nothing moves, on standard error.
pub struct Terminal {
    progress: Progress,
    /// What the rate is of, and since when.
    step: Option<(String, Step, Instant)>,
}

impl Terminal {
    pub fn new() -> Self {
        Self { progress: Progress::new(false), step: None }
    }

    pub fn finish(&self) {
        self.progress.finish();
    }
}

impl Watch for Terminal {
    fn lag(&mut self, lag: &Lag) {
        if let Some(line) = words::lag(lag) {
            self.progress.note(line);
        }
    }

    fn progress(&mut self, at: At<'_>) {
        let started = match &self.step {
            Some((table, step, started)) if table == at.table && *step == at.step => *started,
            _ => {
                let now = Instant::now();
                self.step = Some((at.table.to_owned(), at.step, now));
                now
            }
        };
        self.progress.now(words::progress(&at, started.elapsed()));
    }

    fn found(&mut self, finding: Finding) {
        self.progress.note(words::finding(&finding));
    }

    fn table(&mut self, result: &TableResult) {
        self.progress.done(format!(
            "{}: {} rows, {}",
            result.name,
            output::count(result.rows),
            output::bytes(result.bytes)
        ));
    }
}
