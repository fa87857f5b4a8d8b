//! Whether a host honours ranges: learned from its first answer, for which everyone else waits. Otherwise a host that
//! does not would send a whole file once for every range under way.

use std::{cell::RefCell, collections::HashMap};

use futures::{
    FutureExt,
    channel::oneshot::{self, Receiver, Sender},
    future::Shared,
};

/// What a host makes of a request for a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manners {
    SendsRanges,
    SendsWholeFiles,
}

/// What to do with a range that is needed.
#[derive(Debug)]
pub(super) enum Turn {
    /// Ask, and say what came.
    First(Asker),
    Known(Manners),
}

#[derive(Debug)]
enum State {
    /// Ends when the one who asks has learned it, or has given up.
    BeingAsked(Shared<Receiver<()>>),
    Known(Manners),
}

thread_local! {
    /// By the address under which a site's files lie.
    static HOSTS: RefCell<HashMap<String, State>> = RefCell::default();
}

/// Waits while another asks.
pub(super) async fn turn(host: &str) -> Turn {
    loop {
        let asked = HOSTS.with(|hosts| match hosts.borrow().get(host) {
            Some(State::Known(manners)) => Some(Err(*manners)),
            Some(State::BeingAsked(asked)) => Some(Ok(asked.clone())),
            None => None,
        });
        match asked {
            Some(Err(manners)) => return Turn::Known(manners),
            Some(Ok(asked)) => {
                let _ = asked.await;
            }
            None => return Turn::First(Asker::new(host)),
        }
    }
}

/// The one who asks first. Dropped without an answer, it leaves the question to the next.
#[derive(Debug)]
pub(super) struct Asker {
    host: String,
    is_answered: bool,
    _waiting: Sender<()>,
}

impl Asker {
    fn new(host: &str) -> Self {
        let (waiting, asked) = oneshot::channel();
        HOSTS.with(|hosts| hosts.borrow_mut().insert(host.to_owned(), State::BeingAsked(asked.shared())));
        Self { host: host.to_owned(), is_answered: false, _waiting: waiting }
    }

    pub(super) fn learned(mut self, manners: Manners) {
        HOSTS.with(|hosts| hosts.borrow_mut().insert(self.host.clone(), State::Known(manners)));
        self.is_answered = true;
    }
}

impl Drop for Asker {
    fn drop(&mut self) {
        if !self.is_answered {
            HOSTS.with(|hosts| hosts.borrow_mut().remove(&self.host));
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::{executor::block_on, future::join};

    use super::*;

    /// Lets others go first, once.
    async fn once_later() {
        let mut is_later = false;
        std::future::poll_fn(|context| {
            if std::mem::replace(&mut is_later, true) {
                return std::task::Poll::Ready(());
            }
            context.waker().wake_by_ref();
            std::task::Poll::Pending
        })
        .await;
    }

    #[test]
    fn everyone_else_waits_for_the_first_answer() {
        let asked = |host: &'static str, manners| async move {
            match turn(host).await {
                Turn::First(asker) => {
                    asker.learned(manners);
                    (true, manners)
                }
                Turn::Known(manners) => (false, manners),
            }
        };
        let first = async {
            let Turn::First(asker) = turn("a/").await else { return None };
            // The second one asks now, and must not be told anything yet.
            once_later().await;
            asker.learned(Manners::SendsWholeFiles);
            Some(())
        };
        let (first, second) = block_on(join(first, asked("a/", Manners::SendsRanges)));
        assert_eq!((first, second), (Some(()), (false, Manners::SendsWholeFiles)));
        assert_eq!(block_on(asked("b/", Manners::SendsRanges)), (true, Manners::SendsRanges), "hosts are told apart");
    }

    #[test]
    fn who_gives_up_leaves_the_question_to_the_next() {
        let given_up = async {
            let turn = turn("c/").await;
            once_later().await;
            matches!(turn, Turn::First(_))
        };
        let next = async { matches!(turn("c/").await, Turn::First(_)) };
        assert_eq!(block_on(join(given_up, next)), (true, true));
    }
}
