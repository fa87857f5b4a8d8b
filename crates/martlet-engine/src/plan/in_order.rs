//! All partitions of the input as one, in their order, whichever comes first.
//!
//! Where the host has threads, each partition runs on its own; elsewhere all are polled in turns, so that one reads while
//! another waits for bytes, and none waits for a sibling that nobody runs. Rows come in the same order in both.

use std::{
    collections::VecDeque,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use arrow::{datatypes::SchemaRef, record_batch::RecordBatch};
use datafusion::{
    error::Result,
    execution::{RecordBatchStream, SendableRecordBatchStream, TaskContext},
    physical_expr::EquivalenceProperties,
    physical_plan::{ExecutionPlan, ExecutionPlanProperties, Partitioning, PlanProperties, statistics::ChildStats},
};
use futures::{Stream, StreamExt, stream::BoxStream};

use super::{beside::beside, unary::Operator};
use crate::query::QueryContext;

/// Batches that a share may be ahead of those before it.
const AHEAD_BATCHES: usize = 4;

/// In place of `CoalescePartitionsExec`, whose order is that of arrival and which needs tasks.
#[derive(Debug, Clone)]
pub(super) struct InOrder;

impl Operator for InOrder {
    const NAME: &'static str = "InOrderExec";
    const KEEPS_ORDER: bool = false;

    fn properties(&self, input: &Arc<dyn ExecutionPlan>) -> PlanProperties {
        PlanProperties::new(
            EquivalenceProperties::new(input.schema()),
            Partitioning::UnknownPartitioning(1),
            input.pipeline_behavior(),
            input.boundedness(),
        )
        .with_scheduling_type(input.properties().scheduling_type)
    }

    fn describe(&self, input: &Arc<dyn ExecutionPlan>) -> String {
        format!("{}: shares={}", Self::NAME, input.output_partitioning().partition_count())
    }

    fn statistics_of(&self, _partition: Option<usize>) -> ChildStats {
        ChildStats::At(None)
    }

    fn execute(
        &self,
        input: &Arc<dyn ExecutionPlan>,
        _partition: usize,
        context: Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let query = context.session_config().get_extension::<QueryContext>();
        let threads = query.as_ref().and_then(|query| query.host.threads().map(|threads| (threads, query)));
        let shares = (0..input.output_partitioning().partition_count())
            .map(|partition| {
                let share = input.execute(partition, Arc::clone(&context))?;
                Ok(Share::new(match threads {
                    Some((threads, query)) => beside(threads, Arc::clone(query), share, AHEAD_BATCHES),
                    None => share.boxed(),
                }))
            })
            .collect::<Result<VecDeque<_>>>()?;
        Ok(Box::pin(InOrderStream { schema: input.schema(), shares, are_beside: threads.is_some() }))
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
