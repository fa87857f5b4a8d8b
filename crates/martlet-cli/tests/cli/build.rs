//! A whole site, from a project and from a plain folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Shop, martlet};

fn build(shop: &Shop, args: &[&str]) -> crate::support::Run {
    martlet(shop.dir(), [&["build", "--project", "dbt", "--out", "site"], args].concat())
}

/// Path below the folder → content.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fn collect(root: &Path, dir: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(dir).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(root, &path, files);
            } else {
                let name = path.strip_prefix(root).expect("below").display().to_string();
                files.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(dir, dir, &mut found);
    found
}

fn json(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(&files[name]).expect("JSON")
}

#[test]
fn a_project_becomes_a_site() {
    let shop = Shop::new();
    let summary = build(&shop, &["--format", "json"]).expect_code(0).json();
    assert_eq!(summary["tables"].as_array().map(Vec::len), Some(3));
    assert_eq!(summary["rows"], 96);
    assert_eq!(summary["metrics"], 4);
    assert_eq!(summary["first_results"], 4);

    let files = files(&shop.dir().join("site"));
    let index = json(&files, "data/index.json");
    let snapshot = index["snapshot"].as_str().expect("a name");
    assert_eq!(snapshot.len(), 16);
    assert_eq!(index["project"], "shop");
    let catalog = json(&files, &format!("data/{snapshot}/catalog.json"));
    assert_eq!(catalog["snapshot"], snapshot);
    assert_eq!(
        files[&format!("data/{snapshot}/semantic_manifest.json")],
        fs::read(shop.dir().join("dbt/target/semantic_manifest.json")).expect("the artifact")
    );
    for table in catalog["tables"].as_array().expect("tables") {
        for file in table["files"].as_array().expect("files") {
            let path = format!("data/{}", file["path"].as_str().expect("a path"));
            assert_eq!(file["size_bytes"], files[&path].len() as u64, "{path}");
        }
    }
    let revenue = &catalog["metrics"].as_array().expect("metrics").iter().find(|metric| metric["name"] == "revenue");
    let revenue = revenue.expect("the metric");
    assert!(revenue["sql"].as_str().is_some_and(|sql| sql.contains("fact_orders")), "{revenue}");
    let country =
        revenue["group_by"].as_array().expect("options").iter().find(|option| option["name"] == "customer__country");
    assert_eq!(country.expect("the option")["values"], serde_json::json!(["DE", "FR"]));
    martlet(shop.dir(), ["check", "--site", "site"]).expect_code(0);
}

#[test]
fn a_site_answers_as_its_project_does() {
    let shop = Shop::new();
    build(&shop, &[]).expect_code(0);
    let ask = |source: &str, place: &str| {
        let query =
            ["--metrics", "average_order", "--group-by", "customer__country", "--order-by", "customer__country"];
        martlet(shop.dir(), [&["query", source, place, "--format", "csv"], &query[..]].concat()).expect_code(0).stdout
    };
    assert_eq!(ask("--site", "site"), ask("--project", "dbt"));
    let sql =
        martlet(shop.dir(), ["sql", "--site", "site", "select count(*) as n from fact_orders", "--format", "csv"]);
    assert_eq!(sql.expect_code(0).stdout, "n\n4\n");
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let shop = Shop::new();
    build(&shop, &[]).expect_code(0);
    fs::rename(shop.dir().join("site"), shop.dir().join("first")).expect("a rename");
    build(&shop, &[]).expect_code(0);
    let timeless = |name: &str| {
        files(&shop.dir().join(name))
            .into_iter()
            .map(|(path, content)| {
                let content = match serde_json::from_slice::<Value>(&content) {
                    Ok(mut value) => {
                        value.as_object_mut().and_then(|fields| fields.remove("built_at"));
                        value.to_string().into_bytes()
                    }
                    Err(_) => content,
                };
                (path, content)
            })
            .collect::<BTreeMap<_, _>>()
    };
    assert!(timeless("first") == timeless("site"));
}

