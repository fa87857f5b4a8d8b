//! Reading what changed gives what reading everything gives.

use std::fs;
use std::path::Path;

use super::server::Server;
use super::sets::{NOTE, TABLES, assert_same, assert_whole, extract, json};
use crate::support::martlet::{Run, martlet};

const WATERMARKS: &str =
    "usage_events=id,payments=id,invoice_items=id,subscription_changes=id,nps_responses=id,fx_rates=rate_date";

fn increment(dir: &Path, from: &str) -> Run {
    let args = ["--from", from, "--out", "out", "--since-state", "state.json", "--watermark", WATERMARKS];
    extract(dir, args).expect_code(0)
}

/// How one table was read.
fn line<'a>(run: &'a Run, table: &str) -> &'a str {
    let name = format!("{table}.parquet");
    run.stdout.lines().find(|line| line.contains(&name)).unwrap_or_else(|| panic!("{table}: {run:?}"))
}

#[test]
fn new_changed_late_and_deleted_rows_of_a_company() {
    let server = Server::start();
    let dir = server.dir();
    let to = server.address("clearvana");
    martlet(dir, ["demo", "load", "--to", &to, "--scale", "0.02", "--as-of", "2026-06-30"]).expect_code(0);
    let from = server.reader_address("clearvana");
    let first = increment(dir, &from);
    for table in TABLES {
        let expected = match table {
            "products" | "plans" => "no column says when a row changed (if rows are only added: --watermark …=id)",
            _ => "read whole: the first time",
        };
        assert!(line(&first, table).contains(expected), "{first:?}");
    }
    let state = json(&dir.join("state.json"));
    assert_eq!(state["source"], format!("mysql://127.0.0.1:{}/clearvana", server.port));
    assert_eq!(state, json(&dir.join("out").join(NOTE)));
    assert_eq!(state["tables"]["customers"]["watermark"]["column"], "updated_at");
    assert!(state["tables"]["usage_events"]["watermark"]["value"]["number"].as_u64().is_some_and(|id| id > 1_000));

    // Nothing changed.
    let idle = increment(dir, &from);
    assert!(line(&idle, "usage_events").ends_with(": 1 rows, 0 late, 0 deleted"), "{idle:?}");
    extract(dir, ["--from", &from, "--out", "anew"]).expect_code(0);
    assert_same(dir, "out", "anew", &TABLES);

    server.run(
        "USE clearvana;\n\
         INSERT INTO customers SELECT NULL, 'New One', 'new@example.com', country, industry, employee_band, \
          signup_source, currency, 0, '2026-06-30 12:00:00', '2026-06-30 12:00:00', NULL FROM customers LIMIT 1;\n\
         UPDATE customers SET industry = 'Rétail', updated_at = '2026-06-30 13:00:00' WHERE id IN (3, 5);\n\
         UPDATE subscriptions SET quantity = quantity + 1, updated_at = '2026-06-30 13:00:00' ORDER BY id LIMIT 2;\n\
         UPDATE invoices SET status = 'void', updated_at = \
          (SELECT t FROM (SELECT MAX(updated_at) - INTERVAL 2 DAY t FROM invoices) latest) ORDER BY id LIMIT 1;\n\
         INSERT INTO customers SELECT NULL, 'Late One', 'late@example.com', country, industry, employee_band, \
          signup_source, currency, 0, '2024-01-01', '2024-01-01', NULL FROM customers LIMIT 1;\n\
         INSERT INTO usage_events SELECT NULL, customer_id, product_id, feature, event_date, 99, quantity, received_at \
          FROM usage_events ORDER BY id LIMIT 3;\n\
         DELETE FROM nps_responses ORDER BY id LIMIT 1;\n\
         DELETE FROM usage_events ORDER BY id LIMIT 2;\n\
         DELETE FROM usage_events ORDER BY id DESC LIMIT 1;\n\
         DELETE FROM fx_rates WHERE currency = 'GBP' ORDER BY rate_date LIMIT 1;\n\
         INSERT INTO fx_rates VALUES ('AUD', '2026-06-29', 0.654321);\n\
         UPDATE plans SET usage_limit = usage_limit + 1 ORDER BY id LIMIT 1",
    );
    let run = increment(dir, &from);
    for (table, read) in [
        ("customers", "1 late, 0 deleted"),
        ("invoices", "0 late, 0 deleted"),
        ("nps_responses", "0 late, 1 deleted"),
        ("usage_events", ": 3 rows, 0 late, 2 deleted"),
        ("fx_rates", "0 late, 1 deleted"),
        ("plans", "read whole: no column says when a row changed"),
    ] {
        assert!(line(&run, table).contains(read), "{table} {read}: {run:?}");
    }
    assert!(line(&run, "invoices").contains("read from updated_at 2026-06-2"), "{run:?}");
    assert_whole(&dir.join("out"));
    extract(dir, ["--from", &from, "--out", "anew"]).expect_code(0);
    assert_same(dir, "out", "anew", &TABLES);
    for table in TABLES {
        let file = format!("{table}.parquet");
        let bytes = |folder: &str| fs::read(dir.join(folder).join(&file)).expect("a file");
        assert!(bytes("out") == bytes("anew"), "{file}: the same bytes, as rows come in the same order");
    }
}

