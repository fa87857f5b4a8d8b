//! How far behind its source the database is, if it is a replica.

use mysql::prelude::Queryable as _;
use mysql::{Conn, Row, Value};

use crate::watch::Lag;

const STATEMENTS: [&str; 2] = ["SHOW REPLICA STATUS", "SHOW SLAVE STATUS"];
const COLUMNS: [&str; 2] = ["Seconds_Behind_Source", "Seconds_Behind_Master"];
/// The user may not ask.
const DENIED: [u16; 3] = [1045, 1142, 1227];

/// Never an error: who may not ask can still read.
pub fn lag(connection: &mut Conn) -> Lag {
    let mut reason = String::new();
    for statement in STATEMENTS {
        match connection.query_first::<Row, _>(statement) {
            Ok(None) => return Lag::NotAReplica,
            Ok(Some(row)) => return seconds(&row).map_or(Lag::Stopped, Lag::Seconds),
            Err(mysql::Error::MySqlError(error)) if DENIED.contains(&error.code) => {
                return Lag::Unknown("the user lacks SLAVE MONITOR (MariaDB) or REPLICATION CLIENT (MySQL)".to_owned());
            }
            Err(error) => reason = error.to_string(),
        }
    }
    Lag::Unknown(reason)
}

fn seconds(row: &Row) -> Option<u64> {
    let columns = row.columns_ref();
    let at = COLUMNS.iter().find_map(|name| columns.iter().position(|column| column.name_str() == *name))?;
    match row.as_ref(at)? {
        Value::Bytes(text) => str::from_utf8(text).ok()?.parse().ok(),
        Value::UInt(seconds) => Some(*seconds),
        Value::Int(seconds) => u64::try_from(*seconds).ok(),
        _ => None,
    }
}
