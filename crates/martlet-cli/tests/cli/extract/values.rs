//! Types are kept; what no type holds is said with its place.

use std::fs;

use super::server::Server;
use super::sets::{bytes_of, columns, extract};
use crate::support::martlet::martlet;

#[test]
fn types_are_kept_and_zero_dates_told() {
    let server = Server::start();
    let dir = server.dir();
    server.run("SET GLOBAL sql_mode = ''");
    server.run(
        "CREATE TABLE awkward.t (id INT UNSIGNED PRIMARY KEY, big BIGINT UNSIGNED, price DECIMAL(50, 3), at DATETIME(6), \
         zone TIMESTAMP(6) NULL, doc JSON, size ENUM('s', 'l'), span TIME, bits BIT(9), yes BOOLEAN, small TINYINT UNSIGNED, \
         half FLOAT, raw VARBINARY(4), word VARCHAR(9) CHARACTER SET latin1, money DECIMAL(12, 2), day DATE)",
    );
    // The same instant, told in another zone.
    server.run(
        "SET time_zone = '+05:00';\n\
         INSERT INTO awkward.t VALUES (1, 18446744073709551615, 12345678901234567890123456789012345678901234567.125, \
         '2024-02-29 23:59:59.999999', '2024-03-01 04:59:59.000001', '{\"a\": 1}', 'l', '-100:00:01', b'100000001', \
         TRUE, 255, 0.1, x'00ff', 'Straße', -0.01, '2024-02-29'), \
         (2, NULL, NULL, '0000-00-00', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2024-02-00')",
    );
    let from = server.reader_address("awkward");
    let run = extract(dir, ["--from", &from, "--out", "out"]).expect_code(0);
    for column in ["t.at", "t.day"] {
        let told =
            format!("{column} has a date that is none in 1 of the rows read, written as null; the first has id = 2");
        assert!(run.stderr.contains(&told), "{run:?}");
    }
    let types = columns(dir, "out", "t");
    for line in [
        "id UInt32",
        "big UInt64",
        "price Decimal256(50, 3)",
        "money Decimal128(12, 2)",
        "at Timestamp(µs)",
        "zone Timestamp(µs, \"UTC\")",
        "yes Boolean",
        "small UInt8",
        "half Float32",
        "raw Binary",
        "day Date32",
    ] {
        assert!(types.lines().any(|each| each == line), "{line}: {types}");
    }
    let sql = "select big, cast(price as varchar) as price, at, zone, doc, size, span, bits, yes, small, half, \
               encode(raw, 'hex') as raw, word, money, day from t order by id";
    let run = martlet(dir, ["sql", "--parquet", "out", sql, "--format", "csv"]).expect_code(0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(
        lines[1],
        "18446744073709551615,12345678901234567890123456789012345678901234567.125,2024-02-29T23:59:59.999999,\
         2024-02-29T23:59:59.000001,\"{\"\"a\"\": 1}\",l,-100:00:01.000000,257,true,255,0.1,00ff,Straße,-0.01,2024-02-29"
    );
    assert_eq!(lines[2], ",".repeat(14));
}

#[test]
fn a_text_that_is_not_utf8_is_told_with_its_place() {
    let server = Server::start();
    let dir = server.dir();
    let from = server.reader_address("awkward");
    server.run(
        "CREATE TABLE awkward.notes (id INT PRIMARY KEY, note VARCHAR(40) CHARACTER SET utf8mb4) ENGINE = MyISAM;\n\
         INSERT INTO awkward.notes VALUES (1, 'plain'), (7, 'a damaged word')",
    );
    let run = extract(dir, ["--from", &from, "--out", "out"]).expect_code(0);
    assert!(run.stderr.contains("notes is not transactional"), "{run:?}");
    let before = bytes_of(&dir.join("out"));
    // As a file system or an old program does: the server checks what it is given, not what it has.
    server.run("FLUSH TABLES awkward.notes");
    let path = server.stored("awkward", "notes.MYD");
    let mut stored = fs::read(&path).expect("the table's file");
    let at = stored.windows(7).position(|each| each == b"damaged").expect("the word");
    stored[at] = 0xe9;
    fs::write(&path, stored).expect("the table's file");
    let run = extract(dir, ["--from", &from, "--out", "out"]).expect_code(2);
    assert!(run.stderr.contains("MRT-X013"), "{run:?}");
    assert!(run.stderr.contains("notes.note is not valid UTF-8 in the row with id = 7"), "{run:?}");
    assert_eq!(bytes_of(&dir.join("out")), before);
}
