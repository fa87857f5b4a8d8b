//! The engine: tables registered once, queries planned and run one by one or side by side.

use std::{collections::HashSet, sync::Arc};

use arrow::error::ArrowError;
use datafusion::{
    catalog::CatalogProvider,
    catalog::{MemoryCatalogProvider, MemorySchemaProvider, SchemaProvider},
    common::{DataFusionError, SchemaError},
    error::Result as DataFusionResult,
    execution::{
        SessionState, SessionStateBuilder, SessionStateDefaults,
        disk_manager::{DiskManagerBuilder, DiskManagerMode},
        memory_pool::GreedyMemoryPool,
        object_store::ObjectStoreUrl,
        runtime_env::{RuntimeEnv, RuntimeEnvBuilder},
    },
    logical_expr::planner::ExprPlanner,
    object_store::memory::InMemory,
    optimizer::{Analyzer, AnalyzerRule},
    physical_plan::{ExecutionPlan, execute_stream},
    prelude::{SQLOptions, SessionConfig},
};

use crate::{
    ByteSource, EngineError, Host, Limits, QueryOutput, RunOptions, TableFiles, functions,
    optimize::{self, NoLostTotals},
    output,
    plan::{InShares, without_tasks},
    query::{DriveError, Guarded, QueryContext, drive},
    roomy::with_room,
    sql::{
        CastsAcrossTypes, CheckedArithmetic, ComparisonAcrossTypes, DecimalsBesideFloats, DuckDbTypes,
        FunctionsOfDecimals, IntervalOperators, OperatorsAcrossTypes, RewritesByType, TextSubscripts, arguments_error,
        check_functions, nearest, operator_error, parse_named_query,
    },
    table::{MAX_SHARES, Reading, SiteTable},
};

/// A read-only SQL engine over a fixed set of tables. Cheap to clone; clones share caches and limits.
#[derive(Debug, Clone)]
pub struct Engine {
    state: Arc<SessionState>,
    table_names: Arc<[String]>,
    host: Arc<dyn Host>,
    limits: Limits,
}

