//! `check`: whole projects and sites pass; every harm to a site is named.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Shop, martlet, parquet};

fn site() -> Shop {
    let shop = Shop::new();
    martlet(shop.dir(), ["build", "--project", "dbt", "--out", "site"]).expect_code(0);
    shop
}

fn snapshot(shop: &Shop) -> PathBuf {
    let index = fs::read(shop.dir().join("site/data/index.json")).expect("an index");
    let index: serde_json::Value = serde_json::from_slice(&index).expect("JSON");
    shop.dir().join("site/data").join(index["snapshot"].as_str().expect("a name"))
}

fn data_file(shop: &Shop) -> PathBuf {
    let folder = shop.dir().join("site/data/marts/fact_orders");
    fs::read_dir(folder).expect("a folder").next().expect("a file").expect("an entry").path()
}

/// The codes of all errors in the JSON report.
fn codes(shop: &Shop) -> Vec<String> {
    let run = martlet(shop.dir(), ["check", "--site", "site", "--format", "json"]).expect_code(1);
    let problems = run.json();
    let errors = problems.as_array().expect("an array").iter().filter(|problem| problem["severity"] == "error");
    errors.filter_map(|problem| problem["code"].as_str().map(str::to_owned)).collect()
}

fn flip_a_byte(path: &Path, at: usize) {
    let mut content = fs::read(path).expect("a file");
    content[at] ^= 1;
    fs::write(path, content).expect("a file");
}

#[test]
fn a_whole_project_passes() {
    let shop = Shop::new();
    let run = martlet(shop.dir(), ["check", "--project", "dbt"]).expect_code(0);
    assert!(!run.stdout.contains("error"), "{}", run.stdout);
    assert!(run.stdout.contains("run_results.json is absent"), "what is missing is named: {}", run.stdout);
    assert!(run.stdout.contains("warning"), "{}", run.stdout);
    assert_eq!(run.stderr, "");
}

#[test]
fn an_expression_that_cannot_be_computed_is_named() {
    let mut shop = Shop::new();
    for model in shop.semantic_manifest["semantic_models"].as_array_mut().expect("a list") {
        for measure in model["measures"].as_array_mut().expect("a list") {
            if measure["name"] == "amount_sum" {
                measure["expr"] = "lenght(status)".into();
            }
        }
    }
    shop.write_artifacts();
    let run = martlet(shop.dir(), ["check", "--project", "dbt", "--format", "json"]).expect_code(1);
    let problems = run.json();
    let found = problems.as_array().expect("an array").iter().find(|problem| problem["code"] == "MRT-E016");
    let message = found.expect("there is no such function")["message"].as_str().expect("a text").to_owned();
    assert!(message.contains("(in the expression of measure 'amount_sum' of "), "{message}");
    assert!(message.ends_with(": `lenght(status)`)"), "{message}");
}

#[test]
fn a_problem_has_file_line_and_suggestion() {
    let mut shop = Shop::new();
    shop.semantic_manifest["metrics"][3]["type_params"]["metrics"][0]["name"] = "nope".into();
    shop.write_artifacts();
    fs::create_dir_all(shop.dir().join("dbt/models")).expect("a folder");
    fs::write(shop.dir().join("dbt/models/metrics.yml"), "metrics:\n  - name: revenue\n  - name: doubled\n")
        .expect("a file");
    let run = martlet(shop.dir(), ["check", "--project", "dbt", "--format", "json"]).expect_code(1);
    let problems = run.json();
    let found = problems.as_array().expect("an array").iter().find(|problem| problem["code"] == "MRT-P014");
    let found = found.expect("the metric's input is missing");
    assert_eq!(found["file"], "dbt/models/metrics.yml");
    assert_eq!(found["line"], 3);
    assert!(found["hint"].is_string());
}

#[test]
fn a_changed_byte() {
    let shop = site();
    flip_a_byte(&data_file(&shop), 20);
    assert_eq!(codes(&shop), ["MRT-C033"]);
}

#[test]
fn a_data_file_that_is_cut_or_gone() {
    let shop = site();
    let file = data_file(&shop);
    parquet::cut(&file, 50);
    assert_eq!(codes(&shop), ["MRT-C033"]);
    fs::remove_file(&file).expect("it was there");
    assert_eq!(codes(&shop), ["MRT-C032"]);
}

#[test]
fn bundles_that_are_cut() {
    for bundle in ["footers.bin", "first.bin"] {
        let shop = site();
        parquet::cut(&snapshot(&shop).join(bundle), 40);
        assert_eq!(codes(&shop), ["MRT-F001"], "{bundle}");
    }
}

#[test]
fn a_catalog_that_is_no_json_or_of_a_newer_version() {
    let shop = site();
    let catalog = snapshot(&shop).join("catalog.json");
    let text = fs::read_to_string(&catalog).expect("a catalog");
    fs::write(&catalog, text.replacen("\"format_version\":1", "\"format_version\":99", 1)).expect("a file");
    assert_eq!(codes(&shop), ["MRT-C031"]);
    fs::write(&catalog, "<!doctype html>").expect("a file");
    assert_eq!(codes(&shop), ["MRT-C034"]);
}

#[test]
fn a_folder_that_is_no_site() {
    let shop = Shop::new();
    let run = martlet(shop.dir(), ["check", "--site", "dbt"]).expect_code(1);
    assert!(run.stdout.contains("MRT-C030"), "{}", run.stdout);
    let run = martlet(shop.dir(), ["check", "--site", "nowhere"]).expect_code(2);
    assert!(run.stderr.contains("MRT-C001"), "{}", run.stderr);
}

#[test]
fn the_report_as_a_table_of_values() {
    let shop = site();
    fs::remove_file(data_file(&shop)).expect("it was there");
    let run = martlet(shop.dir(), ["check", "--site", "site", "--format", "csv"]).expect_code(1);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[0], "severity,code,file,line,message,hint");
    assert!(lines[1].starts_with("error,MRT-C032,site/data/marts/fact_orders/"), "{}", run.stdout);
}
