//! The browser's event loop as the engine's host.

use std::{cell::RefCell, collections::VecDeque, time::Duration};

use futures::{channel::oneshot, future::BoxFuture};
use martlet_engine::Host;
use wasm_bindgen::JsValue;
use web_sys::{MessageChannel, MessagePort};

use crate::{listen::Listener, timer::Timeout};

/// Lets messages, timers and other queries run between two slices of work.
#[derive(Debug, Clone, Copy, Default)]
pub struct WorkerHost;

impl Host for WorkerHost {
    /// A message to ourselves: unlike a timer it is not slowed down, unlike a promise it is a task of
    /// its own, behind which other messages get their turn.
    fn yield_now(&self) -> BoxFuture<'static, ()> {
        let (done, waiting) = oneshot::channel();
        let is_posted = TURNS.with(|turns| turns.borrow_mut().as_mut().is_some_and(|turns| turns.ask(done)));
        Box::pin(async move {
            if is_posted {
                let _ = waiting.await;
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let (done, waiting) = oneshot::channel::<()>();
        wasm_bindgen_futures::spawn_local(async move {
            let (mut done, (fired, firing)) = (done, oneshot::channel::<()>());
            let after_ms = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX).min(i32::MAX as u32);
            let _timeout = Timeout::new(after_ms, move || {
                let _ = fired.send(());
            });
            // Whoever stopped waiting drops its end, and with it the timer.
            futures::future::select(firing, done.cancellation()).await;
            let _ = done.send(());
        });
        Box::pin(async move {
            let _ = waiting.await;
        })
    }
}

struct Turns {
    port: MessagePort,
    _listener: Listener,
}

thread_local! {
    static WAITING: RefCell<VecDeque<oneshot::Sender<()>>> = const { RefCell::new(VecDeque::new()) };
    static TURNS: RefCell<Option<Turns>> = RefCell::new(Turns::new());
}

impl Turns {
    fn new() -> Option<Self> {
        let channel = MessageChannel::new().ok()?;
        let listener = Listener::new(&channel.port1(), "message", |_| {
            let next = WAITING.with(|waiting| waiting.borrow_mut().pop_front());
            if let Some(next) = next {
                let _ = next.send(());
            }
        });
        channel.port1().start();
        Some(Self { port: channel.port2(), _listener: listener })
    }

    fn ask(&mut self, done: oneshot::Sender<()>) -> bool {
        WAITING.with(|waiting| waiting.borrow_mut().push_back(done));
        self.port.post_message(&JsValue::NULL).is_ok()
    }
}
