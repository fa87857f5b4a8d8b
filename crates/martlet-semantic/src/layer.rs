//! The semantic layer of one project: compiles requests and says what can be asked.

use std::collections::BTreeSet;

use martlet_project::semantic_manifest::SemanticManifest;

use crate::checks::{self, ManifestIssue};
use crate::describe::{GroupByOption, MetricInfo, UnavailableItem};
use crate::error::{Problem, RequestError};
use crate::index::Index;
use crate::item::{Item, ItemKind};
use crate::metrics::{MetricUse, Side};
use crate::plan::{Planner, Scope};
use crate::request::MetricRequest;
use crate::resolve::{Gathered, ResolvedRequest};

/// Everything that a project's semantic manifest defines, ready for requests.
#[derive(Debug)]
pub struct SemanticLayer {
    pub(crate) index: Index,
    issues: Vec<ManifestIssue>,
}

/// A request as SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompiledQuery {
    /// DataFusion SQL over tables named as in the manifest's `node_relation.alias`.
    pub sql: String,
    /// The result's columns, in order.
    pub columns: Vec<OutputColumn>,
    /// Aliases of the tables read, sorted.
    pub tables: Vec<String>,
}

/// A column of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputColumn {
    pub name: String,
    pub role: ColumnRole,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnRole {
    /// A group-by item.
    GroupBy {
        /// The item's name without grain or date part.
        item: String,
        kind: GroupByKind,
        /// For time: the grain, standard or custom.
        grain: Option<String>,
        /// For parts of a date.
        date_part: Option<String>,
    },
    /// A metric's value.
    Metric,
    /// The metric's value in the range compared with.
    Compared { metric: String },
    /// Current value minus compared value.
    Difference { metric: String },
    /// The difference as a share of the compared value's size; null when that is null or 0.
    Change { metric: String },
    /// The period compared with; null where there is none. Named after the time item.
    ComparedTime { item: String },
    /// True when the period is cut by the range, or the data ends within it.
    IsPartial,
    /// The same for the period compared with.
    ComparedIsPartial,
    /// As SQL's `GROUPING`: a bit for each group-by item, the first one highest, set where the row is a total
    /// over that item. 0 for ordinary rows.
    Grouping,
    /// True for the row of all values of the item that are not among the largest.
    IsOther { item: String },
    /// Any other column of a contribution or a list of values; its name says which.
    Detail,
}

/// What a group-by item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupByKind {
    Categorical,
    Time,
    Entity,
}

impl GroupByKind {
    /// The name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Categorical => "categorical",
            Self::Time => "time",
            Self::Entity => "entity",
        }
    }
}

impl SemanticLayer {
    /// Takes a manifest. Issues that concern single metrics or models leave the others usable; see
    /// [`SemanticLayer::issues`]. The error carries all issues when nothing at all could be used.
    pub fn new(manifest: SemanticManifest) -> Result<Self, Vec<ManifestIssue>> {
        let index = Index::new(manifest);
        let issues = checks::check(&index);
        let unusable = issues.iter().any(|issue| issue.is_fatal());
        if unusable { Err(issues) } else { Ok(Self { index, issues }) }
    }

    /// What is wrong or doubtful in the manifest.
    pub fn issues(&self) -> &[ManifestIssue] {
        &self.issues
    }

    /// The SQL that answers the request.
    pub fn compile(&self, request: &MetricRequest) -> Result<CompiledQuery, RequestError> {
        if request.is_composed() {
            return crate::composed::compile(&self.index, request);
        }
        let Gathered { resolved, mut problems, .. } = ResolvedRequest::gather(&self.index, request);
        if request.metrics.is_empty() && resolved.metrics.is_empty() {
            problems.extend(crate::resolve::name_taken::check(&self.index, &resolved));
        }
        let wanted: Vec<Wanted> = resolved.metrics.iter().map(|name| Wanted::metric(name)).collect();
        if !problems.is_empty() {
            return Err(with_lacks(&self.index, &resolved, problems));
        }
        let planned = plan(&self.index, &resolved, &wanted)?;
        let tables = planned.tables.into_iter().collect();
        Ok(CompiledQuery { sql: planned.sql, columns: columns(&resolved), tables })
    }

    /// Everything by which all these metrics can be grouped and filtered together, in the order in which a
    /// person looks for it. Unknown metrics are an error.
    pub fn group_by_items(&self, metrics: &[&str]) -> Result<Vec<GroupByOption>, RequestError> {
        crate::describe::group_by_items(&self.index, metrics)
    }

    /// Every other dimension and entity of the project, with the reason why it cannot be combined with all these
    /// metrics.
    pub fn unavailable_items(&self, metrics: &[&str]) -> Result<Vec<UnavailableItem>, RequestError> {
        crate::describe::unavailable_items(&self.index, metrics)
    }

    /// What there is to say about a metric.
    pub fn metric(&self, name: &str) -> Option<MetricInfo> {
        crate::describe::metric(&self.index, name)
    }

    /// All metrics' names, in the manifest's order.
    pub fn metric_names(&self) -> impl Iterator<Item = &str> {
        self.index.manifest.metrics.iter().map(|metric| metric.name.as_str())
    }

