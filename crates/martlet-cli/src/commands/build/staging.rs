//! A site is written beside its place and swapped in, so that a reader sees the old one or the new
//! one, and an interrupted build changes nothing.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::not_writable;
use crate::codes;
use crate::problem::Problem;

/// Held locked by the build that writes the folder, so that another build knows it is not stale.
const LOCK: &str = ".lock";
const TEMP: &str = ".tmp-";
const OLD: &str = ".old-";

/// The folder in which the site is being written. Removed on drop unless published.
#[derive(Debug)]
pub struct Staging {
    out: PathBuf,
    temp: PathBuf,
    lock: Option<File>,
}

impl Staging {
    /// Refuses a place that holds something other than a site; removes what interrupted builds left.
    pub fn begin(out: &Path) -> Result<Self, Problem> {
        let out = std::path::absolute(out).map_err(|error| not_writable(out, &error))?;
        let (Some(parent), Some(_)) = (out.parent(), out.file_name()) else {
            return Err(Problem::error(codes::OUT_IS_NOT_A_SITE, "a site cannot be written here").at(&out));
        };
        fs::create_dir_all(parent).map_err(|error| not_writable(parent, &error))?;
        clean_up(&out)?;
        refuse_foreign(&out)?;
        let temp = beside(&out, TEMP);
        fs::create_dir(&temp).map_err(|error| not_writable(&temp, &error))?;
        let mut staging = Self { out, temp, lock: None };
        let path = staging.temp.join(LOCK);
        let lock = File::create(&path).map_err(|error| not_writable(&path, &error))?;
        lock.lock().map_err(|error| not_writable(&path, &error))?;
        staging.lock = Some(lock);
        Ok(staging)
    }

    /// Where to write.
    pub fn dir(&self) -> &Path {
        &self.temp
    }

    /// Swaps the new site in. The old one stays in place until the new one is there.
    pub fn publish(mut self) -> Result<PathBuf, Problem> {
        let lock = self.temp.join(LOCK);
        drop(self.lock.take());
        fs::remove_file(&lock).map_err(|error| not_writable(&lock, &error))?;
        refuse_foreign(&self.out)?;
        let failed = |error: io::Error| not_writable(&self.out, &error);
        if !self.out.exists() {
            fs::rename(&self.temp, &self.out).map_err(failed)?;
        } else if exchange(&self.temp, &self.out).is_err() {
            let old = beside(&self.out, OLD);
            fs::rename(&self.out, &old).map_err(failed)?;
            if let Err(error) = fs::rename(&self.temp, &self.out) {
                fs::rename(&old, &self.out).map_err(failed)?;
                return Err(failed(error));
            }
            // What cannot be removed now is removed by the next build.
            let _ = fs::remove_dir_all(&old);
        }
        Ok(self.out.clone())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After an exchange this is the old site; before it, what was not finished. Either way it may go.
        let _ = fs::remove_dir_all(&self.temp);
    }
}

/// Both folders change places in one step, where the system can do that.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(Into::into)
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn refuse_foreign(out: &Path) -> Result<(), Problem> {
    if !out.exists() {
        return Ok(());
    }
    let is_site = out.join("data").join("index.json").is_file();
    let is_empty = fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none());
    if out.is_dir() && (is_site || is_empty) {
        return Ok(());
    }
    Err(Problem::error(codes::OUT_IS_NOT_A_SITE, "the place for the site is taken by something that is not a site")
        .at(out)
        .hint("choose another place with --out, or remove what is there"))
}

/// Puts an old site back that was moved away and not replaced, and removes what nobody writes any more.
fn clean_up(out: &Path) -> Result<(), Problem> {
    for old in leftovers(out, OLD)? {
        let done = if out.exists() { fs::remove_dir_all(&old) } else { fs::rename(&old, out) };
        done.map_err(|error| not_writable(&old, &error))?;
    }
    for temp in leftovers(out, TEMP)? {
        if is_stale(&temp) {
            fs::remove_dir_all(&temp).map_err(|error| not_writable(&temp, &error))?;
        }
    }
    Ok(())
}

fn is_stale(temp: &Path) -> bool {
    match File::open(temp.join(LOCK)) {
        Ok(lock) => !matches!(lock.try_lock(), Err(TryLockError::WouldBlock)),
        Err(_) => true,
    }
}

fn leftovers(out: &Path, mark: &str) -> Result<Vec<PathBuf>, Problem> {
    let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else { return Ok(Vec::new()) };
    let mut prefix = name.to_os_string();
    prefix.push(mark);
    let prefix = prefix.to_string_lossy().into_owned();
    let failed = |error: io::Error| not_writable(parent, &error);
    let mut found = Vec::new();
    for entry in fs::read_dir(parent).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name().to_string_lossy().starts_with(&prefix) && entry.path().is_dir() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn beside(out: &Path, mark: &str) -> PathBuf {
    let mut name = out.file_name().map_or_else(OsString::new, OsString::from);
    name.push(format!("{mark}{}", std::process::id()));
    out.with_file_name(name)
}
