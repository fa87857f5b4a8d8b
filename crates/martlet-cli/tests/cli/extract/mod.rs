//! Extraction from a real MariaDB, which each test starts on loopback with a data directory of its own.

mod bad_input;
mod increment;
mod killed;
mod loaded;
mod proxy;
mod replica;
mod server;
mod sets;
mod tls;
mod values;
