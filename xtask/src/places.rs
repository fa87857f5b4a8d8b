//! Where things lie: the repository, its ignored `target/`, and the caches that outlive a checkout.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// Folders that every step agrees on.
#[derive(Debug, Clone)]
pub struct Places {
    root: PathBuf,
    cache: PathBuf,
    cargo_target: PathBuf,
}

impl Places {
    /// Reads the environment once.
    pub fn find() -> Result<Self> {
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest.parent().context("xtask lies at the top of the filesystem")?.to_path_buf();
        let cache = match env::var_os("XDG_CACHE_HOME").filter(|value| !value.is_empty()) {
            Some(cache) => PathBuf::from(cache),
            None => PathBuf::from(env::var_os("HOME").context("HOME is not set")?).join(".cache"),
        }
        .join("martlet");
        let cargo_target = env::var_os("CARGO_TARGET_DIR")
            .filter(|value| !value.is_empty())
            .map_or_else(|| cache.join("target"), |dir| root.join(dir));
        Ok(Self { root, cache, cargo_target })
    }

    /// Top of the repository.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What Cargo builds; shared by checkouts.
    pub fn cargo_target(&self) -> &Path {
        &self.cargo_target
    }

    /// Cargo tools at pinned versions; shared by checkouts.
    pub fn tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// Where the tools themselves are compiled.
    pub fn tools_target(&self) -> PathBuf {
        self.cache.join("tools-target")
    }

    /// Everything that this repository's steps write.
    pub fn work(&self) -> PathBuf {
        self.root.join("target")
    }

    /// Python with dbt and MetricFlow.
    pub fn venv(&self) -> PathBuf {
        self.work().join("venv")
    }

    /// Demo data, dbt's output and the demo site.
    pub fn demo(&self) -> PathBuf {
        self.work().join("demo")
    }

    /// The built web app for one profile.
    pub fn app(&self, is_release: bool) -> PathBuf {
        self.web(is_release).join("app")
    }

    /// Intermediate files of the web build for one profile.
    pub fn web(&self, is_release: bool) -> PathBuf {
        self.work().join(if is_release { "web-release" } else { "web" })
    }

    /// A native binary of the dev profile.
    pub fn binary(&self, name: &str) -> PathBuf {
        self.cargo_target.join("debug").join(name)
    }
}
