//! A folder of Parquet as the smallest site that the worker opens, for tests and measurements:
//!
//! `cargo run -p martlet-engine --example sample_site -- FOLDER SITE`
//!
//! Each `FOLDER/<table>.parquet` or `FOLDER/<table>/` is a table. With SQL as further arguments, each
//! is run natively and timed instead of writing a site.
#![expect(clippy::print_stdout, reason = "this is a program")]

use std::{error::Error, fs, path::Path, path::PathBuf, sync::Arc, time::Instant};

use martlet_engine::{Engine, FolderSource, Limits, RunOptions, TableFiles};
use martlet_site::{FORMAT_VERSION, Index, bundle::BundleWriter};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(site)) = (arguments.next(), arguments.next()) else {
        return Err("give a folder of Parquet and a folder for the site".into());
    };
    let queries: Vec<String> = arguments.collect();
    let tables = tables(Path::new(&folder))?;
    if queries.is_empty() {
        return write_site(&tables, Path::new(&site));
    }
    let engine = Engine::open(tables, Arc::new(FolderSource::absolute()), Limits::default())?;
    for sql in &queries {
        for _ in 0..3 {
            let started = Instant::now();
            let output = engine.run(sql, RunOptions::default()).await?;
            println!("{:8.1} ms {:7} rows  {sql}", started.elapsed().as_secs_f64() * 1e3, output.row_count());
        }
    }
    Ok(())
}

fn tables(folder: &Path) -> Result<Vec<TableFiles>, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    paths.sort();
    let mut tables = Vec::new();
    for path in paths {
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a name")?.to_owned();
        tables.push(TableFiles::from_parquet(name, &[path])?);
    }
    Ok(tables)
}

fn write_site(tables: &[TableFiles], site: &Path) -> Result<(), Box<dyn Error>> {
    const SNAPSHOT: &str = "sample";
    let data = site.join("data");
    fs::create_dir_all(data.join(SNAPSHOT))?;
    let trust = json!({"state": "ad_hoc", "tests_passed": 0, "tests_failed": 0, "tests_not_run": 0});
    let mut footers = BundleWriter::default();
    let mut listed = Vec::new();
    for table in tables {
        let mut files = Vec::new();
        for (at, (file, footer)) in table.data_files().zip(table.footers()).enumerate() {
            let path = format!("marts/{}/{at}.parquet", table.name());
            fs::create_dir_all(data.join(&path).parent().ok_or("a folder")?)?;
            fs::copy(&file.path, data.join(&path))?;
            footers.add(&path, serde_json::Value::Null, &footer?);
            files.push(json!({"path": path, "size_bytes": file.size_bytes, "rows": file.rows, "sha256": ""}));
        }
        listed.push(json!({
            "name": table.name(), "description": "", "columns": [], "files": files,
            "rows": table.row_count(), "size_bytes": 0, "trust": trust,
        }));
    }
    fs::write(data.join(SNAPSHOT).join("footers.bin"), footers.finish()?)?;
    let catalog = json!({
        "format_version": FORMAT_VERSION, "snapshot": SNAPSHOT, "built_at": "1970-01-01T00:00:00Z",
        "project": {"name": "sample", "title": "Sample", "time_zone": "UTC", "week_start": 1,
            "fiscal_year_start_month": 1},
        "artifacts": [], "tables": listed, "metrics": [], "saved_queries": [], "sources": [],
        "tests": [], "exposures": [], "trust": trust,
    });
    fs::write(data.join(SNAPSHOT).join("catalog.json"), serde_json::to_vec(&catalog)?)?;
    let index = Index {
        format_version: FORMAT_VERSION,
        snapshot: SNAPSHOT.to_owned(),
        project: "sample".to_owned(),
        as_of: None,
        built_at: "1970-01-01T00:00:00Z".to_owned(),
    };
    fs::write(data.join("index.json"), serde_json::to_vec(&index)?)?;
    Ok(())
}
