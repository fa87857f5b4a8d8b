//! The demo company's data.

use tempfile::TempDir;

use crate::support::martlet;

#[test]
fn the_same_settings_give_the_same_files() {
    let dir = TempDir::new().expect("a folder");
    for out in ["one", "two"] {
        martlet(
            dir.path(),
            ["demo", "generate", "--out", out, "--scale", "0.002", "--as-of", "2026-06-30", "--seed", "3"],
        )
        .expect_code(0);
    }
    let read = |out: &str| std::fs::read(dir.path().join(out).join("customers.parquet")).expect("the table is there");
    assert_eq!(read("one"), read("two"));
    let run =
        martlet(dir.path(), ["sql", "--parquet", "one", "select count(*) as n from customers", "--format", "csv"]);
    assert_eq!(run.expect_code(0).stdout, "n\n10\n");
}

#[test]
fn a_day_that_is_none() {
    let dir = TempDir::new().expect("a folder");
    let run = martlet(dir.path(), ["demo", "generate", "--out", "raw", "--as-of", "yesterday"]).expect_code(2);
    assert!(run.stderr.contains("MRT-C041"), "{}", run.stderr);
}
