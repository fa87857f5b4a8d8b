//! `EXPLAIN ANALYZE` without tasks: runs the input to its end, then shows it with its metrics.

use std::sync::Arc;

use arrow::{array::StringArray, datatypes::SchemaRef, record_batch::RecordBatch};
use datafusion::{
    common::instant::Instant,
    error::Result,
    execution::{SendableRecordBatchStream, TaskContext},
    physical_plan::{
        ExecutionPlan, PlanProperties, analyze::AnalyzeExec, display::DisplayableExecutionPlan, statistics::ChildStats,
        stream::RecordBatchStreamAdapter,
    },
};
use futures::{StreamExt, stream};

use super::unary::Operator;

/// In place of `AnalyzeExec`, which drives its input from spawned tasks. Its input has one partition.
#[derive(Debug, Clone)]
pub(super) struct SerialAnalyze {
    is_verbose: bool,
    properties: Arc<PlanProperties>,
}

impl SerialAnalyze {
    pub(super) fn of(analyze: &AnalyzeExec) -> Self {
        Self { is_verbose: analyze.verbose(), properties: Arc::clone(analyze.properties()) }
    }
}

impl Operator for SerialAnalyze {
    const NAME: &'static str = "SerialAnalyzeExec";
    const KEEPS_ORDER: bool = false;

    fn properties(&self, _input: &Arc<dyn ExecutionPlan>) -> PlanProperties {
        PlanProperties::clone(&self.properties)
    }

    fn describe(&self, _input: &Arc<dyn ExecutionPlan>) -> String {
        format!("{} verbose={}", Self::NAME, self.is_verbose)
    }

    fn statistics_of(&self, _partition: Option<usize>) -> ChildStats {
        ChildStats::Skip
    }

    fn execute(
        &self,
        input: &Arc<dyn ExecutionPlan>,
        _partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let input = Arc::clone(input);
        let schema = Arc::clone(self.properties.eq_properties.schema());
        let (is_verbose, of_result) = (self.is_verbose, Arc::clone(&schema));
        let result = async move { analyze(&input, context, is_verbose, of_result).await };
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream::once(result))))
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
