//! Extraction from a real MariaDB, which the test starts on loopback with a data directory of its own.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use mysql::prelude::Queryable as _;
use mysql::{Conn, OptsBuilder};
use tempfile::TempDir;

use crate::support::martlet;
use crate::support::martlet::command;

const TABLES: [&str; 12] = [
    "customers",
    "products",
    "plans",
    "subscriptions",
    "subscription_changes",
    "invoices",
    "invoice_items",
    "payments",
    "usage_events",
    "fx_rates",
    "acquisition_costs",
    "nps_responses",
];

/// A server that ends with the test.
struct Server {
    dir: TempDir,
    child: Child,
    port: u16,
}

impl Server {
    fn start() -> Self {
        let dir = TempDir::new().expect("a folder");
        let data = dir.path().join("mariadb");
        let made = Command::new("mariadb-install-db")
            .args(["--no-defaults", "--user=root", "--auth-root-authentication-method=normal", "--skip-test-db"])
            .arg(format!("--datadir={}", data.display()))
            .stdout(Stdio::null())
            .status()
            .expect("mariadb-install-db is there; `cargo xtask setup` installs it");
        assert!(made.success());
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let program = ["/usr/sbin/mariadbd", "mariadbd"].into_iter().find(|path| Path::new(path).is_file());
        let child = Command::new(program.unwrap_or("mariadbd"))
            .args(["--no-defaults", "--user=root", "--bind-address=127.0.0.1", "--innodb-buffer-pool-size=64M"])
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--port={port}"))
            .arg(format!("--socket={}", dir.path().join("s.sock").display()))
            .stderr(Stdio::null())
            .spawn()
            .expect("mariadbd starts");
        let server = Self { dir, child, port };
        let started = Instant::now();
        while server.connect().is_none() {
            assert!(started.elapsed() < Duration::from_secs(60), "MariaDB does not answer");
            sleep(Duration::from_millis(50));
        }
        for database in ["clearvana", "awkward"] {
            server.run(&format!("CREATE DATABASE {database}"));
        }
        server
    }

    fn connect(&self) -> Option<Conn> {
        let options = OptsBuilder::new()
            .ip_or_hostname(Some("127.0.0.1"))
            .tcp_port(self.port)
            .user(Some("root"))
            .prefer_socket(false);
        Conn::new(options).ok()
    }

    fn run(&self, sql: &str) {
        self.connect().expect("it answers").query_drop(sql).expect("it obeys");
    }

    fn address(&self, database: &str) -> String {
        format!("mysql://root@127.0.0.1:{}/{database}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn rows(dir: &Path, folder: &str, table: &str) -> String {
    let sql = format!("select * from {table} order by 1, 2");
    martlet(dir, ["sql", "--parquet", folder, &sql, "--format", "csv"]).expect_code(0).stdout
}

/// The note and every file of a set.
fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("a set")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.display().to_string(), fs::read(&path).expect("a file")))
        .collect();
    files.sort();
    files
}

#[test]
fn what_was_loaded_comes_out_again_and_a_killed_run_changes_nothing() {
    let server = Server::start();
    let dir = server.dir.path();
    let settings = ["--scale", "0.02", "--as-of", "2026-06-30"];
    let to = server.address("clearvana");
    martlet(dir, ["demo", "generate", "--out", "raw"].into_iter().chain(settings)).expect_code(0);
    martlet(dir, ["demo", "load", "--to", &to].into_iter().chain(settings)).expect_code(0);
    let extract = ["extract", "--from", &to, "--out", "out"];
    martlet(dir, extract).expect_code(0);
    for table in TABLES {
        assert_eq!(rows(dir, "raw", table), rows(dir, "out", table), "{table}");
    }

    let before = bytes_of(&dir.join("out"));
    for turn in 0..10 {
        let mut child = command(dir, extract).stdout(Stdio::null()).spawn().expect("the binary starts");
        sleep(Duration::from_millis(turn * 7));
        let _ = child.kill();
        let has_finished = child.wait().expect("it ends").success();
        let after = bytes_of(&dir.join("out"));
        // The note has the time of its snapshot; everything else is the same, and all of it is there.
        assert_eq!(after.len(), before.len(), "turn {turn}, finished: {has_finished}");
        for (one, other) in before.iter().zip(&after).filter(|(one, _)| one.0.ends_with(".parquet")) {
            assert_eq!(one, other, "turn {turn}");
        }
    }

    server.run("DELETE FROM clearvana.nps_responses ORDER BY id LIMIT 1");
    server.run("UPDATE clearvana.customers SET country = 'Chile' ORDER BY id LIMIT 1");
    martlet(dir, extract).expect_code(0);
    martlet(dir, ["extract", "--from", &to, "--out", "anew"]).expect_code(0);
    for table in TABLES {
        assert_eq!(rows(dir, "out", table), rows(dir, "anew", table), "{table}");
    }
    let left = fs::read_dir(dir)
        .expect("a folder")
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().contains(".tmp-")));
    assert_eq!(left.count(), 0, "what killed runs left is gone");

    server.run("ALTER TABLE clearvana.customers DROP COLUMN industry");
    let before = bytes_of(&dir.join("out"));
    let run = martlet(dir, extract).expect_code(2);
    assert!(run.stderr.contains("MRT-X008") && run.stderr.contains("industry is gone"), "{}", run.stderr);
    assert_eq!(bytes_of(&dir.join("out")), before);
    martlet(dir, extract.into_iter().chain(["--accept-schema-change"])).expect_code(0);
}