    /// All saved queries' names, in the manifest's order.
    pub fn saved_query_names(&self) -> impl Iterator<Item = &str> {
        self.index.manifest.saved_queries.iter().map(|query| query.name.as_str())
    }

    /// The manifest that the layer was made from.
    pub fn manifest(&self) -> &SemanticManifest {
        &self.index.manifest
    }
}

/// A value that a plan computes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) metric: String,
    /// Column of the value.
    pub(crate) name: String,
    /// Not the metric itself, but this of it.
    pub(crate) part: Option<Part>,
}

/// What differences of a metric are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Side(Side),
    /// All of it, where sums that are missing count as 0.
    MissingIsZero,
}

impl Wanted {
    pub(crate) fn metric(name: &str) -> Self {
        Self { metric: name.to_owned(), name: name.to_owned(), part: None }
    }
}

/// SQL, and the tables that it reads.
#[derive(Debug)]
pub(crate) struct Planned {
    pub(crate) sql: String,
    pub(crate) tables: BTreeSet<String>,
}

/// The problems, and what the sound metrics lack beside them; distinct values alone would be another request.
pub(crate) fn with_lacks(index: &Index, request: &ResolvedRequest, mut problems: Vec<Problem>) -> RequestError {
    let wanted: Vec<Wanted> = request.metrics.iter().map(|name| Wanted::metric(name)).collect();
    if !wanted.is_empty()
        && let Err(error) = plan(index, request, &wanted)
    {
        let new: Vec<Problem> = error.problems().iter().filter(|found| !problems.contains(found)).cloned().collect();
        problems.extend(new);
    }
    problems.into()
}

/// Plans one resolved request. `wanted` stands for its metrics.
pub(crate) fn plan(index: &Index, request: &ResolvedRequest, wanted: &[Wanted]) -> Result<Planned, RequestError> {
    plan_for(index, request, wanted, false)
}

/// The same by each item alone, in one reading of the data. Columns are those of [`crate::plan::split`], then the
/// values.
pub(crate) fn plan_split(index: &Index, request: &ResolvedRequest, wanted: &[Wanted]) -> Result<Planned, RequestError> {
    plan_for(index, request, wanted, true)
}

fn plan_for(
    index: &Index,
    request: &ResolvedRequest,
    wanted: &[Wanted],
    is_split: bool,
) -> Result<Planned, RequestError> {
    let mut planner = Planner::new(index);
    let last = if wanted.is_empty() {
        planner.distinct_values(request)?
    } else {
        let scope = Scope { items: request.items.clone(), range: request.range, is_split, missing_is_zero: false };
        let zero = Scope { missing_is_zero: true, ..scope.clone() };
        let mut relations = Vec::new();
        let mut problems = Vec::new();
        for value in wanted {
            let used = MetricUse {
                metric: value.metric.clone(),
                name: value.name.clone(),
                filters: request.filters.clone(),
                offset: None,
            };
            let relation = match value.part {
                None => planner.metric(&used, &scope),
                Some(Part::Side(side)) => planner.side(&used, side, &zero),
                Some(Part::MissingIsZero) => planner.metric(&used, &zero),
            };
            match relation {
                Ok(relation) => relations.push(relation),
                Err(problem) => problems.push(problem.of_metric(&value.metric)),
            }
        }
        if !problems.is_empty() {
            problems.dedup();
            return Err(problems.into());
        }
        let relation = planner.combine(relations, "combined").ok_or(Problem::Empty)?;
        let metrics = wanted.iter().map(|value| value.name.clone()).collect();
        let named = ResolvedRequest { items: scope.keys(), metrics, ..request.clone() };
        planner.finish(&relation, &named)
    };
    Ok(Planned { tables: planner.tables, sql: planner.script.finish(last) })
}

fn columns(request: &ResolvedRequest) -> Vec<OutputColumn> {
    let items = request.items.iter();
    let mut columns: Vec<OutputColumn> = if request.min_max_only {
        items
            .flat_map(|item| {
                ["min", "max"].map(|end| OutputColumn { name: format!("{}__{end}", item.column()), role: role(item) })
            })
            .collect()
    } else {
        items.map(|item| OutputColumn { name: item.column(), role: role(item) }).collect()
    };
    columns
        .extend(request.metrics.iter().map(|metric| OutputColumn { name: metric.clone(), role: ColumnRole::Metric }));
    columns
}

pub(crate) fn role(item: &Item) -> ColumnRole {
    let kind = match item.kind {
        ItemKind::Time(_) => GroupByKind::Time,
        ItemKind::Entity => GroupByKind::Entity,
        ItemKind::Categorical | ItemKind::Metric { .. } => GroupByKind::Categorical,
    };
    let date_part = match item.time() {
        Some(crate::item::TimePart::Part(part)) => Some(part.name().to_owned()),
        _ => None,
    };
    ColumnRole::GroupBy {
        item: item.base_name(),
        kind,
        grain: item.grain().map(|grain| grain.name().to_owned()),
        date_part,
    }
}
