//! Names of columns that a query computes and gives no name.

use super::Fixture;

/// A query, and the names of its columns.
const NAMED: &[(&str, &[&str])] = &[
    ("select 0.5 * amount from orders", &["(0.5 * amount)"]),
    (
        "select amount, o.status, (note), amount as a, n.* from orders o, nothing n",
        &["amount", "status", "note", "a", "customer_id", "country"],
    ),
    ("select 1, 1, 'x', null, 1.50, 1e3", &["1", "1_1", "'x'", "NULL", "1.50", "1e3"]),
    (
        "select amount::bigint, -amount, year(date '2020-01-01') from orders",
        &["CAST(amount AS BIGINT)", "(-amount)", "year(DATE '2020-01-01')"],
    ),
    ("select COUNT(*), Sum(amount + 1) from orders", &["count(*)", "sum((amount + 1))"]),
    ("select status, count(*) from orders group by 1 order by count(*) desc, 1", &["status", "count(*)"]),
    ("select status, sum(amount) from orders group by all order by sum(amount)", &["status", "sum(amount)"]),
    (
        "select status || 'x' from orders group by status || 'x' having count(*) > 1 order by status || 'x'",
        &["(status || 'x')"],
    ),
    ("select distinct amount * 2 from orders order by amount * 2 limit 3", &["(amount * 2)"]),
    ("select distinct on (status) status, amount * 2 from orders order by status, amount", &["status", "(amount * 2)"]),
    (
        "select sum(amount) over (partition by status order by order_id) from orders",
        &["sum(amount) OVER (PARTITION BY status ORDER BY order_id)"],
    ),
    (
        "select row_number() over (order by order_id) from orders qualify row_number() over (order by order_id) < 3",
        &["row_number() OVER (ORDER BY order_id)"],
    ),
    ("select 1 + 1 union all select 2 + 2 order by \"(1 + 1)\"", &["(1 + 1)"]),
    ("select 0.5 union select 1.25 order by 1", &["0.5"]),
    ("select * from (select 0.5 * amount from orders)", &["(0.5 * amount)"]),
    ("select \"(0.5 * amount)\" from (select 0.5 * amount from orders)", &["(0.5 * amount)"]),
    (
        "with t as (select sum(amount) from orders) select \"sum(amount)\", \"sum(amount)\" / 2 from t",
        &["sum(amount)", "(\"sum(amount)\" / 2)"],
    ),
    (
        "with t as (select max(amount), status from orders group by 2) select * from t order by \"max(amount)\"",
        &["max(amount)", "status"],
    ),
    (
        "with recursive n as (select 1 as x union all select x + 1 from n where x < 3) select x * 0.5 from n",
        &["(x * 0.5)"],
    ),
    (
        "select (select max(customer_id) from customers), 1 + (select 1)",
        &["(SELECT max(customer_id) FROM customers)", "(1 + (SELECT 1))"],
    ),
    (
        "select customer_id, (select count(*) from orders o where o.customer_id = c.customer_id) from customers c order by 2",
        &["customer_id", "(SELECT count(*) FROM orders o WHERE (o.customer_id = c.customer_id))"],
    ),
    ("select unnest([1, 2])", &["unnest([1, 2])"]),
    (
        "select case when amount > 1 then 0.5 end, coalesce(amount, 0.5) from orders",
        &["CASE WHEN (amount > 1) THEN 0.5 END", "coalesce(amount, 0.5)"],
    ),
    (
        "select status, grouping(status) from orders group by rollup (status) order by 1",
        &["status", "grouping(status)"],
    ),
];

pub async fn columns_are_named_as_they_were_written(fixture: &Fixture) {
    for (sql, names) in NAMED {
        let output = fixture.run(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        let found: Vec<&str> = output.schema.fields().iter().map(|field| field.name().as_str()).collect();
        assert_eq!(found, *names, "{sql}");
    }
}

pub async fn columns_without_a_name_can_be_used(fixture: &Fixture) {
    for (sql, answer) in [
        ("select \"count(*)\" + 1 from (select count(*) from orders)", "50001"),
        ("select sum(\"(0.5 * price)\") from (select 0.5 * price from prices where price_id < 3)", "0.150"),
        ("select max(\"1\") from (select 1 union all select 2)", "2"),
        ("select max(s) from (select sum(amount) from orders group by status) as t (s)", "208337500.0"),
        (
            "select count(*) from orders where customer_id in (select customer_id + 0 from customers where country = 'DE')",
            "13500",
        ),
        (
            "select count(*) from customers c where (select count(*) from orders o where o.customer_id = c.customer_id) = 0",
            "20",
        ),
        ("select max(-x) from (select x * 2 from (values (1), (2)) v (x)) as t (x)", "-2"),
    ] {
        assert_eq!(fixture.value(sql).await, answer, "{sql}");
    }
}
