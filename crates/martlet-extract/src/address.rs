//! `mysql://user@host:port/database`, and nothing else: no password, no options.

use std::fmt;

use crate::{ExtractError, Result};

const DEFAULT_PORT: u16 = 3306;

/// Where a database is, and as whom to ask it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    user: Option<String>,
    host: String,
    port: u16,
    database: String,
}

impl Address {
    /// # Errors
    /// [`ExtractError::PasswordInAddress`], and [`ExtractError::Address`] for what is no address; the text of the
    /// error never has the password.
    pub fn parse(text: &str) -> Result<Self> {
        let refused = |shown: &str| ExtractError::Address { text: shown.to_owned() };
        let rest = text.strip_prefix("mysql://").ok_or_else(|| refused("what was given"))?;
        // Anywhere before the last `@`, as a password may have slashes; options may have one too.
        if rest.rsplit_once('@').is_some_and(|(before, _)| before.contains(':')) {
            return Err(ExtractError::PasswordInAddress);
        }
        let text = text.split('?').next().unwrap_or_default();
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| refused(text))?),
            _ => (place, DEFAULT_PORT),
        };
        if host.is_empty() || database.is_empty() || database.contains(['/', '?', '`']) {
            return Err(refused(text));
        }
        Ok(Self {
            user: user.filter(|user| !user.is_empty()).map(str::to_owned),
            host: host.trim_matches(['[', ']']).to_owned(),
            port,
            database: database.to_owned(),
        })
    }

    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn database(&self) -> &str {
        &self.database
    }

    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host == "::1" || self.host.starts_with("127.")
    }

    /// Host and port, for messages.
    pub fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mysql://{}/{}", self.place(), self.database)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_address() {
        let address = Address::parse("mysql://reader@db.example:3307/shop");
        assert!(address.is_ok_and(|address| address.user() == Some("reader")
            && address.place() == "db.example:3307"
            && address.database() == "shop"));
    }

    #[test]
    fn a_password_is_refused_and_not_repeated() {
        for (text, code) in [
            ("mysql://reader:secret@db/shop", "MRT-X002"),
            ("mysql://reader:sec/secret@db/shop", "MRT-X002"),
            ("mysql://reader:se@secret@db/shop", "MRT-X002"),
            ("mysql://reader@db/shop?password=secret", "MRT-X001"),
            ("postgres://reader:secret@db/shop", "MRT-X001"),
        ] {
            let error = Address::parse(text);
            assert!(error.is_err_and(|error| error.code() == code && !error.to_string().contains("secret")), "{text}");
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in ["db/shop", "mysql://db", "mysql:///shop", "mysql://db:many/shop", "postgres://db/shop"] {
            assert!(Address::parse(text).is_err_and(|error| error.code() == "MRT-X001"), "{text}");
        }
    }
}
