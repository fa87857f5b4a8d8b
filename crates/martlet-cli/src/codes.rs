//! The command line's own error codes. Codes of other layers pass through as they are.
//! A code is never given a second meaning.

/// A file or folder that was named is not there or cannot be read.
pub const NOT_READABLE: &str = "MRT-C001";
/// A file could not be written.
pub const NOT_WRITABLE: &str = "MRT-C002";
/// The folder is not a dbt project that was parsed: `target/` or its manifest is missing.
pub const NOT_PARSED: &str = "MRT-C003";
/// A file is not a semantic manifest.
pub const NO_SEMANTIC_MANIFEST: &str = "MRT-C004";
/// `vars.martlet` of `dbt_project.yml` cannot be read.
pub const SETTINGS_NOT_READABLE: &str = "MRT-C005";
/// The place to write to is not a site and is not empty.
pub const OUT_IS_NOT_A_SITE: &str = "MRT-C006";
/// No app is inside this binary, and none was given.
pub const NO_APP: &str = "MRT-C007";
/// The folder that should hold the app has no `index.html`.
pub const NOT_AN_APP: &str = "MRT-C008";

/// A mart's files are not on this machine.
pub const MART_ELSEWHERE: &str = "MRT-C010";
/// The file does not begin as Parquet does.
pub const NOT_PARQUET: &str = "MRT-C011";
/// The file begins as Parquet does, but its end is missing.
pub const TRUNCATED: &str = "MRT-C012";
/// The file has no bytes.
pub const EMPTY_FILE: &str = "MRT-C013";
/// A table has columns, but no row.
pub const NO_ROWS: &str = "MRT-C014";
/// Files of one mart differ in their columns.
pub const FILES_DISAGREE: &str = "MRT-C017";
/// Two marts would be the same table.
pub const SAME_TABLE: &str = "MRT-C018";
/// There is nothing to publish.
pub const NO_TABLES: &str = "MRT-C019";
/// A metric cannot be compiled.
pub const METRIC_NOT_COMPILED: &str = "MRT-C020";
/// A first result could not be computed.
pub const FIRST_RESULT_FAILED: &str = "MRT-C021";

/// The folder is not a Martlet site.
pub const NOT_A_SITE: &str = "MRT-C030";
/// The site is of another format version.
pub const OTHER_VERSION: &str = "MRT-C031";
/// A file that the catalog names is missing.
pub const SITE_FILE_MISSING: &str = "MRT-C032";
/// A file's size or hash is not what the catalog says.
pub const SITE_FILE_CHANGED: &str = "MRT-C033";
/// A file of the site is not readable as what it should be.
pub const SITE_FILE_BROKEN: &str = "MRT-C034";

/// Arguments that do not go together.
pub const USAGE: &str = "MRT-C040";
/// A time that is not ISO 8601.
pub const NOT_A_TIME: &str = "MRT-C041";
/// The file of requests is not what `--requests` reads.
pub const REQUESTS_NOT_READABLE: &str = "MRT-C043";
/// The address cannot be listened on.
pub const ADDRESS_NOT_FREE: &str = "MRT-C044";
/// The project has no metrics to ask for.
pub const NO_METRICS: &str = "MRT-C045";
