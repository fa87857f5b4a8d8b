//! `EXPLAIN ANALYZE` without tasks: runs the input to its end, then shows it with its metrics.

use std::{fmt, sync::Arc};

use arrow::{array::StringArray, datatypes::SchemaRef, record_batch::RecordBatch};
use datafusion::{
    common::{instant::Instant, tree_node::TreeNodeRecursion},
    error::Result,
    execution::{SendableRecordBatchStream, TaskContext},
    physical_expr::PhysicalExpr,
    physical_plan::{
        DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, ReplaceChildrenOptions, analyze::AnalyzeExec,
        display::DisplayableExecutionPlan, stream::RecordBatchStreamAdapter,
    },
};
use futures::{StreamExt, stream};

use super::in_order::only_child;

/// In place of `AnalyzeExec`, which drives its input from spawned tasks.
#[derive(Debug)]
pub(super) struct SerialAnalyzeExec {
    is_verbose: bool,
    input: Arc<dyn ExecutionPlan>,
    properties: Arc<PlanProperties>,
}

impl SerialAnalyzeExec {
    /// With an input of one partition.
    pub(super) fn of(analyze: &AnalyzeExec, input: Arc<dyn ExecutionPlan>) -> Self {
        Self { is_verbose: analyze.verbose(), input, properties: Arc::clone(analyze.properties()) }
    }

    fn with_input(&self, input: Arc<dyn ExecutionPlan>) -> Self {
        Self { is_verbose: self.is_verbose, input, properties: Arc::clone(&self.properties) }
    }
}

impl DisplayAs for SerialAnalyzeExec {
    fn fmt_as(&self, _format: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SerialAnalyzeExec verbose={}", self.is_verbose)
    }
}

impl ExecutionPlan for SerialAnalyzeExec {
    fn name(&self) -> &str {
        "SerialAnalyzeExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _visit: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _options: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(self.with_input(only_child(self.name(), children)?)))
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(self.with_input(only_child(self.name(), children)?)))
    }

    fn execute(&self, _partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let input = Arc::clone(&self.input);
        let schema = self.schema();
        let is_verbose = self.is_verbose;
        let result = async move { analyze(&input, context, is_verbose, schema).await };
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), stream::once(result))))
    }
}

async fn analyze(
    input: &Arc<dyn ExecutionPlan>,
    context: Arc<TaskContext>,
    is_verbose: bool,
    schema: SchemaRef,
) -> Result<RecordBatch> {
    let started = Instant::now();
    let mut rows = 0;
    let mut batches = input.execute(0, context)?;
    while let Some(batch) = batches.next().await.transpose()? {
        rows += batch.num_rows();
    }
    let elapsed = started.elapsed();

    let mut lines = vec![(
        "Plan with Metrics",
        DisplayableExecutionPlan::with_metrics(input.as_ref()).indent(is_verbose).to_string(),
    )];
    if is_verbose {
        let full = DisplayableExecutionPlan::with_full_metrics(input.as_ref());
        lines.push(("Plan with Full Metrics", full.indent(true).to_string()));
    }
    lines.push(("Output Rows", rows.to_string()));
    lines.push(("Duration", format!("{elapsed:?}")));

    let (names, plans): (Vec<&str>, Vec<String>) = lines.into_iter().unzip();
    let columns: Vec<arrow::array::ArrayRef> =
        vec![Arc::new(StringArray::from(names)), Arc::new(StringArray::from(plans))];
    Ok(RecordBatch::try_new(schema, columns)?)
}
