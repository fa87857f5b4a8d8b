//! `martlet serve`

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;

/// Serve a site on this machine, to try it.
///
/// A static file server: ranges, types, compression of everything but Parquet, and a strict content security policy.
/// Any static host can take its place.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  martlet serve site
  martlet serve site --port 9000
  martlet serve site --host 0.0.0.0      let other machines see it

Prints the address. If the port is taken, the next free one is used. Ctrl-C ends it.")]
pub struct ServeArgs {
    /// Folder of the site
    pub site: PathBuf,

    /// Port; 0 lets the system choose
    #[arg(long, default_value_t = 8080)]
    pub port: u16,

    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,

    /// Print the address and nothing else
    #[arg(long, short)]
    pub quiet: bool,
}
