//! Trust of the project, as the catalog says it.

use std::collections::BTreeSet;

use martlet_project::{Project, trust};

use super::TableFiles;
use crate::catalog::{Trust, TrustState};

/// Of what a dbt project defines, judged by the models that it reads.
pub(super) fn of_models<S: AsRef<str>>(project: &Project, models: &[S]) -> Trust {
    let found = trust::assess(project, models);
    Trust {
        state: match found.state {
            trust::TrustState::Good => TrustState::Official,
            trust::TrustState::Late => TrustState::Late,
            trust::TrustState::Unverified => TrustState::Unverified,
            trust::TrustState::Failing => TrustState::Failing,
        },
        reasons: found.reasons,
        tests_passed: found.tests_passed,
        tests_failed: found.tests_failed,
        tests_not_run: found.tests_not_run,
        sources: found.sources,
        as_of: found.as_of,
    }
}

/// Of a table that dbt does not know.
pub(super) fn ad_hoc() -> Trust {
    Trust {
        state: TrustState::AdHoc,
        reasons: vec!["the table is not a model of a dbt project".to_owned()],
        tests_passed: 0,
        tests_failed: 0,
        tests_not_run: 0,
        sources: Vec::new(),
        as_of: None,
    }
}

/// Of everything that the site publishes: the models of its tables and of its metrics.
pub(super) fn of_site(project: &Project, tables: &[TableFiles]) -> Trust {
    let of_tables = tables.iter().filter_map(|table| super::tables::model(project, &table.name));
    let mut models: BTreeSet<String> = of_tables.map(|model| model.unique_id.clone()).collect();
    models.extend(project.metrics.iter().flat_map(|metric| project.models_of_metric(metric)));
    if models.is_empty() {
        return ad_hoc();
    }
    of_models(project, &models.into_iter().collect::<Vec<_>>())
}
