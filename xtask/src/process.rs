//! Child processes with the repository's environment: the shared Cargo target folder, and the pinned tools first on PATH.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use anyhow::{Context as _, Result, bail};

use crate::places::Places;
use crate::report::Outcome;

/// A command that runs at the top of the repository.
pub fn command(places: &Places, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(places.root()).stdin(Stdio::null());
    // What Cargo tells xtask about xtask must not reach the builds that xtask starts.
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") || name_text == "CARGO" {
            command.env_remove(&name);
        }
    }
    command.env("CARGO_TARGET_DIR", places.cargo_target()).env("PATH", path_with_tools(places));
    command
}

/// `cargo` with the repository's environment.
pub fn cargo(places: &Places) -> Command {
    command(places, "cargo")
}

/// Runs a command whose output the reader sees; fails with its command line.
pub fn run(command: &mut Command) -> Result<()> {
    let line = describe(command);
    let status = command.status().with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// A command that runs beside others: silent until somebody waits for it.
#[derive(Debug)]
pub struct Beside {
    child: Child,
    line: String,
    printed: Receiver<String>,
}

/// Starts a command whose error output is kept.
pub fn start(command: &mut Command) -> Result<Beside> {
    let line = describe(command);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{line}`"))?;
    let (sender, printed) = mpsc::channel();
    if let Some(errors) = child.stderr.take() {
        thread::spawn(move || {
            for text in BufReader::new(errors).lines().map_while(Result::ok) {
                if sender.send(text).is_err() {
                    break;
                }
            }
        });
    }
    Ok(Beside { child, line, printed })
}

impl Beside {
    /// Waits for the end. Shows what is printed from now on, and everything if it fails.
    pub fn wait(mut self) -> Result<Outcome> {
        let before: Vec<String> = self.printed.try_iter().collect();
        for text in &self.printed {
            println!("   {text}");
        }
        let status = self.child.wait()?;
        if !status.success() {
            for text in before {
                println!("   {text}");
            }
            bail!("`{}` ended with {status}", self.line);
        }
        Ok(Outcome::Done)
    }
}

impl Drop for Beside {
    /// A failure elsewhere leaves no build behind.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a command and returns what it printed; its error output is shown.
pub fn output(command: &mut Command) -> Result<String> {
    let line = describe(command);
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("cannot start `{line}`"))?;
    if !output.status.success() {
        bail!("`{line}` ended with {}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` did not print UTF-8"))
}

/// What a command prints when it runs well, or `None`.
pub fn try_output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program is on PATH.
pub fn is_on_path(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

fn path_with_tools(places: &Places) -> OsString {
    let mut dirs = vec![places.tools().join("bin")];
    if let Some(path) = env::var_os("PATH") {
        dirs.extend(env::split_paths(&path).collect::<Vec<PathBuf>>());
    }
    env::join_paths(dirs).unwrap_or_else(|_| env::var_os("PATH").unwrap_or_default())
}

fn describe(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}
