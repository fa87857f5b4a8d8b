//! Stops handing out batches when the query's time slice is over, until the driver renews it.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use arrow::{datatypes::SchemaRef, record_batch::RecordBatch};
use datafusion::{
    error::Result,
    execution::{RecordBatchStream, SendableRecordBatchStream, TaskContext},
    physical_plan::{ExecutionPlan, PlanProperties, execution_plan::SchedulingType, statistics::ChildStats},
};
use futures::{Stream, StreamExt};

use super::unary::Operator;
use crate::query::QueryContext;

/// Passes batches through. DataFusion's own cooperation counts on a tokio scheduler and does nothing
/// without one; this one counts time, and works anywhere.
#[derive(Debug, Clone)]
pub(super) struct GiveWay;

impl Operator for GiveWay {
    const NAME: &'static str = "GiveWayExec";
    const KEEPS_ORDER: bool = true;

    fn properties(&self, input: &Arc<dyn ExecutionPlan>) -> PlanProperties {
        PlanProperties::clone(input.properties()).with_scheduling_type(SchedulingType::Cooperative)
    }

    fn describe(&self, _input: &Arc<dyn ExecutionPlan>) -> String {
        Self::NAME.to_owned()
    }

    fn statistics_of(&self, partition: Option<usize>) -> ChildStats {
        ChildStats::At(partition)
    }

    fn execute(
        &self,
        input: &Arc<dyn ExecutionPlan>,
        partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let query = context.session_config().get_extension::<QueryContext>();
        let input = input.execute(partition, context)?;
        Ok(match query {
            Some(query) => Box::pin(GiveWayStream { input, query }),
            None => input,
        })
    }
}

struct GiveWayStream {
    input: SendableRecordBatchStream,
    query: Arc<QueryContext>,
}

impl Stream for GiveWayStream {
    type Item = Result<RecordBatch>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.query.slice.is_over() {
            // Operators that poll only what was woken must come back here after the pause.
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.input.poll_next_unpin(cx)
    }
}

impl RecordBatchStream for GiveWayStream {
    fn schema(&self) -> SchemaRef {
        self.input.schema()
    }
}
