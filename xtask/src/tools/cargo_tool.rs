//! Tools that Cargo compiles, into a folder that outlives the checkout.

use anyhow::{Context as _, Result, bail};

use crate::places::Places;
use crate::process::{cargo, command, run, try_output};
use crate::report::Outcome;

/// A pinned tool.
#[derive(Debug)]
pub struct CargoTool {
    package: &'static str,
    /// The program whose version is checked.
    program: &'static str,
    version: &'static str,
    flags: &'static [&'static str],
}

/// Must be the version of the `wasm-bindgen` crate.
pub const WASM_BINDGEN: CargoTool =
    CargoTool { package: "wasm-bindgen-cli", program: "wasm-bindgen", version: "0.2.130", flags: &[] };

/// Without its own TLS and update check: it is never asked to download anything.
pub const TRUNK: CargoTool =
    CargoTool { package: "trunk", program: "trunk", version: "0.21.14", flags: &["--locked", "--no-default-features"] };

/// Without the advisory database's git client.
pub const CARGO_DENY: CargoTool = CargoTool {
    package: "cargo-deny",
    program: "cargo-deny",
    version: "0.20.2",
    flags: &["--locked", "--no-default-features"],
};

impl CargoTool {
    /// Compiles the tool unless this version is there.
    pub fn install(&self, places: &Places) -> Result<Outcome> {
        if self.installed_version(places).as_deref() == Some(self.version) {
            return Ok(Outcome::Reused);
        }
        println!("   compiling {} {} (once; a few minutes)", self.package, self.version);
        let mut install = cargo(places);
        install
            .args(["install", "--quiet", self.package, "--version", self.version, "--force"])
            .args(self.flags)
            .arg("--root")
            .arg(places.tools())
            // The tools run for seconds: build time counts, not their speed.
            .env("CARGO_TARGET_DIR", places.tools_target())
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_DEBUG", "false");
        run(&mut install).with_context(|| format!("cannot install {}", self.package))?;
        if self.installed_version(places).as_deref() != Some(self.version) {
            bail!("{} was installed, yet does not say version {}", self.package, self.version);
        }
        Ok(Outcome::DoneWith(format!("installed {}", self.version)))
    }

    fn installed_version(&self, places: &Places) -> Option<String> {
        let text = try_output(command(places, places.tools().join("bin").join(self.program)).arg("--version"))?;
        text.split_whitespace().nth(1).map(str::to_owned)
    }
}
