//! A site on this machine, read as the browser reads it.

use std::fs::File;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use martlet_engine::TableFiles;
use martlet_site::bundle::{Bundle, BundleError};
use martlet_site::catalog::Catalog;
use martlet_site::{FORMAT_VERSION, Index};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{engine_problem, not_readable, read};
use crate::codes;
use crate::problem::Problem;

/// The current snapshot of a site.
#[derive(Debug)]
pub struct SiteData {
    /// The folder `data/`.
    pub data: PathBuf,
    pub index: Index,
    pub catalog: Catalog,
    pub footers: Bundle<Vec<u8>>,
    /// dbt's artifact; none for a site of plain folders.
    pub semantic_manifest: Option<Vec<u8>>,
}

pub fn read_site(site: &Path) -> Result<SiteData, Problem> {
    let data = site.join("data");
    let index_path = data.join("index.json");
    if !index_path.is_file() {
        return Err(if site.is_dir() {
            Problem::error(codes::NOT_A_SITE, "the folder is not a Martlet site: it has no data/index.json")
                .at(site)
                .hint("write a site first: martlet build --project path/to/dbt --out site")
        } else {
            Problem::error(codes::NOT_READABLE, "there is no such folder")
                .at(site)
                .hint("write a site first: martlet build --project path/to/dbt --out site")
        });
    }
    let index: Index = versioned(&index_path)?;
    let snapshot = data.join(&index.snapshot);
    let catalog: Catalog = versioned(&snapshot.join("catalog.json"))?;
    let footers_path = snapshot.join("footers.bin");
    let footers = Bundle::read(read(&footers_path)?).map_err(|error| broken_bundle(&footers_path, &error))?;
    let manifest = snapshot.join("semantic_manifest.json");
    let semantic_manifest = if manifest.is_file() { Some(read(&manifest)?) } else { None };
    Ok(SiteData { data, index, catalog, footers, semantic_manifest })
}

impl SiteData {
    pub fn snapshot_dir(&self) -> PathBuf {
        self.data.join(&self.index.snapshot)
    }

    /// For the engine, with footers from the site.
    pub fn tables(&self) -> Result<Vec<TableFiles>, Vec<Problem>> {
        let mut tables = Vec::new();
        let mut problems = Vec::new();
        for table in &self.catalog.tables {
            let mut files = Vec::new();
            for file in &table.files {
                match self.footers.get(&file.path) {
                    Some((_, footer)) => files.push((file.clone(), Bytes::copy_from_slice(footer))),
                    None => problems.push(
                        Problem::error(codes::SITE_FILE_BROKEN, format!("footers.bin has no footer of {}", file.path))
                            .at(self.snapshot_dir().join("footers.bin"))
                            .hint("build the site again"),
                    ),
                }
            }
            match TableFiles::new(&table.name, files) {
                Ok(table) => tables.push(table),
                Err(error) => problems.push(engine_problem(&error)),
            }
        }
        if problems.is_empty() { Ok(tables) } else { Err(problems) }
    }
}

pub fn broken_bundle(path: &Path, error: &BundleError) -> Problem {
    Problem::error(BundleError::CODE, error.to_string()).at(path).hint("build the site again")
}

#[derive(Deserialize)]
struct Versioned {
    format_version: u32,
}

/// Looks at the version first: a file of another version may not have the fields that this one knows.
fn versioned<T: DeserializeOwned>(path: &Path) -> Result<T, Problem> {
    let bytes = read(path)?;
    let broken = |error: serde_json::Error| {
        Problem::error(codes::SITE_FILE_BROKEN, format!("not what a Martlet site has there: {error}"))
            .at(path)
            .line(Some(error.line()).filter(|line| *line > 0))
            .hint("build the site again")
    };
    let version: Versioned = serde_json::from_slice(&bytes).map_err(broken)?;
    if version.format_version != FORMAT_VERSION {
        let found = version.format_version;
        let message = format!("the site has format version {found}; this program reads {FORMAT_VERSION}");
        return Err(Problem::error(codes::OTHER_VERSION, message).at(path).hint(if found > FORMAT_VERSION {
            "use a newer martlet"
        } else {
            "build the site again with this martlet"
        }));
    }
    serde_json::from_slice(&bytes).map_err(broken)
}

/// Whether the file can be opened, without reading it.
pub fn size_of(path: &Path) -> Result<u64, Problem> {
    File::open(path)
        .and_then(|file| file.metadata())
        .map(|metadata| metadata.len())
        .map_err(|error| not_readable(path, &error))
}
