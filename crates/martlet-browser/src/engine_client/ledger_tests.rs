//! Stories of a page and its worker.

use super::*;

fn site() -> SiteToOpen {
    SiteToOpen {
        data_url: String::from("https://host/site/data/"),
        snapshot: String::from("ab12"),
        memory_limit_bytes: 1 << 30,
    }
}

fn sql(text: &str) -> Query {
    Query::Sql { sql: text.to_owned(), max_rows: 100, timeout_ms: 1000 }
}

fn posted(effects: &[Effect]) -> Vec<&ToEngine> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Post(message) => Some(message),
            _ => None,
        })
        .collect()
}

fn ready() -> Ledger {
    let mut ledger = Ledger::default();
    ledger.open(site());
    ledger.received(FromEngine::Started, None);
    ledger.received(FromEngine::Opened { open_ms: 5.0 }, None);
    ledger
}

fn failures(effects: &[Effect]) -> Vec<(QueryId, String)> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Tell(id, QueryEvent::Failed(error)) => Some((*id, error.code.clone())),
            _ => None,
        })
        .collect()
}

#[test]
fn queries_wait_until_the_site_is_open() {
    let mut ledger = Ledger::default();
    let (first, effects) = ledger.ask(sql("select 1"));
    assert!(effects.is_empty());
    assert!(ledger.open(site()).is_empty(), "nothing listens before the worker has started");

    let effects = ledger.received(FromEngine::Started, None);
    assert!(matches!(posted(&effects)[..], [ToEngine::Open { .. }]));

    let effects = ledger.received(FromEngine::Opened { open_ms: 5.0 }, None);
    assert!(matches!(posted(&effects)[..], [ToEngine::Sql { id, .. }] if *id == first));
    assert_eq!(ledger.state().phase, Phase::Ready { open_ms: 5.0 });
}

#[test]
fn a_worker_that_starts_before_the_site_is_known_opens_it_later() {
    let mut ledger = Ledger::default();
    let effects = ledger.received(FromEngine::Started, None);
    assert!(posted(&effects).is_empty());
    assert!(matches!(posted(&ledger.open(site()))[..], [ToEngine::Open { .. }]));
}

#[test]
fn a_query_cancelled_before_it_was_sent_is_never_sent() {
    let mut ledger = Ledger::default();
    ledger.open(site());
    let (id, _) = ledger.ask(sql("select 1"));
    assert!(ledger.cancel(id).is_empty());
    ledger.received(FromEngine::Started, None);
    assert!(posted(&ledger.received(FromEngine::Opened { open_ms: 1.0 }, None)).is_empty());
}

#[test]
fn a_cancel_that_is_answered_leaves_the_worker_alone() {
    let mut ledger = ready();
    let (id, _) = ledger.ask(sql("select 1"));
    assert_eq!(ledger.cancel(id), [Effect::Post(ToEngine::Cancel { id }), Effect::AwaitCancel(id)]);
    let error = QueryError { code: String::from("MRT-E010"), ..QueryError::default() };
    assert!(ledger.received(FromEngine::Failed { id, error }, None).is_empty(), "nobody listens");
    assert!(ledger.cancel_is_due(id).is_empty());
    assert_eq!(ledger.state().replacements, 0);
}

#[test]
fn a_worker_that_ignores_a_cancel_is_replaced_and_the_others_are_asked_again() {
    let mut ledger = ready();
    let (stuck, _) = ledger.ask(sql("select stuck"));
    let (other, _) = ledger.ask(sql("select other"));
    ledger.cancel(stuck);

    let effects = ledger.cancel_is_due(stuck);
    assert!(effects.contains(&Effect::ReplaceWorker));
    assert!(effects.contains(&Effect::Tell(other, QueryEvent::AskedAgain)));
    assert_eq!(ledger.state().replaced, Some(Replaced::Stuck));

    let effects = ledger.received(FromEngine::Started, None);
    assert!(matches!(posted(&effects)[..], [ToEngine::Open { .. }]));
    let effects = ledger.received(FromEngine::Opened { open_ms: 1.0 }, None);
    assert!(matches!(posted(&effects)[..], [ToEngine::Sql { id, .. }] if *id == other));
}

#[test]
fn a_worker_that_dies_fails_its_queries_and_is_replaced() {
    let mut ledger = ready();
    let (id, _) = ledger.ask(sql("select 1"));
    let effects = ledger.died("out of memory");
    assert_eq!(failures(&effects), [(id, code::DIED.to_owned())]);
    assert!(effects.contains(&Effect::ReplaceWorker));
    assert_eq!(ledger.state().replaced, Some(Replaced::Died));
}

#[test]
fn a_worker_that_never_starts_is_given_up_and_what_waits_is_told() {
    let mut ledger = Ledger::default();
    let (id, _) = ledger.ask(sql("select 1"));
    assert!(ledger.died("404").contains(&Effect::ReplaceWorker));
    let effects = ledger.died("404");
    assert_eq!(failures(&effects), [(id, code::NOT_STARTED.to_owned())]);
    assert!(!effects.contains(&Effect::ReplaceWorker));

    let (late, effects) = ledger.ask(sql("select 2"));
    assert_eq!(failures(&effects), [(late, code::NOT_STARTED.to_owned())]);
    assert!(ledger.restart().contains(&Effect::ReplaceWorker));
}

#[test]
fn a_worker_that_dies_each_time_it_opens_the_site_is_given_up() {
    let mut ledger = Ledger::default();
    ledger.open(site());
    for _ in 0..DEATHS_BEFORE_GIVING_UP {
        ledger.received(FromEngine::Started, None);
        assert!(ledger.died("trap").contains(&Effect::ReplaceWorker));
    }
    ledger.received(FromEngine::Started, None);
    assert!(!ledger.died("trap").contains(&Effect::ReplaceWorker));
    assert!(matches!(ledger.state().phase, Phase::Failed(_)));
}

#[test]
fn a_site_that_does_not_open_fails_what_waits() {
    let mut ledger = Ledger::default();
    ledger.open(site());
    let (id, _) = ledger.ask(sql("select 1"));
    ledger.received(FromEngine::Started, None);
    let error = QueryError { code: String::from("MRT-E001"), ..QueryError::default() };
    let effects = ledger.received(FromEngine::OpenFailed { error }, None);
    assert_eq!(failures(&effects), [(id, String::from("MRT-E001"))]);
}

#[test]
fn a_result_carries_its_bytes_and_ends_the_query() {
    let mut ledger = ready();
    let (id, _) = ledger.ask(sql("select 1"));
    let finished = FromEngine::Finished { id, answer: Answer::default() };
    let effects = ledger.received(finished.clone(), Some(vec![1, 2]));
    let expected = QueryResult { answer: Answer::default(), ipc: vec![1, 2] };
    assert_eq!(effects, [Effect::Tell(id, QueryEvent::Finished(Rc::new(expected)))]);
    assert!(ledger.received(finished, None).is_empty(), "a second answer has nobody to go to");
}
