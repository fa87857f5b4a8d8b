//! Every kind of operator, also those that DataFusion runs in spawned tasks by itself.

use super::Fixture;

pub async fn aggregates_agree_with_arithmetic(fixture: &Fixture) {
    assert_eq!(fixture.value("select count(*) from orders").await, "50000");
    assert_eq!(fixture.value("select sum(order_id) from orders").await, "1249975000");
    assert_eq!(fixture.value("select min(order_id) from orders where order_id > 31999").await, "32000");
    assert_eq!(fixture.value("select count(distinct customer_id) from orders").await, "100");
    assert_eq!(fixture.value("select max(note) is not null from orders").await, "true");
    let beside = "select customer_id, sum(cast(amount as decimal(12, 2))) - 10 * count(distinct status) m from orders group by 1";
    assert_eq!(fixture.value(&format!("select count(*) from ({beside}) where m > 1")).await, "100");
    assert_eq!(
        fixture.shown("select status, count(*) n from orders group by status order by status").await,
        "+--------+-------+\n\
         | status | n     |\n\
         +--------+-------+\n\
         | new    | 16667 |\n\
         | paid   | 16667 |\n\
         | void   | 16666 |\n\
         +--------+-------+"
    );
}

pub async fn unions_join_their_inputs(fixture: &Fixture) {
    let union = "select order_id from orders union all select customer_id from customers";
    assert_eq!(fixture.value(&format!("select count(*) from ({union})")).await, "50120");
    assert_eq!(fixture.run(union).await.expect("it runs").row_count(), 50_120);
    assert_eq!(fixture.value("select count(*) from (select 1 a union select 1 union select 2)").await, "2");
    assert_eq!(
        fixture
            .value(
                "select string_agg(x::varchar, ',' order by x) from \
                 (select 3 x union all select 1 union all select 2)"
            )
            .await,
        "1,2,3"
    );
    assert_eq!(
        fixture
            .value("select count(*) from (select customer_id from customers except select customer_id from orders)")
            .await,
        "20"
    );
    let ordered = fixture.run(&format!("select * from ({union}) order by 1 desc limit 3")).await.expect("it runs");
    assert_eq!(ordered.row_count(), 3);
}

pub async fn joins_of_every_kind(fixture: &Fixture) {
    let count = async |sql: &str| fixture.value(sql).await;
    assert_eq!(
        count("select count(*) from customers c join orders o using (customer_id) where country = 'DE'").await,
        "13500"
    );
    assert_eq!(count("select count(*) from customers c full outer join orders o using (customer_id)").await, "50020");
    assert_eq!(
        count("select count(*) from customers c left join orders o using (customer_id) where order_id is null").await,
        "20"
    );
    assert_eq!(count("select count(*) from customers a cross join customers b").await, "14400");
    assert_eq!(
        count("select count(*) from customers a join customers b on a.customer_id < b.customer_id").await,
        "7140"
    );
    assert_eq!(
        count("select count(*) from customers where customer_id not in (select customer_id from orders)").await,
        "20"
    );
    assert_eq!(
        count("select count(*) from customers c where exists (select 1 from orders o where o.customer_id = c.customer_id and o.amount > 24990)").await,
        "19"
    );
    assert_eq!(
        count("select count(*) from (select 1 id union all select 2) u join customers c on c.customer_id = u.id").await,
        "2"
    );
    assert_eq!(count("select (select max(order_id) from orders) - (select min(order_id) from orders)").await, "49999");
}

pub async fn windows_sorts_and_recursion(fixture: &Fixture) {
    assert_eq!(
        fixture
            .value(
                "select sum(r) from (select row_number() over (partition by customer_id order by order_id desc) r from orders)"
            )
            .await,
        "12525000"
    );
    assert_eq!(
        fixture
            .value(
                "select max(s) from (select sum(amount) over (order by order_id rows between 1 preceding and current row) s from orders)"
            )
            .await,
        "49998.5"
    );
    assert_eq!(fixture.value("select order_id from orders order by amount desc, note limit 1").await, "49999");
    assert_eq!(
        fixture
            .value(
                "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000) select sum(i) from n"
            )
            .await,
        "500500"
    );
    assert_eq!(fixture.value("select sum(value) from generate_series(1, 1000)").await, "500500");
    assert_eq!(fixture.value("select count(*) from (select unnest([1, 2, 3]))").await, "3");
    let all = fixture.run("select * from orders order by note").await.expect("it runs");
    assert_eq!(all.row_count(), 50_000);
}

pub async fn plans_and_catalog_can_be_shown(fixture: &Fixture) {
    let explained = fixture.shown("explain select status, sum(amount) from orders group by 1").await;
    assert!(explained.contains("DataSourceExec"), "{explained}");
    let analyzed =
        fixture.shown("explain analyze select status, sum(amount) from orders where order_id < 100 group by 1").await;
    assert!(analyzed.contains("output_rows=3"), "{analyzed}");
    let unions = fixture.shown("explain analyze select 1 union all select 2").await;
    assert!(unions.contains("Plan with Metrics"), "{unions}");
    let tables = fixture.shown("show tables").await;
    assert!(tables.contains("orders") && tables.contains("nothing"), "{tables}");
    let columns = fixture.shown("describe customers").await;
    assert!(columns.contains("country"), "{columns}");
}

