//! The web app's files: from a folder, or from inside this binary.

use std::fs;
use std::path::{Path, PathBuf};

use crate::codes;
use crate::data::not_readable;
use crate::problem::Problem;

mod embedded {
    //! Written by `build.rs`: path within the site → content. Empty unless the binary was made with an app.
    include!(concat!(env!("OUT_DIR"), "/embedded_app.rs"));

    pub(super) fn files() -> &'static [(&'static str, &'static [u8])] {
        FILES
    }
}

/// Where the app comes from.
#[derive(Debug)]
pub enum App {
    Folder(PathBuf),
    Embedded,
    /// The site is written without it.
    None,
}

impl App {
    pub fn find(folder: Option<&Path>) -> Result<Self, Problem> {
        match folder {
            Some(folder) if folder.join("index.html").is_file() => Ok(Self::Folder(folder.to_owned())),
            Some(folder) => {
                Err(Problem::error(codes::NOT_AN_APP, "the folder does not hold the web app: it has no index.html")
                    .at(folder)
                    .hint("build the app first, and name the folder that holds its index.html"))
            }
            None if embedded::files().is_empty() => Ok(Self::None),
            None => Ok(Self::Embedded),
        }
    }

    /// Said when a site is written without an app.
    pub fn missing() -> Problem {
        Problem::warning(codes::NO_APP, "the site has data but no app: this binary was built without it").hint(
            "use a released binary, or make one with `cargo xtask dist`, or pass --app with the folder of a built app",
        )
    }

    /// Copies the files to the site's root as they are; gives how many and how many bytes.
    pub fn write(&self, site: &Path) -> Result<(u64, u64), Problem> {
        match self {
            Self::Folder(folder) => copy(folder, site),
            Self::Embedded => {
                let mut bytes = 0;
                for (name, content) in embedded::files() {
                    let path = site.join(name);
                    write(&path, content)?;
                    bytes += content.len() as u64;
                }
                Ok((embedded::files().len() as u64, bytes))
            }
            Self::None => Ok((0, 0)),
        }
    }
}

fn copy(from: &Path, to: &Path) -> Result<(u64, u64), Problem> {
    let (mut files, mut bytes) = (0, 0);
    fs::create_dir_all(to).map_err(|error| super::not_writable(to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| not_readable(from, &error))? {
        let path = entry.map_err(|error| not_readable(from, &error))?.path();
        let Some(name) = path.file_name() else { continue };
        let target = to.join(name);
        if path.is_dir() {
            let (below_files, below_bytes) = copy(&path, &target)?;
            files += below_files;
            bytes += below_bytes;
        } else {
            bytes += fs::copy(&path, &target).map_err(|error| super::not_writable(&target, &error))?;
            files += 1;
        }
    }
    Ok((files, bytes))
}

fn write(path: &Path, content: &[u8]) -> Result<(), Problem> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| super::not_writable(folder, &error))?;
    }
    fs::write(path, content).map_err(|error| super::not_writable(path, &error))
}
