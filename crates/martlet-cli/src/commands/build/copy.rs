//! Data files into the site, named by what they contain.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use martlet_site::catalog::DataFile;
use sha2::{Digest, Sha256};

use super::not_writable;
use crate::data::{LocalTable, ParquetFile, not_readable};
use crate::problem::Problem;

/// Digits of the hash in a name: 64 bits tell the files of one site apart.
const NAME_DIGITS: usize = 16;
const BUFFER_BYTES: usize = 1 << 20;

/// Copies a table's files below `data`, and says where they are now, in the table's order.
pub fn table(table: &LocalTable, data: &Path, copied: &mut dyn FnMut(u64)) -> Result<Vec<DataFile>, Problem> {
    let folder = format!("marts/{}", folder_name(&table.name));
    let target = data.join(&folder);
    fs::create_dir_all(&target).map_err(|error| not_writable(&target, &error))?;
    let mut taken = HashSet::new();
    let mut files = Vec::new();
    for file in &table.files {
        let part = target.join("part");
        let sha256 = copy(file, &part, copied)?;
        let mut name = format!("{}.parquet", &sha256[..NAME_DIGITS]);
        // Two files of one table may hold the same rows, and both count.
        let mut again = 2;
        while !taken.insert(name.clone()) {
            name = format!("{}-{again}.parquet", &sha256[..NAME_DIGITS]);
            again += 1;
        }
        let path = target.join(&name);
        fs::rename(&part, &path).map_err(|error| not_writable(&path, &error))?;
        files.push(DataFile { path: format!("{folder}/{name}"), size_bytes: file.size_bytes, rows: file.rows, sha256 });
    }
    Ok(files)
}

fn copy(file: &ParquetFile, to: &Path, copied: &mut dyn FnMut(u64)) -> Result<String, Problem> {
    let mut source = File::open(&file.path).map_err(|error| not_readable(&file.path, &error))?;
    let mut target = File::create(to).map_err(|error| not_writable(to, &error))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut total = 0;
    loop {
        let read = source.read(&mut buffer).map_err(|error| not_readable(&file.path, &error))?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        target.write_all(&buffer[..read]).map_err(|error| not_writable(to, &error))?;
        total += read as u64;
        copied(read as u64);
    }
    if total != file.size_bytes {
        return Err(Problem::error(crate::codes::NOT_READABLE, "the file changed while it was being copied")
            .at(&file.path)
            .hint("wait until dbt has finished, then build again"));
    }
    Ok(crate::data::hex(&hash.finalize()))
}

/// A table's name as a folder of a URL: what could be misread there is replaced.
fn folder_name(table: &str) -> String {
    let name: String = table
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-') { letter } else { '_' })
        .collect();
    if name == table { name } else { format!("{name}-{}", &crate::data::sha256(table.as_bytes())[..8]) }
}