pub async fn types_cross_as_plain_arrow(fixture: &Fixture) {
    let output = fixture.run("select * from typed").await.expect("it runs");
    let types: Vec<String> = output.schema.fields().iter().map(|field| field.data_type().to_string()).collect();
    assert_eq!(types, ["Boolean", "Decimal128(18, 2)", "Date32", "Timestamp(µs)", "Timestamp(µs, \"UTC\")", "Utf8"]);
    let ipc = output.to_ipc().expect("it can be written");
    let read: Vec<_> = arrow::ipc::reader::StreamReader::try_new(ipc.as_slice(), None)
        .expect("a stream")
        .collect::<Result<_, _>>()
        .expect("batches");
    assert_eq!(read, output.batches);
    let shown = fixture.shown("select money, day, at, at_utc, name from typed order by money nulls last").await;
    for value in ["123.45", "-0.05", "2024-10-04", "2023-11-14T22:13:20.123456", "2023-11-14T22:13:20Z", "ä"] {
        assert!(shown.contains(value), "{value} in\n{shown}");
    }
    assert_eq!(fixture.value("select arrow_typeof(sum(money)) from typed").await, "Decimal128(38, 2)");
    assert_eq!(
        fixture.value("select date_trunc('month', at_utc) from typed where name = ''").await,
        "2023-11-01T00:00:00Z"
    );
}

pub async fn numbers_that_do_not_fit_are_errors(fixture: &Fixture) {
    let large = "(select 9000000000000000000 x, 'a' g union all select 9000000000000000000, 'a')";
    let decimal = "(select cast('90000000000000000000000000000000000000' as decimal(38, 0)) x, 'a' g union all select cast('90000000000000000000000000000000000000' as decimal(38, 0)), 'a')";
    for sql in [
        format!("select sum(x) from {large}"),
        format!("select g, sum(x) from {large} group by g"),
        format!("select sum(x) over (order by x, g rows unbounded preceding) from {large}"),
        format!("select sum(x) from {decimal}"),
        format!("select g, sum(x) from {decimal} group by g"),
        "select sum(order_id * 9000000000000000) from orders".to_owned(),
        "select 9000000000000000000 + 9000000000000000000".to_owned(),
        "select cast(-2000000000 as int) - cast(2000000000 as int)".to_owned(),
        "select max(cast(order_id as int) * cast(100000 as int)) from orders".to_owned(),
        "select count(*) from orders where order_id + 9223372036854775807 > 0".to_owned(),
    ] {
        assert_eq!(fixture.code(&sql).await, "MRT-E014", "{sql}");
    }
    assert_eq!(fixture.value("select 9223372036854775806 + 1").await, "9223372036854775807");
    assert_eq!(fixture.value("select cast(2000000000 as int) + cast(2000000000 as bigint)").await, "4000000000");
    assert_eq!(
        fixture.value(&format!("select sum(cast(x as decimal(38, 0))) from {large}")).await,
        "18000000000000000000"
    );
    assert_eq!(
        fixture.value("select sum(x) from (select 9000000000000000000 x union all select -9000000000000000000)").await,
        "0"
    );
    assert_eq!(
        fixture
            .shown("select order_id % 2 + 1, count(*) n from orders group by order_id % 2 + 1 order by order_id % 2 + 1 limit 1 + 1")
            .await,
        "+----------------------+-------+\n\
         | ((order_id % 2) + 1) | n     |\n\
         +----------------------+-------+\n\
         | 1                    | 25000 |\n\
         | 2                    | 25000 |\n\
         +----------------------+-------+"
    );
}

pub async fn casts_and_operators_are_duckdbs(fixture: &Fixture) {
    for (sql, value) in [
        ("cast(cast(2.5 as double) as bigint)", "2"),
        ("cast(order_id / 2.0 as bigint)", "2"),
        ("cast(order_id / -2.0 as bigint)", "-2"),
        ("cast(cast(order_id / 2.0 as decimal(9, 1)) as bigint)", "3"),
        ("cast(cast(order_id as varchar) || '.5' as bigint)", "6"),
        ("try_cast('1e3' as bigint)", "1000"),
        ("try_cast('x' as bigint) is null", "true"),
        ("order_id // 2", "2"),
        ("-order_id // 2", "-2"),
        ("cast(timestamp '2020-02-29 12:00:00.5' as varchar)", "2020-02-29 12:00:00.5"),
        ("'at ' || timestamp '2020-02-29 12:00:00'", "at 2020-02-29 12:00:00"),
        ("concat(order_id / 2.0, '')", "2.5"),
        ("cast(date '2020-02-29' + interval '12 hours' as varchar)", "2020-02-29 12:00:00"),
        ("cast(date '2020-01-31' + 1 * interval '1 month' as varchar)", "2020-02-29 00:00:00"),
        ("timestamp '2020-03-01' - timestamp '2020-02-01' > interval '28 days'", "true"),
        ("date_diff('month', date '2020-01-31', timestamp '2020-03-01')", "2"),
    ] {
        assert_eq!(fixture.value(&format!("select {sql} from orders where order_id = 5")).await, value, "{sql}");
    }
}
