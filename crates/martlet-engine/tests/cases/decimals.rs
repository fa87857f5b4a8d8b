//! Numbers with a fraction are decimals, and what becomes of them beside others. All answers are DuckDB's.

use std::sync::Arc;

use super::Fixture;

async fn agree(fixture: &Fixture, cases: &[(&str, &str)]) {
    for (expr, value) in cases {
        let sql = format!("select {expr} from (select *, amount / 10 as tenth from orders where order_id = 7)");
        assert_eq!(fixture.value(&sql).await, *value, "{expr}");
    }
}

/// The answer and its type, where one decides what comes next.
async fn typed(fixture: &Fixture, cases: &[(&str, &str, &str)]) {
    for (expr, value, data_type) in cases {
        let of_row = "(select *, amount / 10 as tenth from orders where order_id = 7)";
        assert_eq!(fixture.value(&format!("select {expr} from {of_row}")).await, *value, "{expr}");
        let kind = fixture.value(&format!("select arrow_typeof({expr}) from {of_row}")).await;
        assert_eq!(kind, *data_type, "{expr}");
    }
}

pub async fn literals_are_decimals(fixture: &Fixture) {
    typed(
        fixture,
        &[
            ("0.1", "0.1", "Decimal128(1, 1)"),
            ("-0.5", "-0.5", "Decimal128(1, 1)"),
            (".5", "0.5", "Decimal128(1, 1)"),
            ("5.", "5", "Decimal128(1, 0)"),
            ("1.50", "1.50", "Decimal128(3, 2)"),
            ("12345.678", "12345.678", "Decimal128(8, 3)"),
            ("1_000.5", "1000.5", "Decimal128(5, 1)"),
            ("1e3", "1000.0", "Float64"),
            ("1.5e0", "1.5", "Float64"),
            ("12345678901234567890123456789012345678.9", "1.2345678901234568e37", "Float64"),
            ("1234567890123456789012345678901234567.8", "1234567890123456789012345678901234567.8", "Decimal128(38, 1)"),
        ],
    )
    .await;
    agree(
        fixture,
        &[
            ("0.1 + 0.2 = 0.3", "true"),
            ("0.1e0 + 0.2e0 = 0.3e0", "false"),
            ("round(1.005, 2)", "1.01"),
            ("0.12345678901234567890 = 0.12345678901234567891", "false"),
            ("cast(0.12345678901234567890 as double) = 0.12345678901234568", "true"),
        ],
    )
    .await;
    assert_eq!(fixture.value("select sum(0.1) = 1 from orders where order_id < 10").await, "true");
    assert_eq!(fixture.value("select string_agg(x, ' ') from (values (0.5), (0.25), (null)) v(x)").await, "0.50 0.25");
    assert_eq!(fixture.value("select string_agg(x, ' ') from (values (0.5), (1e0)) v(x)").await, "0.5 1.0");
}

pub async fn decimals_meet_other_numbers(fixture: &Fixture) {
    typed(
        fixture,
        &[
            ("order_id * 1.1", "7.7", "Decimal128(23, 1)"),
            ("1.10 * 2", "2.20", "Decimal128(24, 2)"),
            ("amount * 0.5", "1.75", "Float64"),
            ("cast(tenth as float) + 0.15", "0.5", "Float32"),
            ("1.0 / 4", "0.25", "Float64"),
            ("order_id / 2.0", "3.5", "Float64"),
            ("order_id // 2.0", "3.5", "Float64"),
            ("5.5 % 2", "1.5", "Decimal128(2, 1)"),
            ("case when order_id > 3 then 0.5 else amount end", "0.5", "Float64"),
            ("case when order_id > 3 then 0.5 else order_id end", "0.5", "Decimal128(21, 1)"),
            ("coalesce(null, amount, 0.5)", "3.5", "Float64"),
            ("coalesce(null, 0.5, 1)", "0.5", "Decimal128(21, 1)"),
            ("ifnull(0.5, 1)", "0.5", "Decimal128(21, 1)"),
            ("nullif(order_id, 7.5)", "7", "Int64"),
            ("nullif(0.35, amount)", "0.35", "Decimal128(2, 2)"),
            ("greatest(0.5, amount)", "3.5", "Float64"),
            ("[0.5, amount][2]", "3.5", "Float64"),
        ],
    )
    .await;
    agree(
        fixture,
        &[
            ("tenth = 0.35", "true"),
            ("cast(tenth as float) = 0.35", "true"),
            ("tenth in (0.35, 1)", "true"),
            ("0.35 in (tenth)", "true"),
            ("tenth between 0.35 and 0.36", "true"),
            ("tenth is not distinct from 0.35", "true"),
            ("case tenth when 0.35 then 'same' else 'other' end", "same"),
            ("case when order_id < 3 then 0.5 else tenth end = 0.35", "true"),
            ("nullif(tenth, 0.35) is null", "true"),
            ("tenth = (select 0.35)", "true"),
            ("order_id = 7.0", "true"),
            ("order_id < 7.5", "true"),
            ("'0.50' = 0.5", "true"),
            ("cast(tenth as varchar) = 0.35", "true"),
            ("0.5 = true", "false"),
            ("1 / 0.0", "inf"),
        ],
    )
    .await;
    for (sql, value) in [
        ("select count(*) from (select amount / 10 x from orders where order_id < 8 union select 0.35)", "8"),
        ("select count(*) from orders where amount / 10 in (select 0.35)", "1"),
        ("select count(*) from (select 0.35 x) where x in (select amount / 10 from orders)", "1"),
        (
            "select count(*) from (select avg(price) x from prices where price_id < 10 group by price_id) a \
             where exists (select 1 from prices b where b.price = a.x)",
            "10",
        ),
        ("select count(*) from (select amount / 10 x from orders intersect select 0.35)", "1"),
        ("select count(*) from orders join (select 0.35 x) on amount / 10 = x", "1"),
        ("select count(*) from (select 0.35 x) a join (select amount / 10 x from orders) b using (x)", "1"),
        (
            "select x / 2 from (select order_id x from orders where order_id = 7 union all select 0.5) where x > 1",
            "3.5",
        ),
    ] {
        assert_eq!(fixture.value(sql).await, value, "{sql}");
    }
}

