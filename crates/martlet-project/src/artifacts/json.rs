//! JSON bytes to a type, with the place of what is wrong.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny, MapAccess, Visitor},
};

use super::Artifact;
use crate::error::ProjectError;

/// `metadata` of every artifact.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Metadata {
    #[serde(default)]
    pub dbt_schema_version: Option<String>,
    #[serde(default)]
    pub dbt_version: Option<String>,
    #[serde(default)]
    pub generated_at: Option<String>,
    #[serde(default)]
    pub project_name: Option<String>,
    #[serde(default)]
    pub adapter_type: Option<String>,
}

pub(crate) fn read_json<T: DeserializeOwned>(artifact: Artifact<'_>) -> Result<T, ProjectError> {
    let bytes = artifact.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(artifact.bytes);
    serde_json::from_slice(bytes).map_err(|error| malformed(artifact, &error))
}

pub(crate) fn malformed(artifact: Artifact<'_>, error: &serde_json::Error) -> ProjectError {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    ProjectError::Malformed {
        file: artifact.path.to_owned(),
        line: error.line(),
        column: error.column(),
        message: text.strip_suffix(&place).unwrap_or(&text).to_owned(),
    }
}

/// Reads an artifact whose `metadata.dbt_schema_version` must end in one of `supported`, as `manifest/v12`.
///
/// A file of another version seldom has the same shape, so when reading fails its version is looked at first.
pub(crate) fn read_versioned<T: DeserializeOwned>(
    artifact: Artifact<'_>,
    supported: &[&str],
    metadata: impl Fn(&T) -> &Metadata,
) -> Result<T, ProjectError> {
    match read_json::<T>(artifact) {
        Ok(value) => check_version(artifact, supported, metadata(&value)).map(|()| value),
        Err(error) => {
            if let Ok(header) = read_json::<Header>(artifact) {
                check_version(artifact, supported, &header.metadata)?;
            }
            Err(error)
        }
    }
}

#[derive(Debug, Deserialize)]
struct Header {
    metadata: Metadata,
}

fn check_version(artifact: Artifact<'_>, supported: &[&str], metadata: &Metadata) -> Result<(), ProjectError> {
    let found = metadata.dbt_schema_version.as_deref().unwrap_or("(none)");
    let short = found.rsplit_once("dbt/").map_or(found, |(_, tail)| tail).trim_end_matches(".json");
    if supported.contains(&short) {
        return Ok(());
    }
    Err(ProjectError::UnsupportedSchema {
        file: artifact.path.to_owned(),
        found: short.to_owned(),
        supported: supported.join(", "),
    })
}

/// Reads `null` as the default value; dbt writes both `null` and empty for what is not there.
pub(crate) fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// The values of an object, in the file's order; the keys are dropped.
pub(crate) fn values<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct Values<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Values<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut values = Vec::new();
            while map.next_key::<IgnoredAny>()?.is_some() {
                values.push(map.next_value()?);
            }
            Ok(values)
        }
    }

    deserializer.deserialize_any(Values(PhantomData))
}