#[test]
fn awkward_values_and_bad_input() {
    let server = Server::start();
    let dir = server.dir.path();
    server.run("SET GLOBAL sql_mode = ''");
    server.run(
        "CREATE TABLE awkward.t (id INT UNSIGNED PRIMARY KEY, big BIGINT UNSIGNED, price DECIMAL(50, 3), at DATETIME(6), \
         zone TIMESTAMP(6) NULL, doc JSON, size ENUM('s', 'l'), span TIME)",
    );
    server.run(
        "INSERT INTO awkward.t VALUES (1, 18446744073709551615, 12345678901234567890123456789012345678901234567.125, \
         '2024-02-29 23:59:59.999999', NULL, '{\"a\": 1}', 'l', '-100:00:01'), \
         (2, NULL, NULL, '0000-00-00', NULL, NULL, NULL, NULL)",
    );
    let from = server.address("awkward");
    let run = martlet(dir, ["extract", "--from", &from, "--out", "out"]).expect_code(0);
    assert!(run.stderr.contains("t.at has a date that is none in 1 rows") && run.stderr.contains("id = 2"), "{run:?}");
    let run = martlet(
        dir,
        [
            "sql",
            "--parquet",
            "out",
            "select big, cast(price as varchar) as p, at, doc, size, span from t order by id",
            "--format",
            "csv",
        ],
    )
    .expect_code(0);
    for part in [
        "18446744073709551615",
        "12345678901234567890123456789012345678901234567.125",
        "2024-02-29T23:59:59.999999",
        "-100:00:01",
    ] {
        assert!(run.stdout.contains(part), "{part}: {}", run.stdout);
    }

    let place = format!("127.0.0.1:{}", server.port);
    let refused = |code: &str, args: &[&str]| {
        let run = martlet(dir, ["extract", "--out", "out"].iter().chain(args)).expect_code(2);
        assert!(run.stderr.contains(code), "{code}: {}", run.stderr);
        assert!(!run.stderr.contains("geheim"), "{}", run.stderr);
    };
    refused("MRT-X001", &["--from", "postgres://x/y"]);
    refused("MRT-X002", &["--from", &format!("mysql://root:geheim@{place}/awkward")]);
    refused("MRT-X003", &["--from", &from, "--defaults-file", "none.cnf"]);
    refused("MRT-X004", &["--from", "mysql://root@127.0.0.1:1/awkward"]);
    fs::write(dir.join("my.cnf"), "[client]\npassword=geheim\n").expect("a file");
    refused("MRT-X005", &["--from", &from, "--defaults-file", "my.cnf"]);
    refused("MRT-X006", &["--from", &server.address("nowhere")]);
    refused("MRT-X007", &["--from", &from, "--tables", "t,missing"]);
    refused("MRT-X019", &["--from", &server.address("clearvana")]);
    fs::create_dir(dir.join("mine")).expect("a folder");
    fs::write(dir.join("mine/notes.txt"), "mine").expect("a file");
    let run = martlet(dir, ["extract", "--from", &from, "--out", "mine"]).expect_code(2);
    assert!(run.stderr.contains("MRT-X012"), "{}", run.stderr);
    server.run("SET GLOBAL sql_mode = ''; ALTER TABLE awkward.t MODIFY size VARCHAR(9)");
    refused("MRT-X008", &["--from", &from]);
}