impl Engine {
    /// Opens tables natively. Queries need a tokio runtime with its timer.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn open(tables: Vec<TableFiles>, source: Arc<dyn ByteSource>, limits: Limits) -> Result<Self, EngineError> {
        Self::open_on(Arc::new(crate::TokioHost), tables, source, limits)
    }

    /// Opens tables on a given host. Reads nothing: the footers are in the tables already.
    pub fn open_on(
        host: Arc<dyn Host>,
        tables: Vec<TableFiles>,
        source: Arc<dyn ByteSource>,
        limits: Limits,
    ) -> Result<Self, EngineError> {
        let mut names: Vec<String> = tables.iter().map(|table| table.name().to_owned()).collect();
        names.sort();
        let mut seen = HashSet::new();
        if let Some(twice) = names.iter().find(|name| !seen.insert(name.as_str())) {
            return Err(EngineError::DuplicateTable { table: twice.clone() });
        }
        let reading = Arc::new(Reading::new(source, limits.cache_bytes));
        let state =
            session(tables, reading, limits).map_err(|error| EngineError::Internal { message: error.to_string() })?;
        Ok(Self { state: Arc::new(state), table_names: names.into(), host, limits })
    }

    /// Names of the tables, sorted.
    pub fn table_names(&self) -> &[String] {
        &self.table_names
    }

    /// Runs one query to its end.
    pub async fn run(&self, sql: &str, options: RunOptions) -> Result<QueryOutput, EngineError> {
        let context =
            Arc::new(QueryContext::new(Arc::clone(&self.host), Arc::clone(&options.progress), options.cancel.clone()));
        let mut guarded = Guarded::new(self.host.as_ref(), &options.cancel, Arc::clone(&context), options.timeout);

        let mut state = SessionState::clone(&self.state);
        state.config_mut().set_extension(Arc::clone(&context));
        state.mark_start_execution();
        let state = Arc::new(state);

        let plan = guarded
            .wait(with_room(self.clone().plan(sql.to_owned(), Arc::clone(&state), Arc::clone(&context))))
            .await??;
        let schema = plan.schema();
        let stream = execute_stream(plan, state.task_ctx()).map_err(|error| self.failure(&context, error))?;
        let (batches, is_truncated) =
            drive(&mut guarded, stream, options.max_rows).await.map_err(|error| match error {
                DriveError::Ended(error) => error,
                DriveError::Failed(error) => self.failure(&context, error),
            })?;
        let (schema, batches) = output::plain(&schema, batches)?;
        Ok(QueryOutput {
            schema,
            batches,
            is_truncated,
            progress: options.progress.snapshot(),
            tables_read: context.tables(),
        })
    }

    async fn plan(
        self,
        sql: String,
        state: Arc<SessionState>,
        context: Arc<QueryContext>,
    ) -> Result<Arc<dyn ExecutionPlan>, EngineError> {
        let statement = parse_named_query(&sql)?;
        check_functions(&statement, &state)?;
        physical_plan(&state, statement).await.map_err(|error| self.failure(&context, error))
    }

    fn failure(&self, context: &QueryContext, error: DataFusionError) -> EngineError {
        if let Some(error) = context.take_failure() {
            return error;
        }
        let message = || error.find_root().message().into_owned();
        if let Some(error) = arguments_error(&message(), &self.state) {
            return error;
        }
        match error.find_root() {
            DataFusionError::SchemaError(schema_error, _) => match schema_error.as_ref() {
                SchemaError::FieldNotFound { field, valid_fields } => EngineError::UnknownColumn {
                    name: field.flat_name(),
                    nearest: nearest(&field.name, valid_fields.iter().map(|field| field.name.as_str())),
                },
                other => EngineError::Plan { message: other.to_string() },
            },
            DataFusionError::Plan(text) => {
                if let Some(name) = unknown_table(text) {
                    let nearest = nearest(&name, self.table_names.iter().map(String::as_str));
                    EngineError::UnknownTable { nearest, name }
                } else if let Some(found) = moved_by_interval(text) {
                    EngineError::NotMovable { found }
                } else if let Some(error) = operator_error(text) {
                    error
                } else {
                    EngineError::Plan { message: text.clone() }
                }
            }
            DataFusionError::SQL(..) | DataFusionError::Configuration(_) => EngineError::Plan { message: message() },
            DataFusionError::NotImplemented(text) => EngineError::Unsupported { message: text.clone() },
            DataFusionError::ResourcesExhausted(_) => EngineError::Memory { limit_bytes: self.limits.memory_bytes },
            DataFusionError::ArrowError(arrow, _) if matches!(**arrow, ArrowError::ArithmeticOverflow(_)) => {
                EngineError::Overflow { message: message() }
            }
            DataFusionError::External(ours) if ours.is::<EngineError>() => {
                ours.downcast_ref::<EngineError>().cloned().unwrap_or(EngineError::Execution { message: message() })
            }
            DataFusionError::Internal(text) => EngineError::Internal { message: text.clone() },
            _ => EngineError::Execution { message: message() },
        }
    }
}

/// DataFusion says `table 'datafusion.public.x' not found`.
fn unknown_table(message: &str) -> Option<String> {
    let quoted = message.strip_prefix("table '")?.split_once("' not found")?.0;
    let name = quoted.strip_prefix(&format!("{CATALOG}.{SCHEMA}.")).unwrap_or(quoted);
    Some(name.to_owned())
}

/// DataFusion says `Cannot coerce arithmetic expression Utf8View - Interval(MonthDayNano) to valid types`, or
/// `Cannot automatically convert Int64 to Interval(MonthDayNano)`.
fn moved_by_interval(message: &str) -> Option<&'static str> {
    const INTERVAL: &str = "Interval(MonthDayNano)";
    let between = |start: &str, end: &str| Some(message.split_once(start)?.1.split_once(end)?.0);
    let moved = match between("Cannot coerce arithmetic expression ", " to valid types") {
        Some(operation) => {
            let (left, right) = operation.split_once(" - ").or_else(|| operation.split_once(" + "))?;
            let sides = [(left, right), (right, left)];
            sides.into_iter().find(|(_, by)| *by == INTERVAL)?.0
        }
        None => between("Cannot automatically convert ", &format!(" to {INTERVAL}"))?,
    };
    Some(if moved.contains("Utf8") { "a text" } else { "a number" })
}

