//! Conditions above aggregates and windows, which an optimiser is tempted to move below.

use super::Fixture;

/// A condition that reads no column, in every way to write one; none holds.
const NEVER: &[&str] = &[
    "(select max(customer_id) from nothing) > 0",
    "(select max(customer_id) from customers) < 0",
    "exists (select 1 from nothing)",
    "not exists (select 1 from customers)",
    "1 in (select customer_id from nothing)",
    "1 = 2",
    "null",
    "(select false)",
    "coalesce((select max(country) from nothing), 'x') = 'y'",
];

/// Those of them that can be a column.
fn is_value(never: &str) -> bool {
    !never.contains("exists") && !never.contains(" in ")
}

/// Aggregates that have a row of nothing, beside those that they have of something.
const WITH_TOTALS: &[&str] = &[
    "select count(*) n from customers",
    "select count(*) n from customers group by grouping sets (())",
    "select country, count(*) n from customers group by rollup (country)",
    "select country, count(*) n from customers group by cube (country)",
    "select country, count(*) n from customers group by grouping sets ((country), ())",
];

pub async fn totals_are_filtered_above(fixture: &Fixture) {
    for never in NEVER {
        for totals in WITH_TOTALS {
            let mut queries = vec![
                format!("select * from ({totals}) where {never}"),
                format!("select * from ({totals}) where n > 1 and {never}"),
                format!("select * from (select * from ({totals}) where {never}) where n > 1"),
                format!("select * from (select n + 1 m from ({totals}) order by m) t where {never}"),
                format!("select * from ({totals} union all {totals}) where {never}"),
                format!("{totals} having {never}"),
            ];
            if is_value(never) {
                let with = format!("with t as ({totals}), c as (select {never} as is_shown)");
                queries.push(format!("{with} select n from t where (select is_shown from c)"));
                queries.push(format!("{with} select n from t, c where is_shown"));
            }
            for sql in queries {
                assert_eq!(fixture.run(&sql).await.expect(&sql).row_count(), 0, "{sql}");
            }
        }
    }
    let count = async |sql: &str| fixture.run(sql).await.expect(sql).row_count();
    for (totals, rows) in WITH_TOTALS.iter().zip([1, 1, 5, 5, 5]) {
        for always in ["(select max(customer_id) from customers) > 0", "exists (select 1 from customers)", "1 < 2"] {
            assert_eq!(count(&format!("select * from ({totals}) where {always}")).await, rows, "{totals}, {always}");
            assert_eq!(count(&format!("{totals} having {always}")).await, rows, "{totals}, {always}");
        }
    }
}

pub async fn keys_of_totals_are_filtered_above(fixture: &Fixture) {
    let rollup = "select country, count(*) n from customers group by rollup (country)";
    let sum = async |condition: &str| {
        fixture.value(&format!("select string_agg(n::varchar, ',' order by n) from ({rollup}) where {condition}")).await
    };
    assert_eq!(sum("true").await, "24,32,32,32,120");
    assert_eq!(sum("country is null").await, "24,120");
    assert_eq!(sum("country = 'DE'").await, "32");
    assert_eq!(sum("country = 'none'").await, "");
    assert_eq!(sum("country is null and (select max(customer_id) from nothing) is null").await, "24,120");
    // Of nothing there is a grand total, and no group.
    assert_eq!(fixture.value("select count(*) from nothing group by rollup (country)").await, "0");
    let none = "select country, count(*) from nothing group by country having (select count(*) from nothing) = 0";
    assert_eq!(fixture.run(none).await.expect("it runs").row_count(), 0);
}

/// A total for each row outside is there also where it counts nothing.
pub async fn totals_by_row_are_right_or_refused(fixture: &Fixture) {
    let total = "select count(*) n from orders o where o.customer_id = c.customer_id";
    for (total, answer) in [
        (total.to_owned(), "120"),
        (format!("{total} having count(*) > 5"), "100"),
        (format!("{total} having count(*) < 5"), "20"),
        (format!("select n from ({total}) where n < 5"), "20"),
        (format!("select n + 1 from ({total}) where n < 5"), "20"),
        ("select count(*) from orders having c.customer_id > 100".to_owned(), "19"),
    ] {
        let sql = format!(
            "select count(*) from customers c where ({total}) >= (case when c.customer_id > 99 then 0 else 500 end)"
        );
        assert_eq!(fixture.value(&sql).await, answer, "{sql}");
    }
    for condition in [
        format!("exists ({total})"),
        format!("not exists ({total} having count(*) = 0)"),
        format!("0 in ({total})"),
        format!("0 not in (select n from ({total}))"),
        format!("({total} having c.customer_id > 5) = 0"),
        format!("(select n from ({total}) where c.customer_id > 5) = 0"),
        format!("({total} having (select max(country) from nothing) is null) = 0"),
        format!("(select max(n) from ({total})) = 0"),
        format!("(select max(n) from customers, ({total})) = 0"),
    ] {
        assert_eq!(
            fixture.code(&format!("select 1 from customers c where {condition}")).await,
            "MRT-E008",
            "{condition}"
        );
    }
    let lateral = format!("select t.n from customers c, lateral ({total} having c.customer_id > 5) t");
    assert_eq!(fixture.code(&lateral).await, "MRT-E008");
    let lateral = format!("select count(*) from customers c, lateral ({total}) t where n = 0");
    assert_eq!(fixture.value(&lateral).await, "20");
    let grouped = "select count(*) from customers c where exists \
                   (select count(*) from orders o where o.customer_id = c.customer_id group by status)";
    assert_eq!(fixture.value(grouped).await, "100");
}

pub async fn volatile_conditions_are_met_where_they_stand(fixture: &Fixture) {
    let groups = "select customer_id, count(*) n from orders group by customer_id";
    assert_eq!(fixture.value(&format!("select max(n) from ({groups}) where random() < 0.9")).await, "500");
    let windows = "select count(*) over () n from orders";
    assert_eq!(fixture.value(&format!("select max(n) from ({windows}) where random() < 0.9")).await, "50000");
    let keys = "select random() < 0.5 k, count(*) n from orders group by 1";
    assert_eq!(fixture.value(&format!("select count(*) from ({keys}) where k")).await, "1");
}
