//! Finding a port.

use std::io;
use std::net::IpAddr;

use tokio::net::TcpListener;

use crate::codes;
use crate::problem::Problem;

/// How many ports after the wanted one are tried.
const TRIES: u16 = 100;

/// Listens on the port, or on the next free one after it.
pub async fn first_free(host: IpAddr, port: u16) -> Result<TcpListener, Problem> {
    let mut failure = None;
    for candidate in port..=port.saturating_add(TRIES) {
        match TcpListener::bind((host, candidate)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port != 0 => failure = Some(error),
            Err(error) => return Err(not_free(host, candidate, &error)),
        }
    }
    Err(match failure {
        Some(error) => not_free(host, port, &error),
        None => Problem::error(codes::ADDRESS_NOT_FREE, "no port could be tried"),
    })
}

pub fn not_free(host: IpAddr, port: u16, error: &io::Error) -> Problem {
    Problem::error(codes::ADDRESS_NOT_FREE, format!("cannot listen on {host}, port {port}: {error}"))
        .hint("choose another with --port, or --port 0 for any free one")
}
