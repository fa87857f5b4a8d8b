//! `cargo xtask site`: the web app's folder.

use anyhow::Result;
use clap::Args;

use crate::places::Places;
use crate::report::Report;
use crate::tools;
use crate::web::{self, Profile};

#[derive(Debug, Args)]
pub struct SiteArgs {
    /// Link once over the whole program and compress; many minutes
    #[arg(long)]
    release: bool,
}

pub fn run(places: &Places, args: &SiteArgs) -> Result<()> {
    let mut report = Report::new();
    tools::install_all(places, &mut report)?;
    let folder = web::build(places, if args.release { Profile::Release } else { Profile::Web }, &mut report)?;
    report.finish("Web app")?;
    println!("The app lies in {}.", folder.strip_prefix(places.root()).unwrap_or(&folder).display());
    Ok(())
}
