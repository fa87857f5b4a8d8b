//! Prints what is read from a dbt project's `target/` folder: `cargo run -p martlet-project --example inspect -- DIR`.

use std::{collections::BTreeMap, env, fs, path::Path, process::ExitCode};

use martlet_project::{Artifact, ArtifactKind, Artifacts, Project, checks::check_project, locate_issues, trust};

#[expect(clippy::print_stdout, reason = "printing is what this tool does")]
fn main() -> ExitCode {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("usage: inspect PROJECT_DIR");
        return ExitCode::from(2);
    };
    let folder = Path::new(&folder);
    let files: BTreeMap<ArtifactKind, (String, Vec<u8>)> = ArtifactKind::ALL
        .into_iter()
        .filter_map(|kind| {
            let path = folder.join("target").join(kind.file_name());
            fs::read(&path).ok().map(|bytes| (kind, (path.display().to_string(), bytes)))
        })
        .collect();
    let file = |kind| files.get(&kind).map(|(path, bytes)| Artifact { path, bytes });
    let artifacts = Artifacts {
        manifest: file(ArtifactKind::Manifest),
        semantic_manifest: file(ArtifactKind::SemanticManifest),
        catalog: file(ArtifactKind::Catalog),
        run_results: file(ArtifactKind::RunResults),
        sources: file(ArtifactKind::Sources),
    };
    let project = match Project::read(&artifacts) {
        Ok(project) => project,
        Err(error) => {
            eprintln!("error[{}] {error}", error.code());
            return ExitCode::FAILURE;
        }
    };
    print(&project);
    let mut issues = check_project(&project);
    locate_issues(&mut issues, |path| fs::read_to_string(folder.join(path)).ok());
    for issue in &issues {
        println!("{issue}");
    }
    ExitCode::SUCCESS
}

#[expect(clippy::print_stdout, reason = "printing is what this tool does")]
fn print(project: &Project) {
    println!(
        "{} (dbt {}): {} models, {} sources, {} tests, {} metrics, {} exposures",
        project.name,
        project.dbt_version.as_deref().unwrap_or("?"),
        project.models.len(),
        project.sources.len(),
        project.tests.len(),
        project.metrics.len(),
        project.exposures.len()
    );
    for mart in project.marts() {
        let location = mart.location(".").map_or_else(|| mart.materialized.clone(), |location| location.path);
        println!("mart {} ({} columns) in {location}", mart.alias, mart.columns.len());
    }
    for metric in &project.metrics {
        let found = trust::assess(project, &project.models_of_metric(metric));
        let (passed, failed, not_run) = (found.tests_passed, found.tests_failed, found.tests_not_run);
        println!("metric {}: {:?}, tests {passed}/{failed}/{not_run}", metric.name, found.state);
        for reason in found.reasons {
            println!("  {reason}");
        }
    }
}
