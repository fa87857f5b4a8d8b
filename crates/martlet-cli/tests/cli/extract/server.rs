//! A MariaDB on loopback with a data directory of its own, which ends with the test.

use std::fmt::Write as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use mysql::prelude::Queryable as _;
use mysql::{Conn, OptsBuilder, Value};
use tempfile::TempDir;

/// May read every table, and nothing else.
pub const READER: &str = "reader";
pub const PASSWORD: &str = "geheim";

pub struct Server {
    dir: TempDir,
    child: Child,
    pub port: u16,
}

impl Server {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    pub fn start_with(options: &[&str]) -> Self {
        let dir = TempDir::new().expect("a folder");
        let (data, temp) = (dir.path().join("mariadb"), dir.path().join("temp"));
        // Of its own: a server that starts removes temporary tables, also those of its neighbours.
        std::fs::create_dir(&temp).expect("a folder");
        let temp = format!("--tmpdir={}", temp.display());
        let made = Command::new("mariadb-install-db")
            .args(["--no-defaults", "--user=root", "--auth-root-authentication-method=normal", "--skip-test-db"])
            .arg(format!("--datadir={}", data.display()))
            .arg(&temp)
            .output()
            .expect("mariadb-install-db is there; `cargo xtask setup` installs it");
        assert!(made.status.success(), "{made:?}");
        let port = free_port();
        let program = ["/usr/sbin/mariadbd", "mariadbd"].into_iter().find(|path| Path::new(path).is_file());
        let child = Command::new(program.unwrap_or("mariadbd"))
            .args(["--no-defaults", "--user=root", "--bind-address=127.0.0.1", "--innodb-buffer-pool-size=64M"])
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--port={port}"))
            .arg(format!("--socket={}", dir.path().join("s.sock").display()))
            .arg(&temp)
            .args(options)
            .stderr(Stdio::null())
            .spawn()
            .expect("mariadbd starts");
        let server = Self { dir, child, port };
        let started = Instant::now();
        while server.connect().is_none() {
            assert!(started.elapsed() < Duration::from_secs(60), "MariaDB does not answer");
            sleep(Duration::from_millis(50));
        }
        server.run(&format!("CREATE USER {READER} IDENTIFIED BY '{PASSWORD}'"));
        server.run(&format!("GRANT SELECT ON *.* TO {READER}"));
        for database in ["clearvana", "awkward"] {
            server.run(&format!("CREATE DATABASE {database}"));
        }
        server
    }

    /// For the test's own files.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// A file of a table as the server stores it.
    pub fn stored(&self, database: &str, file: &str) -> std::path::PathBuf {
        self.dir.path().join("mariadb").join(database).join(file)
    }

    pub fn connect(&self) -> Option<Conn> {
        let options = OptsBuilder::new()
            .ip_or_hostname(Some("127.0.0.1"))
            .tcp_port(self.port)
            .user(Some("root"))
            .prefer_socket(false);
        Conn::new(options).ok()
    }

    /// As root; several statements may be separated by `;` at the ends of lines.
    pub fn run(&self, sql: &str) {
        let mut connection = self.connect().expect("it answers");
        // Sequences of numbers are found only where a database is chosen.
        let _ = connection.query_drop("USE awkward");
        for statement in sql.split(";\n") {
            connection.query_drop(statement).unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
    }

    /// The rows of a query, fields separated by tabs.
    pub fn ask(&self, sql: &str) -> String {
        let rows: Vec<mysql::Row> = self.connect().expect("it answers").query(sql).expect("it obeys");
        let mut text = String::new();
        for row in rows {
            let fields: Vec<String> = row.unwrap().iter().map(shown).collect();
            writeln!(text, "{}", fields.join("\t")).expect("a string");
        }
        text
    }

    /// As root, who needs no password.
    pub fn address(&self, database: &str) -> String {
        format!("mysql://root@127.0.0.1:{}/{database}", self.port)
    }

    pub fn reader_address(&self, database: &str) -> String {
        reader_at(self.port, database)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Bytes(text) => String::from_utf8_lossy(text).into_owned(),
        other => other.as_sql(true),
    }
}

pub fn reader_at(port: u16, database: &str) -> String {
    format!("mysql://{READER}@127.0.0.1:{port}/{database}")
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port()
}
