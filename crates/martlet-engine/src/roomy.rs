//! Room on the stack for planning, which recurses as deep as the query is nested.

use crate::EngineError;

/// Stack of the planning thread; reserved, not used, unless a query needs it.
#[cfg(not(target_arch = "wasm32"))]
const STACK_BYTES: usize = 64 << 20;

/// Runs `work`, which waits for nothing but itself, on a thread with a large stack.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) async fn with_room<T, F>(work: F) -> Result<T, EngineError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, EngineError>> + Send + 'static,
{
    let (done, waiting) = futures::channel::oneshot::channel();
    let thread = std::thread::Builder::new().name("martlet-plan".to_owned()).stack_size(STACK_BYTES);
    thread
        .spawn(move || {
            // Whoever no longer waits (cancelled, timed out) does not need the plan.
            let _ = done.send(futures::executor::block_on(work));
        })
        .map_err(|error| EngineError::Internal { message: format!("no thread to plan on: {error}") })?;
    waiting.await.map_err(|_| EngineError::Internal { message: "planning panicked".to_owned() })?
}

/// In wasm32 there is one stack, whose size the linker sets.
#[cfg(target_arch = "wasm32")]
pub(crate) async fn with_room<T, F>(work: F) -> Result<T, EngineError>
where
    F: Future<Output = Result<T, EngineError>>,
{
    work.await
}
