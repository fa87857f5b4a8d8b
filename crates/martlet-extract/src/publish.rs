//! A set of files is written beside its place and swapped in whole; a killed run leaves the former set as it was.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::{ExtractError, Result};

/// Says that a folder is a set, and of what.
pub const NOTE: &str = "_martlet_extract.json";
const LOCK: &str = ".lock";
const TEMP: &str = ".tmp-";
const OLD: &str = ".old-";

/// The folder being written. Removed on drop unless published.
#[derive(Debug)]
pub struct Staging {
    out: PathBuf,
    temp: PathBuf,
    lock: Option<File>,
}

impl Staging {
    /// Puts right what killed runs left, and refuses a folder that is no set.
    pub fn begin(out: &Path) -> Result<Self> {
        let out = std::path::absolute(out).map_err(|error| ExtractError::write(out, error))?;
        let parent = out.parent().ok_or_else(|| ExtractError::Foreign { path: out.clone() })?;
        fs::create_dir_all(parent).map_err(|error| ExtractError::write(parent, error))?;
        clean_up(&out)?;
        let is_empty = || fs::read_dir(&out).is_ok_and(|mut entries| entries.next().is_none());
        if out.exists() && !out.join(NOTE).is_file() && !is_empty() {
            return Err(ExtractError::Foreign { path: out });
        }
        let temp = beside(&out, TEMP);
        fs::create_dir(&temp).map_err(|error| ExtractError::write(&temp, error))?;
        let mut staging = Self { out, temp, lock: None };
        let path = staging.temp.join(LOCK);
        let lock = File::create(&path).map_err(|error| ExtractError::write(&path, error))?;
        lock.lock().map_err(|error| ExtractError::write(&path, error))?;
        staging.lock = Some(lock);
        if leftovers(&staging.out, TEMP)?.iter().any(|other| *other != staging.temp && is_at_work(other)) {
            return Err(ExtractError::Busy { path: staging.out.clone() });
        }
        Ok(staging)
    }

    pub fn dir(&self) -> &Path {
        &self.temp
    }

    /// Swaps the set in, once every byte of it is on the disk.
    pub fn publish(mut self) -> Result<()> {
        drop(self.lock.take());
        let failed = |error: io::Error| ExtractError::write(&self.out, error);
        fs::remove_file(self.temp.join(LOCK)).map_err(failed)?;
        File::open(&self.temp).and_then(|dir| dir.sync_all()).map_err(failed)?;
        if !self.out.exists() {
            fs::rename(&self.temp, &self.out).map_err(failed)?;
        } else if exchange(&self.temp, &self.out).is_err() {
            let old = beside(&self.out, OLD);
            fs::rename(&self.out, &old).map_err(failed)?;
            if let Err(error) = fs::rename(&self.temp, &self.out) {
                fs::rename(&old, &self.out).map_err(failed)?;
                return Err(failed(error));
            }
            // What cannot be removed now is removed by the next run.
            let _ = fs::remove_dir_all(&old);
        }
        if let Some(parent) = self.out.parent() {
            File::open(parent).and_then(|dir| dir.sync_all()).map_err(failed)?;
        }
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What is left is removed by the next run.
        let _ = fs::remove_dir_all(&self.temp);
    }
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(Into::into)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn clean_up(out: &Path) -> Result<()> {
    for old in leftovers(out, OLD)? {
        let done = if out.exists() { fs::remove_dir_all(&old) } else { fs::rename(&old, out) };
        done.map_err(|error| ExtractError::write(&old, error))?;
    }
    for temp in leftovers(out, TEMP)? {
        if !is_at_work(&temp) {
            fs::remove_dir_all(&temp).map_err(|error| ExtractError::write(&temp, error))?;
        }
    }
    Ok(())
}

/// Whether a run that lives writes there.
fn is_at_work(temp: &Path) -> bool {
    File::open(temp.join(LOCK)).is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

fn leftovers(out: &Path, mark: &str) -> Result<Vec<PathBuf>> {
    let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else { return Ok(Vec::new()) };
    let prefix = format!("{}{mark}", name.to_string_lossy());
    let entries = fs::read_dir(parent).map_err(|error| ExtractError::write(parent, error))?;
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    Ok(found)
}

fn beside(out: &Path, mark: &str) -> PathBuf {
    let mut name = out.file_name().map_or_else(OsString::new, OsString::from);
    name.push(format!("{mark}{}", std::process::id()));
    out.with_file_name(name)
}
