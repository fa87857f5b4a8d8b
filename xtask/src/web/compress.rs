//! Brotli copies beside the files that compress, for hosts that serve them.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::places::Places;
use crate::process::{command, run};
use crate::report::Outcome;

const COMPRESSED: &[&str] = &["js", "wasm", "css", "html", "svg", "json"];

pub fn compress(places: &Places, folder: &Path) -> Result<Outcome> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned());
        if path.is_file() && extension.is_some_and(|extension| COMPRESSED.contains(&extension.as_str())) {
            // 24 bits of window: browsers accept no more.
            run(command(places, "brotli").args(["--force", "--keep", "--quality=11", "--lgwin=24"]).arg(&path))?;
            count += 1;
        }
    }
    Ok(Outcome::DoneWith(format!("{count} files")))
}
