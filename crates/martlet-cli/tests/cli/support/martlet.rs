//! Runs the binary as a script would: no terminal, a working folder, and what came out.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

/// What a run left.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Run {
    /// The single JSON value on standard output.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }

    pub fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }
}

/// The command, to be changed further.
pub fn command<S: AsRef<OsStr>>(dir: &Path, args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_martlet"));
    command.current_dir(dir).args(args).env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    command
}

/// Runs `martlet ARGS` in `dir`; the folder's path in what it printed becomes `[DIR]`.
pub fn martlet<S: AsRef<OsStr>>(dir: &Path, args: impl IntoIterator<Item = S>) -> Run {
    let output = command(dir, args).output().expect("the binary starts");
    run_of(dir, &output)
}

pub fn run_of(dir: &Path, output: &Output) -> Run {
    let text = |bytes: &[u8]| {
        let whole = String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let real = dir.canonicalize().expect("the folder is there");
        whole.replace(&real.display().to_string(), "[DIR]").replace(&dir.display().to_string(), "[DIR]")
    };
    Run { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}