pub async fn functions_take_decimals(fixture: &Fixture) {
    typed(
        fixture,
        &[
            ("round(2.5)", "3", "Decimal128(2, 0)"),
            ("floor(-0.5)", "-1", "Decimal128(1, 0)"),
            ("ceil(9.9)", "10", "Decimal128(2, 0)"),
            ("trunc(1.29, 1)", "1.2", "Decimal128(3, 1)"),
            ("abs(-1.50)", "1.50", "Decimal128(3, 2)"),
            ("sqrt(2.25)", "1.5", "Float64"),
            ("power(2, 0.5) > 1.4", "true", "Boolean"),
            ("log(2, 8.0)", "3.0", "Float64"),
        ],
    )
    .await;
    agree(
        fixture,
        &[
            ("cast(2.5 as int)", "3"),
            ("cast(-2.5 as int)", "-3"),
            ("cast(2.5e0 as int)", "2"),
            ("cast(0.50 as varchar)", "0.50"),
            ("1.50 || 'x'", "1.50x"),
            ("cast(0.5 as boolean)", "true"),
            ("cast(true as decimal(3, 1))", "1.0"),
            ("cast(timestamp '2020-01-01' + 0.5 * interval '1 day' as varchar)", "2020-01-01 12:00:00"),
            ("cast(timestamp '2020-01-01' + interval '1 month' / 4 as varchar)", "2020-01-08 12:00:00"),
            ("cast(timestamp '2020-01-01' + interval 1.5 day as varchar)", "2020-01-02 00:00:00"),
        ],
    )
    .await;
    for (sql, value) in [
        ("select sum(order_id * 0.5) from orders", "624987500.0"),
        ("select avg(order_id * 0.5) from orders", "12499.75"),
        ("select avg(order_id * 0.5) over () from orders limit 1", "12499.75"),
        ("select median(order_id * 0.5) from orders where order_id < 10", "2.2"),
        ("select percentile_cont(0.5) within group (order by order_id * 0.5) from orders where order_id < 10", "2.2"),
        ("select percentile_cont(0.9) within group (order by order_id) from orders where order_id < 8", "6.3"),
        ("select quantile_cont(amount, 0.25) from orders where order_id < 3", "0.25"),
        ("select approx_quantile(order_id * 0.5, 0.5) from orders where order_id < 9", "2.0"),
        ("select round(sum(order_id) * 100.0 / count(*), 1) from orders where order_id < 3", "100.0"),
        ("select lag(amount, 1, 0.5) over (order by order_id) from orders where order_id = 3", "0.5"),
    ] {
        assert_eq!(fixture.value(sql).await, value, "{sql}");
    }
    let by_group = "select sum(p) from (select status, percentile_cont(0.5) within group (order by order_id * 0.5) p \
                    from orders group by status)";
    assert_eq!(fixture.value(by_group).await, "37499.2");
}

pub async fn decimals_without_room_are_errors(fixture: &Fixture) {
    let nines = "cast('99999999999999999999999999999999999999' as decimal(38, 0))";
    for expr in [format!("{nines} + 1"), format!("{nines} * 2"), format!("-1.0 - {nines}")] {
        let code = fixture.code(&format!("select {expr}")).await;
        assert!(["MRT-E012", "MRT-E014"].contains(&code.as_str()), "{expr}: {code}");
    }
    assert_eq!(fixture.value(&format!("select {nines} - 1")).await, "99999999999999999999999999999999999998");
    assert_eq!(fixture.code("select 1.0 % 0.0").await, "MRT-E012");
}

/// Row groups are told apart by their statistics, whichever type their column has.
pub async fn decimals_choose_row_groups(fixture: &Fixture) {
    // What was read is kept, so that each starts anew.
    let read = async |condition: &str| {
        let fresh = Fixture::open(Arc::clone(&fixture.host));
        let sql = format!("select count(*), sum(price), sum(price_id) from prices where {condition}");
        fresh.run(&sql).await.expect("it runs").progress.bytes_read
    };
    let every = read("price_id * 1.0 >= 0").await;
    for condition in [
        "price < 10.5",
        "price < 10.125",
        "price = 0.5",
        "price between 0.25 and 0.75",
        "price in (0.5, 0.75)",
        "price_id < 10.5",
        "price_id = 10.0",
        "price_value < 10.125",
        "price_value = 0.1",
        "price_value between 0.1 and 0.2",
        "short_value < 10.5",
    ] {
        let some = read(condition).await;
        assert!(some < every / 2, "{condition}: {some} of {every} bytes");
    }
}
