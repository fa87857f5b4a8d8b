//! A connection: credentials from the environment or an option file, TLS off loopback, a session in UTC.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs, io};

use mysql::prelude::Queryable as _;
use mysql::{Conn, DriverError, LocalInfileHandler, OptsBuilder, SslOpts};

use crate::{Address, ExtractError, Result};

/// A host that vanished without a word is noticed; a server that sorts for minutes is not taken for one.
const KEEP_ALIVE_MS: u32 = 30_000;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// A value may be this large, as the server allows at most.
const MAX_PACKET_BYTES: usize = 1 << 30;
const PASSWORD_VARIABLES: [&str; 2] = ["MARTLET_MYSQL_PASSWORD", "MYSQL_PWD"];

/// The server is there, and has too many connections or is shutting down.
const NO_ROOM: [u16; 4] = [1040, 1053, 1203, 1226];

/// An open connection, as the library gives it.
pub type Connection = Conn;

/// Whether and how the connection is encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    /// Encrypted with a checked certificate, except on loopback.
    OffLoopback {
        /// An authority to trust beside the public ones.
        authority: Option<PathBuf>,
    },
    Never,
}

/// As whom to connect. Its `Debug` shows no password.
#[derive(Clone, Default)]
pub struct Credentials {
    user: Option<String>,
    password: Option<String>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}

impl Credentials {
    /// From `[client]` of an option file if one is named; a variable of the environment wins.
    ///
    /// # Errors
    /// If the option file cannot be read.
    pub fn find(option_file: Option<&Path>) -> Result<Self> {
        let mut found = match option_file {
            None => Self::default(),
            Some(path) => Self::in_option_file(
                &fs::read_to_string(path)
                    .map_err(|source| ExtractError::NamedFile { path: path.to_owned(), source })?,
            ),
        };
        let variable = PASSWORD_VARIABLES.into_iter().find_map(|name| env::var(name).ok());
        found.password = variable.or(found.password);
        Ok(found)
    }

    fn in_option_file(text: &str) -> Self {
        let mut found = Self::default();
        let mut is_client = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with('[') {
                is_client = line == "[client]";
            } else if is_client && let Some((name, value)) = line.split_once('=') {
                let value = value.trim();
                let bare = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
                let value = Some(bare.unwrap_or(value).to_owned());
                match name.trim() {
                    "user" => found.user = value,
                    "password" => found.password = value,
                    _ => {}
                }
            }
        }
        found
    }

    /// # Errors
    /// [`ExtractError::Unreachable`], [`ExtractError::AccessDenied`], [`ExtractError::NoDatabase`].
    pub fn connect(&self, address: &Address, tls: &Tls) -> Result<Connection> {
        let ssl = match tls {
            Tls::OffLoopback { authority } if !address.is_loopback() => {
                if let Some(path) = authority {
                    fs::File::open(path).map_err(|source| ExtractError::NamedFile { path: path.clone(), source })?;
                }
                Some(SslOpts::default().with_root_cert_path(authority.clone()))
            }
            _ => None,
        };
        let options = OptsBuilder::new()
            .ip_or_hostname(Some(address.host()))
            .tcp_port(address.port())
            .db_name(Some(address.database()))
            .user(address.user().or(self.user.as_deref()))
            .pass(self.password.as_deref())
            .prefer_socket(false)
            .tcp_connect_timeout(Some(CONNECT_TIMEOUT))
            .tcp_keepalive_time_ms(Some(KEEP_ALIVE_MS))
            // A server may ask for a file of this machine; it gets none.
            .local_infile_handler(Some(LocalInfileHandler::new(|_, _| Err(io::ErrorKind::PermissionDenied.into()))))
            .max_allowed_packet(Some(MAX_PACKET_BYTES))
            .ssl_opts(ssl);
        let mut connection = Conn::new(options).map_err(|error| refused(address, &error))?;
        for statement in
            ["SET NAMES utf8mb4", "SET SESSION time_zone = '+00:00'", "SET SESSION net_write_timeout = 3600"]
        {
            connection.query_drop(statement).map_err(|error| ExtractError::query(None, &error))?;
        }
        Ok(connection)
    }
}

fn refused(address: &Address, error: &mysql::Error) -> ExtractError {
    let place = address.place();
    match error {
        mysql::Error::MySqlError(inner) if inner.code == 1049 => {
            ExtractError::NoDatabase { place, database: address.database().to_owned() }
        }
        mysql::Error::MySqlError(inner) if NO_ROOM.contains(&inner.code) => {
            ExtractError::Unreachable { place, reason: inner.message.clone() }
        }
        mysql::Error::MySqlError(inner) => ExtractError::AccessDenied { place, reason: inner.message.clone() },
        other if is_about_tls(other) => ExtractError::NotEncrypted { place, reason: other.to_string() },
        other => ExtractError::Unreachable { place, reason: other.to_string() },
    }
}

fn is_about_tls(error: &mysql::Error) -> bool {
    match error {
        mysql::Error::TlsError(_) | mysql::Error::DriverError(DriverError::TlsNotSupported) => true,
        // A certificate is looked at while the first bytes pass.
        mysql::Error::IoError(inner) => inner.kind() == io::ErrorKind::InvalidData,
        mysql::Error::CodecError(inner) => std::error::Error::source(inner)
            .and_then(|source| source.downcast_ref::<io::Error>())
            .is_some_and(|source| source.kind() == io::ErrorKind::InvalidData),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_file_gives_the_client_section_alone() {
        let found =
            Credentials::in_option_file("[mysqld]\nuser=other\n[client]\n# x\nuser = reader\npassword=\"a=b\"\n");
        assert_eq!(found.user.as_deref(), Some("reader"));
        assert_eq!(found.password.as_deref(), Some("a=b"));
        assert!(!format!("{found:?}").contains("a=b"));
    }
}
