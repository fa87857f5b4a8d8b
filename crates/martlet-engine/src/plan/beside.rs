//! A partition that runs on a thread of its own and hands over its batches.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use arrow::record_batch::RecordBatch;
use datafusion::{
    error::{DataFusionError, Result},
    execution::SendableRecordBatchStream,
};
use futures::{
    SinkExt, Stream, StreamExt,
    channel::mpsc::{Receiver, Sender, channel},
    future::poll_fn,
    stream::BoxStream,
};

use crate::{Threads, query::QueryContext};

/// Starts `share`, which waits when it is `ahead_batches` ahead of whoever reads it, and stops when what is returned is
/// dropped.
pub(super) fn beside(
    threads: &dyn Threads,
    query: Arc<QueryContext>,
    share: SendableRecordBatchStream,
    ahead_batches: usize,
) -> BoxStream<'static, Result<RecordBatch>> {
    let (sender, receiver) = channel(ahead_batches);
    let work = threads.start(Box::pin(hand_over(share, query, sender)));
    HandedOver { receiver, _work: work, has_ended: false }.boxed()
}

/// What a share sends: batches, and at last that there are no more. A channel that closes without it lost its share.
enum Message {
    Batch(Result<RecordBatch>),
    End,
}

async fn hand_over(mut share: SendableRecordBatchStream, query: Arc<QueryContext>, mut sender: Sender<Message>) {
    let mut has_rested = false;
    loop {
        let next = poll_fn(|cx| {
            if query.slice.is_over() {
                if !has_rested {
                    has_rested = true;
                    cx.waker().wake_by_ref();
                    return Poll::Pending;
                }
                // Only now: others may have worked for longer than a slice since.
                query.slice.renew();
            }
            has_rested = false;
            share.poll_next_unpin(cx)
        })
        .await;
        let message = next.map_or(Message::End, Message::Batch);
        let is_last = !matches!(message, Message::Batch(Ok(_)));
        // Nobody listens any more when the query has ended for another reason.
        if sender.send(message).await.is_err() || is_last {
            return;
        }
    }
}

struct HandedOver {
    receiver: Receiver<Message>,
    _work: Box<dyn Send>,
    has_ended: bool,
}

impl Stream for HandedOver {
    type Item = Result<RecordBatch>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let message = std::task::ready!(self.receiver.poll_next_unpin(cx));
        self.has_ended = !matches!(message, Some(Message::Batch(Ok(_))));
        Poll::Ready(match message {
            Some(Message::Batch(batch)) => Some(batch),
            Some(Message::End) => None,
            None => Some(Err(DataFusionError::Internal("a share of the query was lost".to_owned()))),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{thread, time::Duration};

    use arrow::datatypes::Schema;
    use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
    use futures::{TryStreamExt, stream};

    use super::*;
    use crate::{CancelToken, TokioHost};

    async fn collected(batches: impl Stream<Item = Result<RecordBatch>> + Send + 'static) -> Result<Vec<RecordBatch>> {
        let query = QueryContext::new(Arc::new(TokioHost), Arc::default(), CancelToken::default());
        let schema = Arc::new(Schema::empty());
        let share = Box::pin(RecordBatchStreamAdapter::new(schema, batches));
        beside(&TokioHost, Arc::new(query), share, 2).try_collect().await
    }

    fn batches() -> impl Stream<Item = Result<RecordBatch>> + Send {
        stream::iter(0..20).map(|_| Ok(RecordBatch::new_empty(Arc::new(Schema::empty()))))
    }

    #[tokio::test]
    async fn everything_is_handed_over() {
        assert!(collected(batches()).await.is_ok_and(|all| all.len() == 20));
    }

    #[tokio::test]
    async fn it_goes_on_beside_what_takes_longer_than_a_slice() {
        let others = tokio::spawn(async {
            loop {
                thread::sleep(Duration::from_millis(40));
                tokio::task::yield_now().await;
            }
        });
        let all = tokio::time::timeout(Duration::from_secs(60), collected(batches())).await;
        others.abort();
        assert!(all.is_ok_and(|all| all.is_ok_and(|all| all.len() == 20)), "it never had its turn");
    }

    #[tokio::test]
    async fn an_error_ends_a_share() {
        let failed = stream::once(async { Err(DataFusionError::Execution("no".to_owned())) });
        assert!(collected(batches().chain(failed)).await.is_err_and(|error| error.to_string().contains("no")));
    }

    #[tokio::test]
    async fn a_share_that_panics_is_an_error_and_not_an_end() {
        let broken = batches().map(|batch| {
            assert!(batch.is_err(), "this panic is part of the test");
            batch
        });
        assert!(collected(broken).await.is_err_and(|error| error.to_string().contains("lost")));
    }
}
