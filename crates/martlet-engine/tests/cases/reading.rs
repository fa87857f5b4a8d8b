//! What is read, how much of it, and how a query is limited and stopped.

use std::{sync::Arc, time::Duration};

use martlet_engine::{EngineError, Limits, ProgressCounter, RunOptions};

use super::Fixture;

/// A query that would run for hours.
pub const HEAVY: &str = "select count(*) from orders a, orders b, orders c where a.amount + b.amount > c.amount";

pub async fn counts_come_from_the_footers(fixture: &Fixture) {
    let output = fixture.run("select count(*), min(order_id), max(order_id) from orders").await.expect("it runs");
    assert_eq!(output.progress.requests, 0, "{:?}", output.progress);
    assert_eq!(output.tables_read, ["orders"]);
}

pub async fn only_the_needed_columns_and_row_groups_are_read(fixture: &Fixture) {
    let all = fixture.run("select count(distinct note) from orders").await.expect("it runs");
    assert!(all.progress.bytes_read > 400_000, "{:?}", all.progress);
    assert_eq!(all.progress.bytes_read, all.progress.bytes_planned);

    let one_column = fixture.run("select sum(customer_id) from orders").await.expect("it runs");
    assert!(one_column.progress.bytes_read < 200_000, "{:?}", one_column.progress);

    let every_group = fixture.run("select sum(amount) from orders where order_id % 2 = 0").await.expect("it runs");
    let one_group =
        fixture.run("select sum(order_id) from orders where amount between 10050 and 10060").await.expect("it runs");
    assert!(one_group.progress.bytes_read < every_group.progress.bytes_read / 5, "{:?}", one_group.progress);
    assert!(one_group.progress.requests <= 2, "{:?}", one_group.progress);

    let none = fixture.run("select sum(amount) from orders where order_id > 1000000").await.expect("it runs");
    assert_eq!(none.progress.requests, 0);
}

pub async fn what_was_read_is_not_read_again(fixture: &Fixture) {
    let sql = "select sum(length(note)) from orders";
    let first = fixture.run(sql).await.expect("it runs");
    let second = fixture.run(sql).await.expect("it runs");
    assert!(first.progress.requests > 0);
    assert_eq!(second.progress.requests, 0);
    assert_eq!(first.batches, second.batches);
}

pub async fn a_table_without_rows_is_a_table(fixture: &Fixture) {
    assert_eq!(fixture.value("select count(*) from nothing").await, "0");
    let output = fixture.run("select country, customer_id from nothing where customer_id > 1").await.expect("it runs");
    assert_eq!((output.row_count(), output.schema.fields().len()), (0, 2));
    assert!(!output.to_ipc().expect("an empty stream").is_empty());
}

pub async fn long_results_are_cut_and_say_so(fixture: &Fixture) {
    let run = async |max_rows| {
        let options = RunOptions { max_rows, ..RunOptions::default() };
        fixture.engine.run("select order_id from orders order by order_id", options).await.expect("it runs")
    };
    let cut = run(10).await;
    assert_eq!((cut.row_count(), cut.is_truncated), (10, true));
    let exact = run(50_000).await;
    assert_eq!((exact.row_count(), exact.is_truncated), (50_000, false));
    let none = run(0).await;
    assert_eq!((none.row_count(), none.is_truncated), (0, true));
}

pub async fn a_heavy_query_can_be_cancelled(fixture: &Fixture) {
    let (cancel, cancelling) = fixture.cancel_after(Duration::from_millis(200));
    let options = RunOptions { cancel, ..RunOptions::default() };
    let (result, ()) = futures::join!(fixture.engine.run(HEAVY, options), cancelling);
    assert_eq!(result.err(), Some(EngineError::Cancelled), "it would have run for hours");
}

pub async fn a_cancelled_query_does_not_start(fixture: &Fixture) {
    let options = RunOptions::default();
    options.cancel.cancel();
    assert_eq!(fixture.engine.run("select 1", options).await.err(), Some(EngineError::Cancelled));
}

pub async fn a_query_that_never_ends_times_out(fixture: &Fixture) {
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    for sql in [HEAVY, endless] {
        let options = RunOptions { timeout: Some(Duration::from_millis(200)), ..RunOptions::default() };
        let result = fixture.engine.run(sql, options).await;
        assert_eq!(result.err(), Some(EngineError::Timeout { timeout_ms: 200 }), "{sql}");
    }
}

/// The heavy query is cancelled by the quick one's end: were the quick one to wait for it, neither would end.
pub async fn queries_run_side_by_side(fixture: &Fixture) {
    let options = RunOptions::default();
    let cancel = options.cancel.clone();
    let quick = async {
        let value = fixture.value("select sum(customer_id) from orders").await;
        cancel.cancel();
        value
    };
    let (heavy, quick) = futures::join!(fixture.engine.run(HEAVY, options), quick);
    assert_eq!(quick, "2475000");
    assert_eq!(heavy.err(), Some(EngineError::Cancelled));
}

pub async fn progress_can_be_watched(fixture: &Fixture) {
    let progress = Arc::new(ProgressCounter::default());
    let options = RunOptions { progress: Arc::clone(&progress), ..RunOptions::default() };
    let output = fixture.engine.run("select count(distinct status) from orders", options).await.expect("it runs");
    assert_eq!(output.progress, progress.snapshot());
}

/// Takes its own fixture, whose memory is small.
pub async fn memory_has_a_limit(host: Arc<dyn martlet_engine::Host>) {
    let limits = Limits { memory_bytes: 2 << 20, cache_bytes: 1 << 20 };
    let fixture = Fixture::with_limits(host, limits);
    let error = fixture
        .run("select note, count(*) from orders group by note order by 2")
        .await
        .expect_err("two megabytes are not enough");
    assert_eq!(error, EngineError::Memory { limit_bytes: 2 << 20 });
    assert!(error.hint().is_some_and(|hint| hint.contains("Narrow the range")));
    assert_eq!(fixture.value("select count(distinct status) from orders").await, "3", "it lives on");
}