async fn physical_plan(
    state: &SessionState,
    statement: datafusion::sql::parser::Statement,
) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
    let plan = state.statement_to_plan(statement).await?;
    SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false).verify_plan(&plan)?;
    Ok(without_tasks(state.create_physical_plan(&plan).await?))
}

const CATALOG: &str = "martlet";
const SCHEMA: &str = "site";

fn session(tables: Vec<TableFiles>, reading: Arc<Reading>, limits: Limits) -> DataFusionResult<SessionState> {
    let schema = MemorySchemaProvider::new();
    for table in tables {
        let table = SiteTable::open(table, Arc::clone(&reading))?;
        schema.register_table(table.name().to_owned(), Arc::new(table))?;
    }
    let catalog = MemoryCatalogProvider::new();
    catalog.register_schema(SCHEMA, Arc::new(schema))?;

    let mut config = SessionConfig::new()
        .with_target_partitions(MAX_SHARES)
        .with_round_robin_repartition(false)
        .with_repartition_aggregations(false)
        .with_repartition_joins(false)
        .with_repartition_windows(false)
        .with_repartition_sorts(false)
        .with_repartition_file_scans(false)
        .with_information_schema(true)
        .with_create_default_catalog_and_schema(false)
        .with_default_catalog_and_schema(CATALOG, SCHEMA)
        .with_collect_statistics(true);
    config.options_mut().sql_parser.parse_float_as_decimal = true;
    // A share reads its own row groups, whoever is idle: answers must not depend on who came first.
    config.options_mut().execution.enable_file_stream_work_stealing = false;
    // File formats and table factories are left out: nothing but the given tables can be read.
    let state = SessionStateBuilder::new()
        .with_config(config)
        .with_runtime_env(runtime(limits)?)
        .with_expr_planners(
            [
                vec![
                    Arc::new(ComparisonAcrossTypes) as Arc<dyn ExprPlanner>,
                    Arc::new(OperatorsAcrossTypes),
                    Arc::new(IntervalOperators),
                    Arc::new(TextSubscripts),
                ],
                SessionStateDefaults::default_expr_planners(),
            ]
            .concat(),
        )
        .with_type_planner(Arc::new(DuckDbTypes))
        .with_scalar_functions([SessionStateDefaults::default_scalar_functions(), functions::scalars()].concat())
        .with_higher_order_functions(SessionStateDefaults::default_higher_order_functions())
        .with_aggregate_functions(
            [SessionStateDefaults::default_aggregate_functions(), functions::aggregates()].concat(),
        )
        .with_window_functions(SessionStateDefaults::default_window_functions())
        .with_table_function_list(SessionStateDefaults::default_table_functions())
        .with_analyzer_rules(
            [
                vec![Arc::new(rewrites()) as Arc<dyn AnalyzerRule + Send + Sync>, Arc::new(NoLostTotals)],
                Analyzer::new().rules,
            ]
            .concat(),
        )
        .with_optimizer_rules(optimize::rules())
        .with_physical_optimizer_rule(Arc::new(InShares))
        .build();
    state.catalog_list().register_catalog(CATALOG.to_owned(), Arc::new(catalog));
    Ok(state)
}

fn rewrites() -> RewritesByType {
    RewritesByType::new(vec![
        Arc::new(FunctionsOfDecimals),
        Arc::new(DecimalsBesideFloats),
        Arc::new(ComparisonAcrossTypes),
        Arc::new(CastsAcrossTypes),
        Arc::new(CheckedArithmetic),
    ])
}

fn runtime(limits: Limits) -> DataFusionResult<Arc<RuntimeEnv>> {
    let pool = GreedyMemoryPool::new(usize::try_from(limits.memory_bytes).unwrap_or(usize::MAX));
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(pool))
        .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled))
        .build_arc()?;
    let store = ObjectStoreUrl::parse(crate::table::STORE_URL)?;
    runtime.register_object_store(store.as_ref(), Arc::new(InMemory::new()));
    Ok(runtime)
}
