//! A snapshot of a site: its catalog, footers and semantic manifest become an engine and a layer.

use std::sync::Arc;

use bytes::Bytes;
use futures::future::join3;
use martlet_browser::engine_side::{FetchSource, WorkerHost, read_whole};
use martlet_engine::{Engine, EngineError, Limits, SourceError, TableFiles};
use martlet_project::semantic_manifest::SemanticManifest;
use martlet_protocol::QueryError;
use martlet_semantic::SemanticLayer;
use martlet_site::{FORMAT_VERSION, bundle::Bundle, catalog::Catalog};

use crate::error::{WorkerError, from_engine};

/// An open site.
pub(crate) struct Site {
    pub engine: Engine,
    /// None for a site of plain Parquet.
    pub metrics: Option<SemanticLayer>,
}

/// Share of the memory limit that keeps bytes of files, so that they are not read again.
const CACHE_SHARE: u64 = 4;

/// Reads the snapshot's three small files at once and opens them.
pub(crate) async fn open(data_url: &str, snapshot: &str, memory_limit_bytes: u64) -> Result<Site, QueryError> {
    let at = |name: &str| format!("{data_url}{snapshot}/{name}");
    let (catalog_url, footers_url, manifest_url) =
        (at("catalog.json"), at("footers.bin"), at("semantic_manifest.json"));
    let (catalog, footers, manifest) =
        join3(read_whole(&catalog_url), read_whole(&footers_url), read_whole(&manifest_url)).await;

    let catalog = catalog.map_err(not_read)?;
    let catalog: Catalog =
        serde_json::from_slice(&catalog).map_err(|error| unreadable(&catalog_url, &error.to_string()))?;
    if catalog.format_version != FORMAT_VERSION {
        let (found, expected) = (catalog.format_version, FORMAT_VERSION);
        return Err(WorkerError::Version { url: catalog_url, found, expected }.to_protocol());
    }
    let tables = tables(&catalog, &footers_url, footers.map_err(not_read)?.into())?;
    let cache_bytes = memory_limit_bytes / CACHE_SHARE;
    let limits = Limits { memory_bytes: memory_limit_bytes - cache_bytes, cache_bytes };
    let source = Arc::new(FetchSource::new(data_url));
    let engine =
        Engine::open_on(Arc::new(WorkerHost), tables, source, limits).map_err(|error| from_engine(&error, None))?;

    let metrics = match manifest {
        Ok(bytes) => Some(layer(&manifest_url, &bytes)?),
        Err(SourceError::NotFound { .. }) => None,
        Err(error) => return Err(not_read(error)),
    };
    Ok(Site { engine, metrics })
}

fn tables(catalog: &Catalog, url: &str, footers: Bytes) -> Result<Vec<TableFiles>, QueryError> {
    let bundle = Bundle::read(footers.clone()).map_err(|error| unreadable(url, &error.to_string()))?;
    catalog
        .tables
        .iter()
        .filter(|table| !table.files.is_empty())
        .map(|table| {
            let files = table
                .files
                .iter()
                .map(|file| {
                    let (_, footer) = bundle.get(&file.path).ok_or_else(|| {
                        let (url, file) = (url.to_owned(), file.path.clone());
                        WorkerError::NoFooter { url, file }.to_protocol()
                    })?;
                    Ok((file.clone(), Bytes::copy_from_slice(footer)))
                })
                .collect::<Result<Vec<_>, QueryError>>()?;
            TableFiles::new(&table.name, files).map_err(|error| from_engine(&error, None))
        })
        .collect()
}

fn layer(url: &str, bytes: &[u8]) -> Result<SemanticLayer, QueryError> {
    let manifest: SemanticManifest =
        serde_json::from_slice(bytes).map_err(|error| unreadable(url, &error.to_string()))?;
    SemanticLayer::new(manifest).map_err(|issues| {
        let reasons: Vec<String> = issues.iter().map(ToString::to_string).collect();
        unreadable(url, &reasons.join("\n"))
    })
}

fn not_read(error: SourceError) -> QueryError {
    from_engine(&EngineError::from(error), None)
}

fn unreadable(url: &str, reason: &str) -> QueryError {
    WorkerError::SiteFile { url: url.to_owned(), reason: reason.to_owned() }.to_protocol()
}
