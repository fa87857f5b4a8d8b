//! `martlet extract`

use std::path::PathBuf;

use clap::Args;

/// How to reach a database.
#[derive(Debug, Args)]
pub struct DatabaseArgs {
    /// Option file whose [client] section has user and password
    #[arg(long, value_name = "FILE")]
    pub defaults_file: Option<PathBuf>,

    /// Certificate authority of the database's host, in place of the public ones
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
address.

Examples:
  martlet extract --from mysql://reader@db.example/shop --out raw
  martlet extract --from mysql://reader@db.example/shop --out raw --tables orders,customers")]
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

    /// Go on although columns were removed or retyped since the last extraction
    #[arg(long)]
    pub accept_schema_change: bool,
}
