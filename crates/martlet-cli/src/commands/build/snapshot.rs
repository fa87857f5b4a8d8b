//! The data files of a snapshot, their footers, and the snapshot's name.

use std::path::Path;

use martlet_site::bundle::BundleWriter;
use martlet_site::catalog::{Catalog, DataFile};

use super::copy;
use crate::codes;
use crate::data::{self, LocalTable};
use crate::output::{self, Progress};
use crate::problem::Problem;

/// Digits of the hash that names a snapshot.
const ID_DIGITS: usize = 16;

/// What lies in the site now.
#[derive(Debug)]
pub struct Published {
    /// One entry a table, in the tables' order.
    pub files: Vec<Vec<DataFile>>,
    /// `footers.bin`
    pub footers: Vec<u8>,
}

pub fn publish_files(tables: &[LocalTable], data: &Path, progress: &Progress) -> Result<Published, Problem> {
    progress.of_bytes(tables.iter().map(LocalTable::size_bytes).sum());
    let mut footers = BundleWriter::default();
    let mut files = Vec::new();
    for table in tables {
        progress.now(&table.name);
        let copied = copy::table(table, data, &mut |bytes| progress.add_bytes(bytes))?;
        for (file, footer) in copied.iter().zip(table.footers()) {
            footers.add(&file.path, serde_json::Value::Null, footer);
        }
        let (rows, size) = (output::count(table.rows()), output::bytes(table.size_bytes()));
        progress.done(format!("  {}: {rows} rows, {size}", table.name));
        files.push(copied);
    }
    progress.of_steps();
    let footers = footers
        .finish()
        .map_err(|error| Problem::error(codes::NOT_WRITABLE, format!("the footers cannot be bundled: {error}")))?;
    Ok(Published { files, footers })
}

/// A hash of everything that the snapshot holds. The time of the build is no part of it, so the same
/// input gives the same name.
pub fn id(catalog: &Catalog, semantic_manifest: Option<&[u8]>) -> Result<String, Problem> {
    let timeless = Catalog { snapshot: String::new(), built_at: String::new(), ..catalog.clone() };
    let text = serde_json::to_vec(&timeless)
        .map_err(|error| Problem::error(codes::NOT_WRITABLE, format!("the catalog cannot be written: {error}")))?;
    let parts = [env!("CARGO_PKG_VERSION").as_bytes(), &text, semantic_manifest.unwrap_or_default()];
    let hashes: String = parts.into_iter().map(data::sha256).collect();
    Ok(data::sha256(hashes.as_bytes())[..ID_DIGITS].to_owned())
}
