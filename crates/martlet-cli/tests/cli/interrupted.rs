//! A build that is killed half-way leaves the old site as it was, and the next build cleans up.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::martlet::command;
use crate::support::{Shop, martlet, parquet};

/// Folders beside the site that a build made.
fn leftovers(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.display().to_string().contains("/site.")).collect()
}

/// An app whose last file never ends, so that a build which has written all data hangs there.
fn endless_app(dir: &Path) -> PathBuf {
    let app = dir.join("endless");
    fs::create_dir(&app).expect("a folder");
    fs::write(app.join("index.html"), "<!doctype html>").expect("a file");
    let made = Command::new("mkfifo").arg(app.join("pipe.js")).status().expect("mkfifo is there");
    assert!(made.success());
    app
}

fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(60), "waited for {what}");
        sleep(Duration::from_millis(10));
    }
}

#[test]
fn the_old_site_stays() {
    let shop = Shop::new();
    let build = ["build", "--project", "dbt", "--out", "site"];
    martlet(shop.dir(), build).expect_code(0);
    let index = || fs::read_to_string(shop.dir().join("site/data/index.json")).expect("an index");
    let before = index();

    parquet::write(&shop.mart("dim_customer"), &crate::support::shop::one_customer());
    let app = endless_app(shop.dir());
    let mut child = command(shop.dir(), build).arg("--app").arg(&app).spawn().expect("the binary starts");
    wait_until("the data to be written", || {
        leftovers(shop.dir()).iter().any(|temp| {
            let snapshots = fs::read_dir(temp.join("data")).into_iter().flatten().flatten();
            snapshots.into_iter().any(|entry| entry.path().join("first.bin").is_file())
        })
    });
    assert!(child.try_wait().expect("its state").is_none(), "it hangs in the app's files");
    let at_work = leftovers(shop.dir());

    martlet(shop.dir(), build).expect_code(0);
    assert_eq!(leftovers(shop.dir()), at_work, "a build at work is left alone by another");
    let second = index();
    assert_ne!(second, before);

    child.kill().expect("it is there");
    child.wait().expect("it ends");
    assert_eq!(index(), second);
    martlet(shop.dir(), ["check", "--site", "site"]).expect_code(0);
    assert_eq!(leftovers(shop.dir()), at_work, "what a killed build wrote");

    martlet(shop.dir(), build).expect_code(0);
    assert_eq!(leftovers(shop.dir()), Vec::<PathBuf>::new());
}

#[test]
fn a_site_that_was_moved_away_and_not_replaced_comes_back() {
    let shop = Shop::new();
    let build = ["build", "--project", "dbt", "--out", "site"];
    martlet(shop.dir(), build).expect_code(0);
    fs::rename(shop.dir().join("site"), shop.dir().join("site.old-1")).expect("a rename");
    parquet::cut(&shop.mart("dim_date"), 0);
    martlet(shop.dir(), build).expect_code(1);
    parquet::write(&shop.mart("dim_date"), &crate::support::shop::days());
    martlet(shop.dir(), build).expect_code(0);
    assert_eq!(leftovers(shop.dir()), Vec::<PathBuf>::new());
    martlet(shop.dir(), ["check", "--site", "site"]).expect_code(0);
}
