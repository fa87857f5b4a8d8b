//! `cargo xtask demo`: from nothing to the product on the demo data.

use anyhow::Result;
use clap::Args;

use crate::clearvana::{Company, programs};
use crate::places::Places;
use crate::process::{command, run as run_command, start};
use crate::report::Report;
use crate::tools;
use crate::web::{self, Profile};

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Stop before serving and say where the site lies
    #[arg(long)]
    no_serve: bool,
    /// Port to serve on; the next free one is taken if it is in use
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Size of the company; 1 is about 5,000 customers
    #[arg(long, default_value = "1")]
    scale: String,
    /// Last day of the data; without it, data made earlier is kept, else it ends yesterday
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

pub fn run(places: &Places, args: &DemoArgs) -> Result<()> {
    let mut report = Report::new();
    tools::install_compilers(places, &mut report)?;
    // One build of DataFusion waits for single crates again and again; two beside each other use all cores, and what is
    // left waits for the network and for dbt.
    let native = start(&mut programs(places))?;
    let browser = web::start(places, Profile::Web)?;
    tools::install_packages(places, &mut report)?;
    report.must("martlet and the generator", || native.wait())?;
    let company = Company::new(places, "demo", places.demo(), &args.scale, args.as_of.as_deref());
    company.model(&mut report)?;
    if let Some(browser) = browser {
        report.must("engine for the browser, compiled meanwhile", || browser.wait())?;
    }
    let app = web::build(places, Profile::Web, &mut report)?;
    report.must("martlet build", || company.publish(&app))?;
    report.finish("Demo")?;
    let site = company.site();
    let shown = site.strip_prefix(places.root()).unwrap_or(&site);
    println!("The site lies in {} ({}).", shown.display(), company.size().unwrap_or_default());
    if args.no_serve {
        return Ok(());
    }
    run_command(
        command(places, places.binary("martlet")).arg("serve").arg(&site).args(["--port", &args.port.to_string()]),
    )
}
