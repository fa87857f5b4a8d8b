//! dbt artifacts as a typed project.
//!
//! In: the bytes of dbt's artifacts, with labels ([`Artifacts`]). Out: a [`Project`], every [`Issue`] found in
//! it ([`checks`]), and how far its numbers can be trusted ([`trust`]). Reads no file itself and runs no SQL.

pub mod artifacts;
pub mod checks;
mod error;
mod issue;
mod locate;
mod nearest;
pub mod project;
pub mod semantic_manifest;
mod table_facts;
pub mod trust;
mod type_family;

pub use artifacts::{Artifact, ArtifactKind, ArtifactState, Artifacts};
pub use error::ProjectError;
pub use issue::{Issue, Severity, Subject};
pub use locate::{locate, locate_issues};
pub use nearest::nearest;
pub use project::Project;
pub use table_facts::{ColumnFacts, TableFacts};
pub use type_family::TypeFamily;
