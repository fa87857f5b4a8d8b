//! An engine over some tables, and a semantic layer above it when there are metrics.

use std::path::Path;
use std::sync::Arc;

use martlet_engine::{
    ByteSource, Engine, EngineError, Expression, FolderSource, Limits, QueryOutput, RunOptions, TableFiles,
};
use martlet_project::semantic_manifest::{SemanticManifest, unread_issue};
use martlet_semantic::{MetricRequest, RequestError, SemanticLayer, WrittenExpression};

use super::{LocalTable, SiteData};
use crate::codes;
use crate::output::Answer;
use crate::problem::Problem;

/// Answers SQL and metric requests.
#[derive(Debug)]
pub struct Session {
    engine: Engine,
    semantic: Option<Arc<SemanticLayer>>,
    /// What the site says; files themselves say nothing.
    as_of: Option<String>,
}

impl Session {
    /// Over a site, with the footers that it carries.
    pub fn of_site(site: &SiteData) -> Result<Self, Vec<Problem>> {
        let semantic = match &site.semantic_manifest {
            Some(text) => Some(
                layer(text).map_err(|problem| vec![problem.at(site.snapshot_dir().join("semantic_manifest.json"))])?,
            ),
            None => None,
        };
        let session =
            Self::open(site.tables()?, FolderSource::new(&site.data), semantic).map_err(|problem| vec![problem])?;
        Ok(Self { as_of: site.catalog.as_of.clone(), ..session })
    }

    /// Over files where they lie.
    pub fn of_tables(tables: &[LocalTable], semantic: Option<Arc<SemanticLayer>>) -> Result<Self, Vec<Problem>> {
        let mut opened = Vec::new();
        let mut problems = Vec::new();
        for table in tables {
            match table.in_place() {
                Ok(table) => opened.push(table),
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Self::open(opened, FolderSource::absolute(), semantic).map_err(|problem| vec![problem])
    }

    /// Over the data files of a site that is being written.
    pub fn of_folder(
        tables: Vec<TableFiles>,
        data: &Path,
        semantic: Option<Arc<SemanticLayer>>,
    ) -> Result<Self, Problem> {
        Self::open(tables, FolderSource::new(data), semantic)
    }

    fn open(
        tables: Vec<TableFiles>,
        source: FolderSource,
        semantic: Option<Arc<SemanticLayer>>,
    ) -> Result<Self, Problem> {
        let source: Arc<dyn ByteSource> = Arc::new(source);
        let engine = Engine::open(tables, source, Limits::default()).map_err(|error| engine_problem(&error))?;
        Ok(Self { engine, semantic, as_of: None })
    }

    /// Names of the tables, sorted.
    pub fn table_names(&self) -> &[String] {
        self.engine.table_names()
    }

    pub fn semantic(&self) -> Result<&SemanticLayer, Problem> {
        self.semantic.as_deref().ok_or_else(|| {
            Problem::error(
                codes::NO_METRICS,
                "there are no metrics here: these tables come without a semantic manifest",
            )
            .hint("ask with `martlet sql`, or name a dbt project with semantic models")
        })
    }

    /// Up to when the data reaches, where the site says it.
    pub fn as_of(&self) -> Option<&str> {
        self.as_of.as_deref()
    }

    /// The SQL of a request.
    pub fn compile(&self, request: &MetricRequest) -> Result<String, Vec<Problem>> {
        let semantic = self.semantic().map_err(|problem| vec![problem])?;
        semantic.compile(request).map(|compiled| compiled.sql).map_err(|error| request_problems(&error))
    }

    /// Runs SQL, for printing.
    pub async fn run(&self, sql: &str) -> Result<Answer, Problem> {
        let output = self.output(sql).await?;
        Ok(Answer { schema: output.schema, batches: output.batches, sql: sql.to_owned() })
    }

    /// Runs a request's SQL, for printing.
    pub async fn answer(&self, request: &MetricRequest, sql: &str) -> Result<Answer, Problem> {
        let output = self.output_of(request, sql).await?;
        Ok(Answer { schema: output.schema, batches: output.batches, sql: sql.to_owned() })
    }

    /// Plans a request's SQL without running it: every table and column is there, and the types fit.
    pub async fn plan(&self, request: &MetricRequest, sql: &str) -> Result<(), Problem> {
        self.output_of(request, &format!("explain {sql}")).await.map(|_| ())
    }

    pub async fn output(&self, sql: &str) -> Result<QueryOutput, Problem> {
        self.engine.run(sql, RunOptions::default()).await.map_err(|error| engine_problem(&error))
    }

    /// The same for a request's SQL: an error is told in the words of who wrote the filter or expression.
    pub async fn output_of(&self, request: &MetricRequest, sql: &str) -> Result<QueryOutput, Problem> {
        self.engine
            .run(sql, RunOptions::default())
            .await
            .map_err(|error| engine_problem(&error.in_expressions(&self.expressions(request))))
    }

    fn expressions(&self, request: &MetricRequest) -> Vec<Expression> {
        let written = self.semantic.iter().flat_map(|semantic| semantic.written_expressions(request));
        written.map(|WrittenExpression { owner, text, sql }| Expression { owner, text, sql }).collect()
    }
}

/// Reads dbt's semantic manifest.
pub fn layer(text: &[u8]) -> Result<Arc<SemanticLayer>, Problem> {
    SemanticLayer::new(manifest(text)?).map(Arc::new).map_err(|issues| {
        let lines: Vec<String> = issues.iter().map(ToString::to_string).collect();
        let code = issues.first().map_or(codes::NO_SEMANTIC_MANIFEST, |issue| issue.code);
        Problem::error(code, lines.join("\n"))
            .hint("mend the project, then let dbt write the manifest again: dbt parse")
    })
}

pub fn manifest(text: &[u8]) -> Result<SemanticManifest, Problem> {
    let broken = |message: String| {
        Problem::error(codes::NO_SEMANTIC_MANIFEST, format!("not a semantic manifest: {message}"))
            .hint("let dbt write it again: dbt parse")
    };
    let text = std::str::from_utf8(text).map_err(|error| broken(error.to_string()))?;
    SemanticManifest::from_json(text).map_err(|error| {
        let line = Some(error.line()).filter(|line| *line > 0);
        broken(error.to_string()).line(line)
    })
}

/// A warning that names what only a newer dbt knows of the manifest.
pub fn unread_problem(text: &[u8], path: &Path) -> Option<Problem> {
    let unread = SemanticManifest::unread(std::str::from_utf8(text).ok()?).ok()?;
    let issue = unread_issue(&unread, &path.display().to_string())?;
    Some(Problem::warning(&issue.code, issue.message).at(path).hint(issue.suggestion))
}

pub fn engine_problem(error: &EngineError) -> Problem {
    let problem = Problem::error(error.code(), error.to_string());
    match error.hint() {
        Some(hint) => problem.hint(hint),
        None => problem,
    }
}

pub fn request_problems(error: &RequestError) -> Vec<Problem> {
    error
        .problems()
        .iter()
        .map(|problem| {
            let found = Problem::error(problem.code(), problem.to_string());
            match problem.hint() {
                Some(hint) => found.hint(hint),
                None => found,
            }
        })
        .collect()
}
