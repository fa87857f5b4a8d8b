//! What a person sees who does not know the program yet.

use tempfile::TempDir;

use crate::support::martlet;

fn dir() -> TempDir {
    TempDir::new().expect("a folder")
}

#[test]
fn every_command_explains_itself_with_examples() {
    let dir = dir();
    let top = martlet(dir.path(), ["--help"]).expect_code(0);
    for command in ["build", "serve", "check", "query", "explain-change", "values", "options", "sql", "extract", "demo"]
    {
        assert!(top.stdout.contains(&format!("martlet {command}")), "{command} in {}", top.stdout);
        let help = martlet(dir.path(), [command, "--help"]).expect_code(0);
        assert!(help.stdout.contains("Example"), "{command}: {}", help.stdout);
        assert!(help.stdout.contains(&format!("martlet {command} ")), "{command}: {}", help.stdout);
        assert_eq!(help.stderr, "");
    }
}

#[test]
fn usage_that_cannot_be_meant_ends_with_2() {
    let dir = dir();
    for args in [
        &["bild"][..],
        &["build"],
        &["build", "--out", "site"],
        &["build", "--project", "a", "--parquet", "b", "--out", "site"],
        &["query", "--site", "a", "--project", "b", "--metrics", "m"],
        &["query", "--semantic-manifest", "m.json", "--metrics", "m"],
        &["query", "--site", "a", "--requests", "r.json", "--metrics", "m"],
        &["sql", "select 1"],
        &["check"],
        &["serve"],
        &["query", "--metrics", "m", "--site", "a", "--format", "xml"],
    ] {
        let run = martlet(dir.path(), args).expect_code(2);
        assert!(run.stderr.contains("error: "), "{args:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{args:?}");
    }
}

#[test]
fn the_version_is_told() {
    let run = martlet(dir().path(), ["--version"]).expect_code(0);
    assert_eq!(run.stdout.trim(), format!("martlet {}", env!("CARGO_PKG_VERSION")));
}
