//! `martlet extract`

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

/// How to reach a database.
#[derive(Debug, Args)]
pub struct DatabaseArgs {
    /// Option file whose [client] section has user and password
    #[arg(long, value_name = "FILE")]
    pub defaults_file: Option<PathBuf>,

    /// Certificate authority of the database's host, if it is none of the public ones
    #[arg(long, value_name = "FILE", conflicts_with = "no_tls")]
    pub tls_ca: Option<PathBuf>,

    /// Do not encrypt the connection; loopback never is
    #[arg(long)]
    pub no_tls: bool,
}

/// Extract a MySQL or MariaDB database to Parquet files.
///
/// Reads every table in one read-only snapshot and publishes the files as one set, in place of the set that was there.
/// Until then the former set stays; a run that fails or is killed changes nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
The password comes from MARTLET_MYSQL_PASSWORD, MYSQL_PWD or --defaults-file, never from the
address. The user needs SELECT, and SLAVE MONITOR (MySQL: REPLICATION CLIENT) to be told how far a
replica lags.

With --since-state a table is read by the column that the database sets on every update, or by
updated_at, or by the column that --watermark names: rows that changed since the last run less
--look-back, rows whose key is new, and the keys of all others, so that deleted rows go. Tables
without such a column or without a primary key are read whole. A change that leaves an older time in
the column is not seen: run without --since-state now and then.

Examples:
  martlet extract --from mysql://reader@db.example/shop --out raw
  martlet extract --from mysql://reader@db.example/shop --out raw --tables orders,customers
  martlet extract --from mysql://reader@db.example/shop --out raw --since-state raw.state.json \\
    --watermark events=id,payments=id        rows of these are only ever added")]
pub struct ExtractArgs {
    /// The database: mysql://user@host:port/database
    #[arg(long, value_name = "ADDRESS")]
    pub from: String,

    #[command(flatten)]
    pub database: DatabaseArgs,

    /// Folder for <table>.parquet; a set that was extracted earlier is replaced whole
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// Only these tables
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub tables: Vec<String>,

    /// Read what changed since this file was written, and write it anew; the first time, read everything
    #[arg(long, value_name = "FILE")]
    pub since_state: Option<PathBuf>,

    /// How much earlier than the last change seen to begin, for transactions that end late: 90s, 15m, 12h, 3d
    #[arg(long, value_name = "TIME", default_value = "3d", value_parser = look_back, requires = "since_state")]
    pub look_back: Duration,

    /// Column by which a table is read with --since-state: one that grows with every change of a row, a key that
    /// counts up where rows are only added, or "none" to read the table whole
    #[arg(long, value_name = "TABLE=COLUMN", value_delimiter = ',', value_parser = watermark, requires = "since_state")]
    pub watermark: Vec<(String, String)>,

    /// Go on although columns or tables were removed or retyped since the last extraction
    #[arg(long)]
    pub accept_schema_change: bool,
}

fn watermark(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((table, column)) if !table.is_empty() && !column.is_empty() => Ok((table.to_owned(), column.to_owned())),
        _ => Err("write TABLE=COLUMN".to_owned()),
    }
}

fn look_back(text: &str) -> Result<Duration, String> {
    let refused = || "write a whole number and s, m, h or d, such as 12h".to_owned();
    let unit = text.chars().last().ok_or_else(refused)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(refused()),
    };
    let number: u64 = text.strip_suffix(unit).and_then(|number| number.parse().ok()).ok_or_else(refused)?;
    number.checked_mul(seconds).map(Duration::from_secs).ok_or_else(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_to_look_back() {
        assert_eq!(look_back("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(look_back("3d"), Ok(Duration::from_secs(259_200)));
        for text in ["", "d", "3", "3w", "-1d", "99999999999999999999d", "999999999999999999d", "3ä"] {
            assert!(look_back(text).is_err(), "{text}");
        }
    }
}
