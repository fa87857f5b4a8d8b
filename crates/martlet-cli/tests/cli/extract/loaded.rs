//! What was loaded comes out again, and the source is only read.

use std::process::Command;

use super::proxy::Proxy;
use super::server::{READER, Server, reader_at};
use super::sets::{TABLES, assert_same, assert_whole, extract, rows};
use crate::support::martlet::martlet;

const SETTINGS: [&str; 4] = ["--scale", "0.02", "--as-of", "2026-06-30"];

#[test]
fn what_was_loaded_comes_out_again_and_nothing_is_written_to_the_source() {
    let server = Server::start();
    let dir = server.dir();
    martlet(dir, ["demo", "generate", "--out", "raw"].into_iter().chain(SETTINGS)).expect_code(0);
    martlet(dir, ["demo", "load", "--to", &server.address("clearvana")].into_iter().chain(SETTINGS)).expect_code(0);
    server.run("SET GLOBAL log_output = 'TABLE';\nSET GLOBAL general_log = ON");
    let run = extract(dir, ["--from", &server.reader_address("clearvana"), "--out", "out", "--since-state", "s.json"])
        .expect_code(0);
    server.run("SET GLOBAL general_log = OFF");
    assert_whole(&dir.join("out"));
    assert_same(dir, "raw", "out", &TABLES);
    assert!(run.stderr.contains("how far it lags, is not known: the user lacks SLAVE MONITOR"), "{run:?}");

    let said = server.ask(&format!(
        "SELECT argument FROM mysql.general_log WHERE user_host LIKE '{READER}%' \
         AND command_type IN ('Query', 'Prepare', 'Execute')"
    ));
    assert!(said.lines().count() > TABLES.len(), "{said}");
    for statement in said.lines() {
        let first = statement.trim_matches('\'').split(' ').next().unwrap_or_default().to_ascii_uppercase();
        assert!(["SELECT", "SHOW", "SET", "START"].contains(&first.as_str()), "{statement}");
    }
    assert!(said.contains("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"), "{said}");
}

#[test]
fn the_database_has_the_keys_of_an_application() {
    let server = Server::start();
    let dir = server.dir();
    let to = server.address("clearvana");
    let load = ["demo", "load", "--to", &to, "--scale", "0.2", "--as-of", "2026-06-30"];
    martlet(dir, load).expect_code(0);
    let keys = server.ask(
        "SELECT table_name, constraint_name FROM information_schema.referential_constraints \
         WHERE constraint_schema = 'clearvana'",
    );
    assert!(keys.lines().count() >= 10, "{keys}");
    let without_key = server.ask(
        "SELECT table_name FROM information_schema.tables t WHERE table_schema = 'clearvana' AND NOT EXISTS \
         (SELECT 1 FROM information_schema.table_constraints c WHERE c.table_schema = t.table_schema \
          AND c.table_name = t.table_name AND constraint_type = 'PRIMARY KEY')",
    );
    assert_eq!(without_key, "");
    // Not every customer has its own address, and not every delivery its own payment.
    for dirt in [
        "SELECT COUNT(*) > COUNT(DISTINCT email) FROM clearvana.customers",
        "SELECT COUNT(*) > COUNT(DISTINCT external_id) FROM clearvana.payments",
        "SELECT COUNT(DISTINCT BINARY country) > COUNT(DISTINCT country) FROM clearvana.customers",
        "SELECT SUM(DATE(received_at) > event_date) > 0 FROM clearvana.usage_events",
        "SELECT SUM(is_test) > 0 FROM clearvana.customers",
    ] {
        assert_eq!(server.ask(dirt).trim(), "1", "{dirt}");
    }
    // Tables that are there are refused, not dropped.
    let run = martlet(dir, load).expect_code(2);
    assert!(run.stderr.contains("MRT-GEN-007") && run.stderr.contains("already exists"), "{run:?}");
}

#[test]
fn all_tables_are_of_one_instant() {
    let server = Server::start();
    let dir = server.dir();
    server.run(
        "CREATE TABLE awkward.a (id INT PRIMARY KEY, words VARCHAR(200)) \
         SELECT seq AS id, REPEAT('word ', 30) AS words FROM seq_1_to_20000;\n\
         CREATE TABLE awkward.b (id INT PRIMARY KEY, n INT);\n\
         INSERT INTO awkward.b VALUES (1, 1)",
    );
    let proxy = Proxy::to(server.port);
    proxy.stop_after(1 << 20);
    let from = reader_at(proxy.port, "awkward");
    std::thread::scope(|scope| {
        let run = scope.spawn(|| extract(dir, ["--from", &from, "--out", "out"]));
        proxy.wait_until_stopped();
        server.run("DELETE FROM awkward.a WHERE id > 10;\nINSERT INTO awkward.b VALUES (2, 2)");
        proxy.open();
        run.join().expect("it ends").expect_code(0);
    });
    assert_eq!(rows(dir, "out", "a").lines().count(), 20_001, "a header, and the rows of before");
    assert_eq!(rows(dir, "out", "b").lines().count(), 2);
}

#[test]
fn a_terminal_shows_rows_bytes_and_rate() {
    let server = Server::start();
    let dir = server.dir();
    server.run(
        "CREATE TABLE awkward.numbers (id INT PRIMARY KEY, doubled BIGINT NOT NULL) \
         SELECT seq AS id, seq * 2 AS doubled FROM seq_1_to_1000000",
    );
    let line = format!("{} extract --from {} --out out", env!("CARGO_BIN_EXE_martlet"), server.address("awkward"));
    let run = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(dir)
        .env("TERM", "xterm")
        .output()
        .expect("`script` gives a terminal; it is in Debian's bsdutils");
    let shown = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{shown}");
    assert!(shown.contains("numbers: 1,000,000 rows, ") && shown.contains(" rows/s"), "{shown}");
    // Where nobody watches nothing moves.
    let run = extract(dir, ["--from", &server.address("awkward"), "--out", "again", "--no-tls"]);
    assert!(!run.stderr.contains("rows/s"), "{run:?}");
}