#[test]
fn a_change_of_data_changes_the_snapshot_and_only_its_files() {
    let shop = Shop::new();
    build(&shop, &[]).expect_code(0);
    let before = files(&shop.dir().join("site"));
    let customers = shop.mart("dim_customer");
    fs::copy(shop.mart("dim_customer"), shop.dir().join("kept")).expect("a copy");
    crate::support::parquet::write(&customers, &crate::support::shop::one_customer());
    build(&shop, &[]).expect_code(0);
    let after = files(&shop.dir().join("site"));
    let snapshot = |files: &BTreeMap<String, Vec<u8>>| json(files, "data/index.json")["snapshot"].clone();
    assert_ne!(snapshot(&before), snapshot(&after));
    let marts = |files: &BTreeMap<String, Vec<u8>>, table: &str| {
        files.keys().filter(|path| path.starts_with(&format!("data/marts/{table}/"))).cloned().collect::<Vec<_>>()
    };
    assert_eq!(marts(&before, "fact_orders"), marts(&after, "fact_orders"));
    assert_ne!(marts(&before, "dim_customer"), marts(&after, "dim_customer"));
}

#[test]
fn the_app_is_copied_as_it_is() {
    let shop = Shop::new();
    let app = shop.dir().join("app");
    fs::create_dir_all(app.join("assets")).expect("a folder");
    fs::write(app.join("index.html"), "<!doctype html>").expect("a file");
    fs::write(app.join("assets/engine-0123456789abcdef.wasm"), b"\0asm").expect("a file");
    let run = build(&shop, &["--app", "app"]).expect_code(0);
    assert!(!run.stderr.contains("MRT-C007"), "{}", run.stderr);
    let files = files(&shop.dir().join("site"));
    assert_eq!(files["index.html"], b"<!doctype html>");
    assert_eq!(files["assets/engine-0123456789abcdef.wasm"], b"\0asm");

    fs::remove_file(app.join("index.html")).expect("it was there");
    let run = build(&shop, &["--app", "app"]).expect_code(2);
    assert!(run.stderr.contains("MRT-C008"), "{}", run.stderr);
}

#[test]
fn a_folder_without_dbt_becomes_a_site_of_ad_hoc_tables() {
    let shop = Shop::new();
    let args = ["build", "--parquet", "dbt/exports", "--out", "site", "--format", "json"];
    let summary = martlet(shop.dir(), args).expect_code(0).json();
    assert_eq!(summary["project"], "exports");
    assert_eq!(summary["metrics"], 0);
    let files = files(&shop.dir().join("site"));
    let snapshot = json(&files, "data/index.json")["snapshot"].as_str().expect("a name").to_owned();
    let catalog = json(&files, &format!("data/{snapshot}/catalog.json"));
    assert!(catalog["tables"].as_array().expect("tables").iter().all(|table| table["trust"]["state"] == "ad_hoc"));
    martlet(shop.dir(), ["check", "--site", "site"]).expect_code(0);
    let refused = martlet(shop.dir(), ["query", "--site", "site", "--metrics", "revenue"]).expect_code(2);
    assert!(refused.stderr.contains("MRT-C045"), "{}", refused.stderr);
}

#[test]
fn marts_from_another_folder() {
    let shop = Shop::new();
    fs::rename(shop.dir().join("dbt/exports"), shop.dir().join("elsewhere")).expect("a rename");
    build(&shop, &[]).expect_code(1);
    build(&shop, &["--marts", "elsewhere"]).expect_code(0);
    fs::create_dir_all(shop.dir().join("elsewhere/main/fact_orders")).expect("a folder");
    let parted = shop.dir().join("elsewhere/main/fact_orders/part-1.parquet");
    fs::rename(shop.dir().join("elsewhere/fact_orders.parquet"), parted).expect("a rename");
    build(&shop, &["--marts", "elsewhere"]).expect_code(0);
    let run = build(&shop, &["--marts", "nowhere"]).expect_code(2);
    assert!(run.stderr.contains("MRT-C001"), "{}", run.stderr);
}

#[test]
fn a_place_that_holds_something_else_is_left_alone() {
    let shop = Shop::new();
    fs::create_dir(shop.dir().join("site")).expect("a folder");
    fs::write(shop.dir().join("site/thesis.txt"), "years of work").expect("a file");
    let run = build(&shop, &[]).expect_code(2);
    assert!(run.stderr.contains("MRT-C006"), "{}", run.stderr);
    assert_eq!(fs::read(shop.dir().join("site/thesis.txt")).expect("it is still there"), b"years of work");
    assert_eq!(fs::read_dir(shop.dir()).expect("a folder").count(), 2, "nothing is left beside it");
}
