//! System packages: a C compiler that targets wasm32, Chromium and its driver, Brotli.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process::{is_on_path, run, try_output};
use crate::report::Outcome;

/// A program and the package that has it.
const NEEDED: &[(&str, &str)] = &[
    ("clang-22", "clang-22"),
    ("llvm-ar-22", "llvm-22"),
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("brotli", "brotli"),
];

/// Installs what is not on PATH.
pub fn install() -> Result<Outcome> {
    let missing: Vec<&str> =
        NEEDED.iter().filter(|(program, _)| !is_on_path(program)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(Outcome::Reused);
    }
    if !is_on_path("apt-get") {
        bail!("these are missing and there is no apt-get to install them; install them by hand: {}", missing.join(" "));
    }
    println!("   installing by apt: {}", missing.join(" "));
    run(as_root()?.args(["apt-get", "update", "-qq"]))?;
    run(as_root()?.args(["apt-get", "install", "-y", "-qq", "--no-install-recommends"]).args(&missing))
        .context("if clang-22 is not known here, add a repository that has LLVM 22")?;
    Ok(Outcome::DoneWith(format!("installed {}", missing.join(", "))))
}

/// `env` as root, with questions off.
fn as_root() -> Result<Command> {
    let is_root = try_output(Command::new("id").arg("-u")).as_deref() == Some("0");
    let mut command = if is_root {
        Command::new("env")
    } else if is_on_path("sudo") {
        let mut sudo = Command::new("sudo");
        sudo.arg("env");
        sudo
    } else {
        bail!("installing system packages needs root or sudo");
    };
    command.arg("DEBIAN_FRONTEND=noninteractive");
    Ok(command)
}
