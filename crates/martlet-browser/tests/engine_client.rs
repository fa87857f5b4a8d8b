//! The engine client against real workers whose behaviour is scripted.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use futures::StreamExt;
use futures::channel::mpsc::{UnboundedReceiver, unbounded};
use martlet_browser::engine_client::{EngineClient, Phase, Query, QueryEvent, QueryHandle, Replaced, SiteToOpen, code};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Answers `open`, answers `answer` with three bytes, never answers `spin`, and throws on `die`.
const WORKER: &str = r#"
const say = (message, buffer) =>
  postMessage(buffer ? [JSON.stringify(message), buffer] : [JSON.stringify(message)], buffer ? [buffer] : []);
onmessage = (event) => {
  const message = JSON.parse(event.data[0]);
  if (message.type === "open") say({ type: "opened", open_ms: 1 });
  if (message.type === "sql" && message.sql === "die") throw new Error("out of memory");
  if (message.type === "sql" && message.sql === "spin") for (;;);
  if (message.type === "sql" && message.sql === "answer") {
    const answer = {
      sql: message.sql, rows: 1, is_truncated: false, compile_ms: 1, run_ms: 1, tables: [],
      progress: { bytes_read: 3, bytes_planned: 3, requests: 1 },
    };
    say({ type: "progress", id: message.id, progress: answer.progress });
    say({ type: "finished", id: message.id, answer }, new Uint8Array([1, 2, 3]).buffer);
  }
};
say({ type: "started" });
"#;

fn client() -> EngineClient {
    let parts = js_sys::Array::of1(&WORKER.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).expect("text makes a blob");
    let url = web_sys::Url::create_object_url_with_blob(&blob).expect("a blob has a URL");
    let client = EngineClient::start_at(Some(url));
    client.open(SiteToOpen {
        data_url: String::from("https://host/data/"),
        snapshot: String::from("ab12"),
        memory_limit_bytes: 1 << 28,
    });
    client
}

fn ask(client: &EngineClient, sql: &str) -> (QueryHandle, UnboundedReceiver<QueryEvent>) {
    let (sender, receiver) = unbounded();
    let query = Query::Sql { sql: sql.to_owned(), max_rows: 10, timeout_ms: 1000 };
    (client.ask(query, move |event| drop(sender.unbounded_send(event))), receiver)
}

#[wasm_bindgen_test]
async fn a_question_asked_before_the_worker_runs_is_answered() {
    let client = client();
    let (_handle, mut events) = ask(&client, "answer");
    assert!(matches!(events.next().await, Some(QueryEvent::Progress(progress)) if progress.bytes_read == 3));
    match events.next().await {
        Some(QueryEvent::Finished(result)) => assert_eq!(result.ipc, [1, 2, 3]),
        other => panic!("not finished: {other:?}"),
    }
    assert!(matches!(client.state().phase, Phase::Ready { .. }));
}

#[wasm_bindgen_test]
async fn a_worker_that_ignores_a_cancel_is_replaced_and_others_are_answered() {
    let client = client();
    let (_first, mut events) = ask(&client, "answer");
    while !matches!(events.next().await, Some(QueryEvent::Finished(_))) {}

    let (stuck, _) = ask(&client, "spin");
    let (_waiting, mut events) = ask(&client, "answer");
    drop(stuck);
    assert_eq!(events.next().await, Some(QueryEvent::AskedAgain));
    while !matches!(events.next().await, Some(QueryEvent::Finished(_))) {}
    assert_eq!(client.state().replaced, Some(Replaced::Stuck));
    assert_eq!(client.state().replacements, 1);
}

#[wasm_bindgen_test]
async fn a_worker_that_dies_fails_its_query_and_the_next_one_is_answered() {
    let client = client();
    let phases = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&phases);
    let _watch = client.on_state(move |state| seen.borrow_mut().push(state.replaced));
    let (_dying, mut events) = ask(&client, "die");
    match events.next().await {
        Some(QueryEvent::Failed(error)) => {
            assert_eq!(error.code, code::DIED);
            assert!(error.message.contains("out of memory"), "{}", error.message);
        }
        other => panic!("not failed: {other:?}"),
    }
    let (_handle, mut events) = ask(&client, "answer");
    while !matches!(events.next().await, Some(QueryEvent::Finished(_))) {}
    assert!(phases.borrow().contains(&Some(Replaced::Died)));
}

#[wasm_bindgen_test]
async fn an_engine_that_is_not_there_fails_every_question() {
    let client = EngineClient::start_at(None);
    let (_handle, mut events) = ask(&client, "answer");
    assert!(matches!(events.next().await, Some(QueryEvent::Failed(error)) if error.code == code::NO_ENGINE));
}