#[test]
fn types_keys_and_columns_of_all_kinds() {
    let server = Server::start();
    let dir = server.dir();
    server.run("SET GLOBAL sql_mode = ''");
    server.run(
        "CREATE TABLE awkward.kinds (area VARBINARY(8), id BIGINT UNSIGNED, price DECIMAL(50, 3), half FLOAT, \
          bits BIT(9), doc JSON, at DATETIME(6), size ENUM('s', 'l'), span TIME, yes BOOLEAN, raw BLOB, \
          changed TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), \
          PRIMARY KEY (id, area));\n\
         INSERT INTO awkward.kinds (area, id, price, half, bits, doc, at, size, span, yes, raw, changed) \
          SELECT CONCAT('a', seq % 7), 18446744073709551000 + seq, seq / 8, seq / 3, b'101', '[1]', \
          IF(seq % 5, '2024-02-29 12:00:00.000001', '0000-00-00'), 'l', '-00:00:01', seq % 2, REPEAT('x', seq % 50), \
          '2026-01-01' FROM seq_1_to_500;\n\
         CREATE TABLE awkward.words (word VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci PRIMARY KEY, \
          n INT, updated_at DATETIME NOT NULL);\n\
         INSERT INTO awkward.words VALUES ('alpha', 1, '2026-01-01'), ('Beta', 2, '2026-01-01'), \
          ('gamma', 3, '2026-01-01');\n\
         CREATE TABLE awkward.codes (code CHAR(36) PRIMARY KEY, n INT, updated_at DATETIME NULL);\n\
         INSERT INTO awkward.codes SELECT UUID(), seq, IF(seq % 3, '2026-01-01', NULL) FROM seq_1_to_300;\n\
         CREATE TABLE awkward.loose (n INT, updated_at DATETIME);\n\
         INSERT INTO awkward.loose VALUES (1, '2026-01-01');\n\
         CREATE TABLE awkward.old (id INT PRIMARY KEY, updated_at DATETIME) ENGINE = MyISAM;\n\
         CREATE TABLE awkward.empty (id INT PRIMARY KEY, updated_at DATETIME);\n\
         CREATE TABLE awkward.future (id INT PRIMARY KEY, n INT, updated_at DATETIME);\n\
         INSERT INTO awkward.future VALUES (1, 1, '2026-01-01'), (2, 2, '2999-01-01')",
    );
    let tables = ["kinds", "words", "codes", "loose", "old", "empty", "future"];
    let from = server.reader_address("awkward");
    let args = ["--from", &from, "--out", "out", "--since-state", "state.json", "--look-back", "1h"];
    extract(dir, args).expect_code(0);
    server.run(
        "UPDATE awkward.kinds SET price = -price, at = '2025-01-01' WHERE id % 50 = 0;\n\
         DELETE FROM awkward.kinds WHERE id % 77 = 0;\n\
         INSERT INTO awkward.kinds (area, id, changed) VALUES ('b', 3, '2001-01-01'), ('', 3, '2001-01-01');\n\
         UPDATE awkward.words SET n = 20, updated_at = '2026-01-02' WHERE word = 'Beta';\n\
         UPDATE awkward.codes SET n = -n, updated_at = '2026-01-02' WHERE n IN (5, 7);\n\
         UPDATE awkward.codes SET n = -n WHERE n IN (6, 9);\n\
         DELETE FROM awkward.codes WHERE n = 8;\n\
         INSERT INTO awkward.codes VALUES ('00000000', 0, '2020-01-01'), ('zzzz', 0, '2020-01-01');\n\
         UPDATE awkward.loose SET n = 2;\n\
         INSERT INTO awkward.empty VALUES (1, '2020-01-01');\n\
         UPDATE awkward.future SET n = 3, updated_at = '2026-01-03' WHERE id = 1",
    );
    let run = extract(dir, args).expect_code(0);
    for (table, read) in [
        ("kinds", "read from changed "),
        ("kinds", " rows, 2 late, 6 deleted"),
        ("words", "read whole: the database sorts its key otherwise than by value"),
        ("codes", "read from updated_at 2025-12-31 23:00:00"),
        ("codes", "2 late, 1 deleted"),
        ("loose", "read whole: no primary key"),
        ("old", "read whole: not transactional"),
        ("empty", "read whole: the state has no value of its watermark"),
        ("future", "read from updated_at 2025-12-31 23:00:00: 2 rows"),
    ] {
        assert!(line(&run, table).contains(read), "{table}: {read}: {run:?}");
    }
    extract(dir, ["--from", &from, "--out", "anew"]).expect_code(0);
    assert_same(dir, "out", "anew", &tables);

    // A column that came is read for all rows; another set in the folder is no base to go on from.
    server.run("ALTER TABLE awkward.future ADD COLUMN more INT DEFAULT 4");
    let run = extract(dir, args).expect_code(0);
    assert!(line(&run, "future").contains("read whole: its columns or key changed"), "{run:?}");
    let old = dir.join("old-set");
    fs::create_dir(&old).expect("a folder");
    for entry in fs::read_dir(dir.join("out")).expect("a set").flatten() {
        fs::copy(entry.path(), old.join(entry.file_name())).expect("a copy");
    }
    server.run("UPDATE awkward.future SET n = 9, updated_at = '2026-01-09' WHERE id = 1");
    extract(dir, args).expect_code(0);
    fs::rename(dir.join("out"), dir.join("aside")).expect("a folder");
    fs::rename(&old, dir.join("out")).expect("a folder");
    let run = extract(dir, args).expect_code(0);
    assert!(line(&run, "future").contains("has no file of it that is as new as the state"), "{run:?}");
    let told = extract(dir, args.into_iter().chain(["--watermark", "future=none"])).expect_code(0);
    assert!(line(&told, "future").contains("read whole: as told"), "{told:?}");
    extract(dir, ["--from", &from, "--out", "anew"]).expect_code(0);
    assert_same(dir, "out", "anew", &tables);
}

#[test]
fn many_rows_with_old_times_are_read_whole() {
    let server = Server::start();
    let dir = server.dir();
    server.run(
        "CREATE TABLE awkward.t (id INT PRIMARY KEY, updated_at DATETIME NOT NULL) \
         SELECT seq AS id, '2026-01-01' AS updated_at FROM seq_1_to_1000",
    );
    let from = server.reader_address("awkward");
    let args = ["--from", &from, "--out", "out", "--since-state", "state.json"];
    extract(dir, args).expect_code(0);
    server.run("INSERT INTO awkward.t SELECT seq, '2020-01-01' FROM seq_2000_to_60000");
    let run = extract(dir, args).expect_code(0);
    assert!(line(&run, "t").contains("58,001 late"), "{run:?}");
    server.run("INSERT INTO awkward.t SELECT seq, '2020-01-01' FROM seq_70000_to_180000");
    let run = extract(dir, args).expect_code(0);
    assert!(line(&run, "t").contains("read whole: too many rows are new with old times"), "{run:?}");
    extract(dir, ["--from", &from, "--out", "anew"]).expect_code(0);
    assert_same(dir, "out", "anew", &["t"]);
}
