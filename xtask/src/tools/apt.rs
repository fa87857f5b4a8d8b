//! System packages: a C compiler that targets wasm32, Chromium and its driver, Brotli, MariaDB's server.
//!
//! The server comes without its service (`mariadb-server-core`): tests start it on a data directory of their own.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process::{is_on_path, try_output};
use crate::report::Outcome;

/// A program and the package that has it.
const NEEDED: &[(&str, &str)] = &[
    ("clang-22", "clang-22"),
    ("llvm-ar-22", "llvm-22"),
    ("llvm-objcopy-22", "llvm-22"),
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("brotli", "brotli"),
    ("mariadbd", "mariadb-server-core"),
    // What `mariadb-install-db` needs.
    ("my_print_defaults", "mariadb-client-core"),
    // Certificates for the server of the tests.
    ("openssl", "openssl"),
];

/// Installs what is not on PATH.
pub fn install() -> Result<Outcome> {
    let missing: Vec<&str> =
        NEEDED.iter().filter(|(program, _)| !is_installed(program)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(Outcome::Reused);
    }
    if !is_on_path("apt-get") {
        bail!("these are missing and there is no apt-get to install them; install them by hand: {}", missing.join(" "));
    }
    println!("   installing by apt: {}", missing.join(" "));
    run_quietly(as_root()?.args(["apt-get", "update", "-qq"]))?;
    run_quietly(as_root()?.args(["apt-get", "install", "-y", "-qq", "--no-install-recommends"]).args(&missing))
        .context("if clang-22 is not known here, add a repository that has LLVM 22")?;
    Ok(Outcome::DoneWith(format!("installed {}", missing.join(", "))))
}

/// Also where servers are installed, which is not on everybody's PATH.
fn is_installed(program: &str) -> bool {
    is_on_path(program) || Path::new("/usr/sbin").join(program).is_file()
}

/// Shows what apt printed only when it fails: hundreds of lines, which nobody reads when all is well.
fn run_quietly(command: &mut Command) -> Result<()> {
    let output = command.output().context("apt-get cannot be started")?;
    if !output.status.success() {
        print!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        bail!("apt-get ended with {}", output.status);
    }
    Ok(())
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
