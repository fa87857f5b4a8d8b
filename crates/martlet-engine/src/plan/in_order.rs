//! All partitions of the input as one, in their order, whichever comes first.
//!
//! Where the host has threads, each partition runs on its own; elsewhere all are polled in turns, so that one reads while
//! another waits for bytes, and none waits for a sibling that nobody runs. Rows come in the same order in both.

use std::{
    collections::VecDeque,
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use arrow::{datatypes::SchemaRef, record_batch::RecordBatch};
use datafusion::{
    common::{Statistics, tree_node::TreeNodeRecursion},
    error::{DataFusionError, Result},
    execution::{RecordBatchStream, SendableRecordBatchStream, TaskContext},
    physical_expr::{EquivalenceProperties, PhysicalExpr},
    physical_plan::{
        DisplayAs, DisplayFormatType, ExecutionPlan, ExecutionPlanProperties, Partitioning, PlanProperties,
        ReplaceChildrenOptions,
        statistics::{ChildStats, StatisticsArgs},
    },
};
use futures::{Stream, StreamExt, stream::BoxStream};

use super::beside::beside;
use crate::query::QueryContext;

/// Batches that a share may be ahead of those before it.
const AHEAD_BATCHES: usize = 4;

/// In place of `CoalescePartitionsExec`, whose order is that of arrival and which needs tasks.
#[derive(Debug)]
pub(super) struct InOrderExec {
    input: Arc<dyn ExecutionPlan>,
    properties: Arc<PlanProperties>,
}

impl InOrderExec {
    pub(super) fn new(input: Arc<dyn ExecutionPlan>) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(input.schema()),
            Partitioning::UnknownPartitioning(1),
            input.pipeline_behavior(),
            input.boundedness(),
        )
        .with_scheduling_type(input.properties().scheduling_type);
        Self { input, properties: Arc::new(properties) }
    }
}

impl DisplayAs for InOrderExec {
    fn fmt_as(&self, _format: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InOrderExec: shares={}", self.input.output_partitioning().partition_count())
    }
}

impl ExecutionPlan for InOrderExec {
    fn name(&self) -> &str {
        "InOrderExec"
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
        Ok(Arc::new(Self::new(only_child(self.name(), children)?)))
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(Self::new(only_child(self.name(), children)?)))
    }

    fn execute(&self, _partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let query = context.session_config().get_extension::<QueryContext>();
        let threads = query.as_ref().and_then(|query| query.host.threads().map(|threads| (threads, query)));
        let shares = (0..self.input.output_partitioning().partition_count())
            .map(|partition| {
                let share = self.input.execute(partition, Arc::clone(&context))?;
                Ok(Share::new(match threads {
                    Some((threads, query)) => beside(threads, Arc::clone(query), share, AHEAD_BATCHES),
                    None => share.boxed(),
                }))
            })
            .collect::<Result<VecDeque<_>>>()?;
        let stream = InOrderStream { schema: self.schema(), shares, are_beside: threads.is_some() };
        Ok(Box::pin(stream))
    }

    fn child_stats_requests(&self, _partition: Option<usize>) -> Vec<ChildStats> {
        vec![ChildStats::At(None)]
    }

    fn statistics_from_inputs(&self, inputs: &[Arc<Statistics>], _args: &StatisticsArgs) -> Result<Arc<Statistics>> {
        match inputs {
            [input] => Ok(Arc::clone(input)),
            _ => Ok(Arc::new(Statistics::new_unknown(&self.schema()))),
        }
    }
}

/// One partition, and what came of it before its turn.
struct Share {
    stream: BoxStream<'static, Result<RecordBatch>>,
    ahead: VecDeque<Result<RecordBatch>>,
    has_ended: bool,
}

impl Share {
    fn new(stream: BoxStream<'static, Result<RecordBatch>>) -> Self {
        Self { stream, ahead: VecDeque::new(), has_ended: false }
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<RecordBatch>>> {
        if let Some(batch) = self.ahead.pop_front() {
            return Poll::Ready(Some(batch));
        }
        if self.has_ended {
            return Poll::Ready(None);
        }
        let next = self.stream.poll_next_unpin(cx);
        self.has_ended = matches!(next, Poll::Ready(None));
        next
    }

    /// Works until it waits, ends, or is far enough ahead.
    fn go_ahead(&mut self, cx: &mut Context<'_>) {
        while !self.has_ended && self.ahead.len() < AHEAD_BATCHES {
            match self.stream.poll_next_unpin(cx) {
                Poll::Ready(Some(batch)) => self.ahead.push_back(batch),
                Poll::Ready(None) => self.has_ended = true,
                Poll::Pending => return,
            }
        }
    }
}

struct InOrderStream {
    schema: SchemaRef,
    shares: VecDeque<Share>,
    /// They go ahead by themselves.
    are_beside: bool,
}

impl Stream for InOrderStream {
    type Item = Result<RecordBatch>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(first) = self.shares.front_mut() {
            match first.poll_next(cx) {
                Poll::Ready(Some(batch)) => return Poll::Ready(Some(batch)),
                Poll::Ready(None) => drop(self.shares.pop_front()),
                Poll::Pending => {
                    if !self.are_beside {
                        self.shares.iter_mut().skip(1).for_each(|share| share.go_ahead(cx));
                    }
                    return Poll::Pending;
                }
            }
        }
        Poll::Ready(None)
    }
}

impl RecordBatchStream for InOrderStream {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}

/// The one child that a unary operator was given.
pub(super) fn only_child(name: &str, mut children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
    match (children.pop(), children.is_empty()) {
        (Some(child), true) => Ok(child),
        _ => Err(DataFusionError::Internal(format!("{name} takes one input"))),
    }
}
