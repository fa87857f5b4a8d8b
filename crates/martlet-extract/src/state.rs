//! What an extraction leaves for the next one: of which database, when, and up to where each table was read.
//!
//! The same JSON lies in the set, swapped in with the files that it describes, and in the file that `--since-state`
//! names, which is replaced last and at once. So a state file is never newer than the set; where it is older, because
//! a run was killed between the two, rows are read again that are there already.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use crate::schema::Table;
use crate::watermark::Watermark;
use crate::{ExtractError, Result};

const VERSION: u32 = 2;
const TIME: &str = "%Y-%m-%dT%H:%M:%S%.6fZ";

#[derive(Debug, Serialize, Deserialize)]
pub struct State {
    version: u32,
    /// Address of the database, without user.
    pub source: String,
    /// What the server calls itself (`server_uuid`, `server_uid`), where it does.
    pub server: Option<String>,
    /// The server's clock, UTC, when the snapshot was taken.
    #[serde(with = "instant")]
    pub snapshot_at: NaiveDateTime,
    pub tables: BTreeMap<String, TableState>,
}

/// One table as it was extracted.
#[derive(Debug, Serialize, Deserialize)]
pub struct TableState {
    pub rows: u64,
    /// Name and declared type.
    pub columns: Vec<(String, String)>,
    /// Columns of the primary key.
    pub key: Vec<String>,
    /// Whether rows came in the order of the key's bytes.
    pub is_in_key_order: bool,
    pub watermark: Option<Watermark>,
}

impl TableState {
    pub fn new(table: &Table, rows: u64, is_in_key_order: bool, watermark: Option<Watermark>) -> Self {
        let columns = table.columns.iter().map(|column| (column.name.clone(), column.declared.clone())).collect();
        Self { rows, columns, key: table.key.clone(), is_in_key_order, watermark }
    }
}

impl State {
    pub fn new(source: String, server: Option<String>, snapshot_at: NaiveDateTime) -> Self {
        Self { version: VERSION, source, server, snapshot_at, tables: BTreeMap::new() }
    }

    /// `None` if there is no such file.
    ///
    /// # Errors
    /// [`ExtractError::State`] for what cannot be read as one.
    pub fn read(path: &Path) -> Result<Option<Self>> {
        let unreadable = |reason: String| ExtractError::State { path: path.to_owned(), reason };
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error.to_string())),
        };
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let found: Version = serde_json::from_slice(&text).map_err(|error| unreadable(error.to_string()))?;
        if found.version != VERSION {
            return Err(unreadable(format!("its version is {}, not {VERSION}", found.version)));
        }
        serde_json::from_slice(&text).map(Some).map_err(|error| unreadable(error.to_string()))
    }

    /// Writes to the disk, under the name itself.
    pub fn write(&self, path: &Path) -> Result<()> {
        let text = serde_json::to_vec_pretty(self)
            .map_err(|error| ExtractError::State { path: path.to_owned(), reason: error.to_string() })?;
        let write = || {
            let mut file = File::create(path)?;
            file.write_all(&text)?;
            file.sync_all()
        };
        write().map_err(|error| ExtractError::write(path, error))
    }

    pub fn shown(at: NaiveDateTime) -> String {
        at.format(TIME).to_string()
    }
}

/// The state file's successor, written beside it. Removed on drop unless it took its place.
#[derive(Debug)]
pub struct NextState {
    path: PathBuf,
    temp: PathBuf,
}

impl NextState {
    /// Tries whether it can be written, before hours are spent on reading.
    pub fn begin(path: &Path) -> Result<Self> {
        let path = std::path::absolute(path).map_err(|error| ExtractError::write(path, error))?;
        let name = path
            .file_name()
            .ok_or_else(|| ExtractError::State { path: path.clone(), reason: "it is no name of a file".to_owned() })?;
        let temp = path.with_file_name(format!(".{}.tmp", name.to_string_lossy()));
        File::create(&temp).map_err(|error| ExtractError::write(&temp, error))?;
        Ok(Self { path, temp })
    }

    pub fn write(&self, state: &State) -> Result<()> {
        state.write(&self.temp)
    }

    /// From here on the next run goes on from this one.
    pub fn publish(self) -> Result<()> {
        fs::rename(&self.temp, &self.path).map_err(|error| ExtractError::write(&self.path, error))?;
        match self.path.parent() {
            Some(parent) => {
                File::open(parent).and_then(|dir| dir.sync_all()).map_err(|error| ExtractError::write(parent, error))
            }
            None => Ok(()),
        }
    }
}

impl Drop for NextState {
    fn drop(&mut self) {
        // After the rename there is none; what cannot be removed is written over by the next run.
        let _ = fs::remove_file(&self.temp);
    }
}

/// An instant as ISO 8601 in UTC.
mod instant {
    use chrono::NaiveDateTime;
    use serde::{Deserialize as _, Deserializer, Serializer, de};

    use super::TIME;

    pub fn serialize<S: Serializer>(at: &NaiveDateTime, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&at.format(TIME))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDateTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.fZ").map_err(de::Error::custom)
    }
}
