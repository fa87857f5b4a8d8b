//! The web app as a folder that any static host can serve: engine, JavaScript bundles, app, then assembly.

mod app;
mod assemble;
mod bundle;
mod compress;
mod engine;

use std::path::PathBuf;

use anyhow::Result;

use crate::places::Places;
use crate::process::{self, Beside};
use crate::report::{Outcome, Report};
use crate::stamp::{Inputs, Stamp};

/// Which build of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build; for development, tests and the demo.
    Web,
    /// Small and fast, built once per publication.
    Release,
}

impl Profile {
    pub fn is_release(self) -> bool {
        self == Self::Release
    }

    fn cargo_profile(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Release => "web-release",
        }
    }
}

/// Begins with what takes longest, if there is anything to build.
pub fn start(places: &Places, profile: Profile) -> Result<Option<Beside>> {
    if stamp(places, profile)?.is_current(&index(places, profile)) {
        return Ok(None);
    }
    process::start(&mut engine::compile(places, profile)).map(Some)
}

/// Builds the app's folder and returns it.
pub fn build(places: &Places, profile: Profile, report: &mut Report) -> Result<PathBuf> {
    let folder = places.app(profile.is_release());
    let stamp = stamp(places, profile)?;
    if stamp.is_current(&index(places, profile)) {
        report.must("web app", || Ok(Outcome::Reused))?;
        return Ok(folder);
    }
    stamp.clear();
    report.must("JavaScript bundles", || bundle::build(places))?;
    report.must("engine for the browser", || engine::build(places, profile))?;
    report.must("app (Trunk)", || app::build(places, profile))?;
    report.must("app folder", || assemble::assemble(places, profile))?;
    if profile.is_release() {
        report.must("Brotli copies", || compress::compress(places, &folder))?;
    }
    stamp.write()?;
    Ok(folder)
}

fn index(places: &Places, profile: Profile) -> PathBuf {
    places.app(profile.is_release()).join("index.html")
}

fn stamp(places: &Places, profile: Profile) -> Result<Stamp> {
    Ok(Stamp::new(places, &format!("app-{}", profile.cargo_profile()), inputs(places, profile)?))
}

/// All that the folder is made of.
fn inputs(places: &Places, profile: Profile) -> Result<Inputs> {
    let mut inputs = Inputs::new(&[profile.cargo_profile(), env!("CARGO_PKG_VERSION")]);
    let sources = [
        "Cargo.toml",
        "Cargo.lock",
        ".cargo",
        "crates",
        "web",
        "index.html",
        "Trunk.toml",
        "package-lock.json",
        "package.json",
        "xtask/src/web",
    ];
    for source in sources {
        inputs = inputs.add(&places.root().join(source))?;
    }
    Ok(inputs)
}
