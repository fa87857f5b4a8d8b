//! An answer is the same to the last digit with threads and without, as in a browser.

use std::{sync::Arc, time::Duration};

use futures::future::BoxFuture;
use martlet_engine::{Host, TokioHost};

use crate::cases::Fixture;

/// A host that has no threads to share work with.
#[derive(Debug)]
struct Alone;

impl Host for Alone {
    fn yield_now(&self) -> BoxFuture<'static, ()> {
        TokioHost.yield_now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        TokioHost.sleep(duration)
    }
}

const QUERIES: &[&str] = &[
    "select sum(amount / 3), avg(sqrt(amount)), stddev(amount) from orders",
    "select status, sum(amount / 7), count(distinct note), max(note) from orders group by status",
    "select country, sum(amount / 7) from orders o left join customers c using (customer_id) group by country",
    "select country, sum(amount / 7) from customers c left join orders o using (customer_id) group by country",
    "select count(*), sum(o.amount / 3) from customers c full join orders o on c.customer_id = o.order_id",
    "select * from customers where customer_id in (select customer_id from orders where amount > 20000)",
    "select order_id from orders where note like '%a%' limit 7",
    "select status from orders order by status limit 5",
    "select note from orders order by status, customer_id limit 50",
    "select amount, row_number() over (partition by status order by note) from orders where order_id % 9 = 0",
    "select customer_id, sum(amount / 3) over (order by order_id rows 3 preceding) from orders limit 1000",
    "select order_id from orders union all select customer_id from customers",
    "with a as (select status, sum(amount / 3) s from orders group by 1), b as (select sum(amount / 7) t from orders) \
     select status, s / t from a cross join b",
    "select median(amount), approx_distinct(note), first_value(note order by amount desc) from orders",
    "select (select sum(amount / 3) from orders), (select max(note) from orders)",
    "select status, sum(amount / 7), count(distinct note) from orders where order_id between 9000 and 45000 group by 1",
    "select country, sum(amount / 3) from orders o left join customers c using (customer_id) where order_id > 11000 group by 1",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn threads_change_no_digit() {
    let (threads, alone) = (Fixture::open(Arc::new(TokioHost)), Fixture::open(Arc::new(Alone)));
    for sql in QUERIES {
        let expected = alone.shown(sql).await;
        for _ in 0..5 {
            assert_eq!(threads.shown(sql).await, expected, "{sql}");
        }
    }
}

#[tokio::test]
async fn the_plan_says_how_many_shares_there_are() {
    let plan = Fixture::open(Arc::new(TokioHost)).shown("explain select sum(amount) from orders").await;
    assert!(plan.contains("InOrderExec: shares=3"), "{plan}");
    assert!(!plan.contains("CoalescePartitionsExec"), "{plan}");
}

#[tokio::test]
async fn only_what_filters_leave_is_divided() {
    let fixture = Fixture::open(Arc::new(TokioHost));
    for (filter, shares) in [
        ("order_id >= 0", 3),
        ("order_id between 10000 and 44999", 2),
        ("order_id >= 15000 and amount < 24000", 2),
        ("order_id in (1, 49999)", 1),
        ("order_id + 1 > 49000", 3),
    ] {
        let sql = format!("select count(*), sum(amount) from orders where {filter}");
        let plan = fixture.shown(&format!("explain {sql}")).await;
        let found = (1..=4).find(|count| plan.contains(&format!("InOrderExec: shares={count}"))).unwrap_or(1);
        assert_eq!(found, shares, "{filter}\n{plan}");
    }
    assert_eq!(
        fixture.value("select sum(order_id) from orders where order_id between 10000 and 44999").await,
        "962482500"
    );
    assert_eq!(fixture.value("select count(*) from orders where order_id < 0").await, "0");
    assert_eq!(fixture.value("select count(*) from orders where order_id in (1, 49999) or note is null").await, "2");
}
