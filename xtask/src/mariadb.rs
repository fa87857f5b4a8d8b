//! A MariaDB on loopback with a data directory of its own, for as long as it is held.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::process::{run, try_output};

const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Begins with no database; what `dir` held is removed.
    pub fn start(dir: &Path) -> Result<Self> {
        if dir.exists() {
            fs::remove_dir_all(dir)?;
        }
        fs::create_dir_all(dir)?;
        let (data, temp) = (dir.join("data"), dir.join("temp"));
        // Of its own: a server that starts removes temporary tables, also those of its neighbours.
        fs::create_dir(&temp)?;
        let temp = format!("--tmpdir={}", temp.display());
        run(Command::new("mariadb-install-db")
            .args(["--no-defaults", "--user=root", "--auth-root-authentication-method=normal", "--skip-test-db"])
            .arg(format!("--datadir={}", data.display()))
            .arg(&temp)
            .stdout(Stdio::null()))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = Command::new(program())
            .args(["--no-defaults", "--user=root", "--bind-address=127.0.0.1", "--innodb-buffer-pool-size=1G"])
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--port={port}"))
            .arg(format!("--socket={}", dir.join("s.sock").display()))
            .arg(&temp)
            .stderr(fs::File::create(dir.join("log"))?)
            .spawn()
            .context("cannot start mariadbd")?;
        let server = Self { child, port };
        let started = Instant::now();
        while try_output(server.client().args(["-e", "select 1"])).is_none() {
            if started.elapsed() > PATIENCE {
                bail!("MariaDB does not answer; {} says why", dir.join("log").display());
            }
            sleep(Duration::from_millis(100));
        }
        Ok(server)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// As root, who has no password.
    pub fn client(&self) -> Command {
        let mut client = Command::new("mariadb");
        client.args(["--no-defaults", "--user=root", "--host=127.0.0.1", "--batch"]);
        client.arg(format!("--port={}", self.port));
        client
    }

    pub fn run(&self, sql: &str) -> Result<()> {
        run(self.client().args(["-e", sql]))
    }

    pub fn address(&self, database: &str) -> String {
        format!("mysql://root@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has nothing that is to be kept.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Servers are installed where not everybody's PATH looks.
fn program() -> PathBuf {
    let installed = PathBuf::from("/usr/sbin/mariadbd");
    if installed.is_file() { installed } else { PathBuf::from("mariadbd") }
}
