//! dbt's artifact files, from bytes to their raw shapes.
//!
//! In: bytes with a label for messages. Out: serde types that hold only what is used; macros, code and
//! docs blocks are skipped while reading, so a manifest of 100 MB costs little memory beyond its bytes.
//!
//! Formats: `schemas.getdbt.com` manifest v12, catalog v1, run-results v5 and v6, sources v3.

pub(crate) mod catalog;
mod json;
pub(crate) mod manifest;
pub(crate) mod run_results;
pub(crate) mod sources;

pub(crate) use json::{Metadata, malformed, read_json, read_versioned};

use crate::issue::Issue;

/// One file as the caller read it.
#[derive(Debug, Clone, Copy)]
pub struct Artifact<'a> {
    /// For messages: the path by which the person knows the file.
    pub path: &'a str,
    pub bytes: &'a [u8],
}

/// The files of dbt's `target/` that there are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Artifacts<'a> {
    pub manifest: Option<Artifact<'a>>,
    pub semantic_manifest: Option<Artifact<'a>>,
    pub catalog: Option<Artifact<'a>>,
    pub run_results: Option<Artifact<'a>>,
    pub sources: Option<Artifact<'a>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArtifactKind {
    Manifest,
    SemanticManifest,
    Catalog,
    RunResults,
    Sources,
}

impl ArtifactKind {
    pub const ALL: [Self; 5] = [Self::Manifest, Self::SemanticManifest, Self::Catalog, Self::RunResults, Self::Sources];

    pub fn file_name(self) -> &'static str {
        match self {
            Self::Manifest => "manifest.json",
            Self::SemanticManifest => "semantic_manifest.json",
            Self::Catalog => "catalog.json",
            Self::RunResults => "run_results.json",
            Self::Sources => "sources.json",
        }
    }

    /// What a site lacks without it.
    pub fn lost_without(self) -> &'static str {
        match self {
            Self::Manifest => "the whole project",
            Self::SemanticManifest => "all metrics",
            Self::Catalog => "column types of the warehouse",
            Self::RunResults => "test results: every number is unverified",
            Self::Sources => "source freshness: every number is unverified",
        }
    }

    /// The command that makes dbt write it.
    pub fn made_by(self) -> &'static str {
        match self {
            Self::Manifest | Self::RunResults => "dbt build",
            Self::SemanticManifest => "dbt parse",
            Self::Catalog => "dbt docs generate",
            Self::Sources => "dbt source freshness",
        }
    }
}

/// An artifact as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactState {
    pub kind: ArtifactKind,
    /// Present and readable.
    pub is_found: bool,
    /// RFC 3339, UTC.
    pub generated_at: Option<String>,
    pub dbt_version: Option<String>,
}

pub(crate) fn absent(kind: ArtifactKind) -> Issue {
    let code = if kind == ArtifactKind::SemanticManifest { "MRT-P010" } else { "MRT-P004" };
    let message = format!("{} is absent; lost: {}", kind.file_name(), kind.lost_without());
    let suggestion = format!("run `{}`", kind.made_by());
    match kind {
        ArtifactKind::Manifest | ArtifactKind::SemanticManifest => Issue::error(code, message, suggestion),
        ArtifactKind::RunResults | ArtifactKind::Sources => Issue::warning(code, message, suggestion),
        ArtifactKind::Catalog => Issue::note(code, message, suggestion),
    }
}
