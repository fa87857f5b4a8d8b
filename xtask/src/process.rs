//! Child processes with the repository's environment: the shared Cargo target folder, and the pinned tools first on PATH.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::places::Places;

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
