//! A site: that it is whole, unchanged since it was built, and can answer.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use martlet_engine::footer_bytes;
use martlet_site::bundle::{Bundle, BundleError};
use martlet_site::catalog::DataFile;
use sha2::{Digest, Sha256};

use super::project::compile;
use crate::codes;
use crate::data::{self, Session, SiteData, not_readable};
use crate::output::{self, Progress};
use crate::problem::{Failed, Problem};

const AGAIN: &str = "build the site again, and upload all of it";
const BUFFER_BYTES: usize = 1 << 20;

pub fn check(site: &Path, progress: &Progress) -> Result<Vec<Problem>, Failed> {
    if !site.is_dir() {
        return Err(data::read_site(site).err().map_or_else(|| Failed::input(Vec::new()), Failed::from));
    }
    let site_data = match data::read_site(site) {
        Ok(data) => data,
        Err(problem) => return Ok(vec![problem]),
    };
    let mut problems = Vec::new();
    if site_data.catalog.snapshot != site_data.index.snapshot {
        let message = format!(
            "the catalog is of snapshot {}, and the index points to {}",
            site_data.catalog.snapshot, site_data.index.snapshot
        );
        problems.push(
            Problem::error(codes::SITE_FILE_CHANGED, message)
                .at(site_data.snapshot_dir().join("catalog.json"))
                .hint(AGAIN),
        );
    }
    if !site.join("index.html").is_file() {
        problems.push(
            Problem::warning(codes::NO_APP, "the site has data but no app")
                .at(site)
                .hint("see `martlet build --help`, --app"),
        );
    }
    for table in &site_data.catalog.tables {
        progress.now(format!("{} ({})", table.name, output::bytes(table.size_bytes)));
        for file in &table.files {
            problems.extend(check_file(&site_data, file));
        }
    }
    progress.now("decoding the first results");
    problems.extend(check_first(&site_data));
    progress.now("compiling the metrics");
    problems.extend(check_metrics(&site_data));
    Ok(problems)
}

fn check_file(site: &SiteData, file: &DataFile) -> Option<Problem> {
    let path = site.data.join(&file.path);
    if !path.is_file() {
        let message = "the catalog names this file, and it is not there";
        return Some(Problem::error(codes::SITE_FILE_MISSING, message).at(path).hint(AGAIN));
    }
    let changed = |message: String| Some(Problem::error(codes::SITE_FILE_CHANGED, message).at(&path).hint(AGAIN));
    match data::size_of(&path) {
        Ok(size) if size == file.size_bytes => {}
        Ok(size) => return changed(format!("the file has {size} bytes, and the catalog says {}", file.size_bytes)),
        Err(problem) => return Some(problem),
    }
    match sha256_of(&path) {
        Ok(found) if found == file.sha256 => {}
        Ok(_) => return changed("the file's content is not what the catalog's SHA-256 says".to_owned()),
        Err(error) => return Some(not_readable(&path, &error)),
    }
    let stored = site.footers.get(&file.path).map(|(_, footer)| footer);
    match footer_bytes(&path) {
        Ok(own) if stored == Some(&own[..]) => None,
        Ok(_) => changed("the file's footer is not the one in footers.bin".to_owned()),
        Err(error) => Some(data::engine_problem(&error).at(&path)),
    }
}

fn sha256_of(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(data::hex(&hash.finalize())),
            read => hash.update(&buffer[..read]),
        }
    }
}

fn inflated(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut out)?;
    Ok(out)
}

fn check_first(site: &SiteData) -> Vec<Problem> {
    let path = site.snapshot_dir().join("first.bin");
    let bundle = match data::read(&path) {
        Ok(bytes) => match inflated(&bytes).map_err(|_| BundleError::Compression).and_then(Bundle::read) {
            Ok(bundle) => bundle,
            Err(error) => return vec![data::broken_bundle(&path, &error)],
        },
        Err(problem) => return vec![problem],
    };
    let mut problems = Vec::new();
    for (key, meta, bytes) in bundle.iter() {
        let expected = meta.get("rows").and_then(serde_json::Value::as_u64);
        match rows_of(bytes) {
            Ok(rows) if Some(rows) == expected => {}
            Ok(rows) => problems.push(
                Problem::error(
                    codes::SITE_FILE_BROKEN,
                    format!("the result of {key} has {rows} rows, and says {expected:?}"),
                )
                .at(&path)
                .hint(AGAIN),
            ),
            Err(error) => problems.push(
                Problem::error(codes::SITE_FILE_BROKEN, format!("the result of {key} cannot be read: {error}"))
                    .at(&path)
                    .hint(AGAIN),
            ),
        }
    }
    problems
}

fn rows_of(ipc: &[u8]) -> Result<u64, arrow::error::ArrowError> {
    let reader = arrow::ipc::reader::StreamReader::try_new(ipc, None)?;
    reader.map(|batch| batch.map(|batch| batch.num_rows() as u64)).sum()
}

fn check_metrics(site: &SiteData) -> Vec<Problem> {
    let session = match Session::of_site(site) {
        Ok(session) => session,
        Err(problems) => return problems,
    };
    let catalog_path = site.snapshot_dir().join("catalog.json");
    let mut problems = Vec::new();
    for metric in &site.catalog.metrics {
        if let Some(why) = &metric.unavailable {
            let message = format!("metric {} is not available: {why}", metric.name);
            problems.push(Problem::warning(codes::METRIC_NOT_COMPILED, message).at(&catalog_path));
        } else if let Err(found) = compile(&session, &metric.name) {
            problems.extend(found.into_iter().map(|problem| problem.at(&catalog_path)));
        }
    }
    problems
}
