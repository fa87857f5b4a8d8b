//! What the process's exit code says.

use std::process::ExitCode;

/// Stable: scripts and CI rely on these numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, nothing stands against it.
    Fine,
    /// 1: the work ran, and a check failed.
    CheckFailed,
    /// 2: the arguments or what they name cannot be used.
    BadInput,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::CheckFailed => 1,
            Exit::BadInput => 2,
        })
    }
}
