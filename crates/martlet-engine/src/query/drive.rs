//! Drives a future or a stream of batches in slices, so that cancelling, timeouts, messages and
//! other queries get their turn on a single thread.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use arrow::record_batch::RecordBatch;
use datafusion::physical_plan::SendableRecordBatchStream;
use futures::{FutureExt, StreamExt, future::BoxFuture};

use super::{CancelToken, QueryContext};
use crate::{EngineError, Host};

/// The outside of a query: what may end it early.
pub(crate) struct Guarded<'a> {
    pub host: &'a dyn Host,
    pub cancel: &'a CancelToken,
    pub context: Arc<QueryContext>,
    timeout: Option<(Duration, BoxFuture<'static, ()>)>,
}

impl std::fmt::Debug for Guarded<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guarded").field("context", &self.context).finish_non_exhaustive()
    }
}

impl<'a> Guarded<'a> {
    pub(crate) fn new(
        host: &'a dyn Host,
        cancel: &'a CancelToken,
        context: Arc<QueryContext>,
        timeout: Option<Duration>,
    ) -> Self {
        let timeout = timeout.map(|duration| (duration, host.sleep(duration)));
        Self { host, cancel, context, timeout }
    }

    /// Waits for `future`, which works for the query.
    pub(crate) async fn wait<T>(&mut self, future: impl Future<Output = T> + Send) -> Result<T, EngineError> {
        let mut future = std::pin::pin!(future);
        self.sliced(|cx| future.as_mut().poll(cx)).await
    }

    /// The stream's next batch.
    pub(crate) async fn next(
        &mut self,
        stream: &mut SendableRecordBatchStream,
    ) -> Result<Option<datafusion::error::Result<RecordBatch>>, EngineError> {
        self.sliced(|cx| stream.poll_next_unpin(cx)).await
    }

    async fn sliced<T>(&mut self, mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> Result<T, EngineError> {
        loop {
            if self.context.slice.is_over() {
                self.check_ended(&mut Context::from_waker(std::task::Waker::noop()))?;
                self.host.yield_now().await;
                self.context.slice.renew();
            }
            let step = std::future::poll_fn(|cx| {
                self.cancel.register(cx.waker());
                if let Err(error) = self.check_ended(cx) {
                    return Poll::Ready(Step::Ended(error));
                }
                match poll(cx) {
                    Poll::Ready(value) => Poll::Ready(Step::Done(value)),
                    Poll::Pending if self.context.slice.has_ended() => Poll::Ready(Step::Slice),
                    Poll::Pending => Poll::Pending,
                }
            })
            .await;
            match step {
                Step::Done(value) => return Ok(value),
                Step::Ended(error) => return Err(error),
                Step::Slice => {}
            }
        }
    }

    fn check_ended(&mut self, cx: &mut Context<'_>) -> Result<(), EngineError> {
        if self.cancel.is_cancelled() {
            return Err(EngineError::Cancelled);
        }
        if let Some((duration, sleep)) = &mut self.timeout
            && Pin::new(sleep).poll_unpin(cx).is_ready()
        {
            let timeout_ms = duration.as_millis() as u64;
            self.timeout = None;
            return Err(EngineError::Timeout { timeout_ms });
        }
        Ok(())
    }
}

enum Step<T> {
    Done(T),
    Ended(EngineError),
    Slice,
}

/// Collects batches until there are `max_rows`; true when there were more.
pub(crate) async fn drive(
    guarded: &mut Guarded<'_>,
    mut stream: SendableRecordBatchStream,
    max_rows: u64,
) -> Result<(Vec<RecordBatch>, bool), DriveError> {
    let mut batches = Vec::new();
    let mut left = max_rows;
    while let Some(batch) = guarded.next(&mut stream).await.map_err(DriveError::Ended)? {
        let batch = batch.map_err(DriveError::Failed)?;
        let rows = batch.num_rows() as u64;
        if rows == 0 {
            continue;
        }
        if rows > left {
            if left > 0 {
                batches.push(batch.slice(0, left as usize));
            }
            return Ok((batches, true));
        }
        left -= rows;
        batches.push(batch);
    }
    Ok((batches, false))
}

/// Stopped from outside, or failed inside.
#[derive(Debug)]
pub(crate) enum DriveError {
    Ended(EngineError),
    Failed(datafusion::error::DataFusionError),
}
