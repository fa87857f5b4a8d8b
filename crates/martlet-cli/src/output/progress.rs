//! Progress on standard error, only when that is a terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// One line that says what is being done; nothing at all when quiet or piped.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub fn new(quiet: bool) -> Self {
        if quiet || !io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden() };
        }
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(100));
        Self { bar }
    }

    /// What is being done now.
    pub fn now(&self, message: impl Into<String>) {
        self.bar.set_message(message.into());
    }

    /// A line that stays above the moving one.
    pub fn done(&self, line: impl AsRef<str>) {
        self.bar.println(line);
    }

    /// A line that stays, also where nothing moves.
    pub fn note(&self, line: impl AsRef<str>) {
        self.bar.suspend(|| eprintln!("{}", line.as_ref()));
    }

    /// From here on a bar of so many bytes.
    pub fn of_bytes(&self, total: u64) {
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {msg}") {
            self.bar.set_style(style);
        }
        self.bar.set_length(total);
    }

    /// Back to a line of words.
    pub fn of_steps(&self) {
        self.bar.set_style(ProgressStyle::default_spinner());
    }

    pub fn add_bytes(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
