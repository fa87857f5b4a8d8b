//! Comparisons, totals, largest values and lists of values: what is refused, and what stands in the text. Answers are
//! compared with the tables' in `tests/composed`.

use expect_test::expect;

use crate::{check_refused, layer, request};

fn sql(json: &str) -> String {
    layer().compile(&request(json)).unwrap_or_else(|error| panic!("{error}")).sql
}

#[test]
fn all_problems_at_once() {
    check_refused(
        r#"{"metrics": ["revenue"], "group_by": ["order__channel"], "comparison": {"kind": "previous_period"},
            "top": {"count": 0, "item": "customer__segment", "by": "orders"}, "totals": "grand", "limit": 3}"#,
        expect![[r#"
            MRT-S033 a request with totals needs no limit, which would cut rows but not totals; ask for the top values
            MRT-S030 a comparison needs a date range, with its first and its last day [Give the first and the last day of the current range.]
            MRT-S033 a list of the largest values needs a count of at least 1
            MRT-S033 a list of the largest values needs 'customer__segment' among the group-by items
            MRT-S033 a list of the largest values needs the metric that ranks, 'orders', among the metrics asked for"#]],
    );
    check_refused(
        r#"{"metrics": ["revenue"], "group_by": ["order__channel"], "time_constraint": ["2026-02-01", "2026-02-28"],
            "comparison": {"kind": "to_date", "grain": "decade"}, "order_by": ["revenue__diff"],
            "where": ["{{ TimeDimension('metric_time', 'day') }} > '2026-02-02'"]}"#,
        expect![[r#"
            MRT-S013 cannot order by 'revenue__diff': it is not among the metrics and group-by items asked for [Order by one of order__channel, revenue, revenue__compared, revenue__difference, revenue__change, is_partial.]
            MRT-S032 filter `{{ TimeDimension('metric_time', 'day') }} > '2026-02-02'` limits the time, so nothing would be left of the range compared with [Give the range as first and last day instead.]
            MRT-S031 the range cannot be compared decade to date: 'decade' is not a period to date [Write week, month, quarter or year.]"#]],
    );
    check_refused(
        r#"{"metrics": ["revenue"], "time_constraint": ["2026-02-01", "2026-02-28"], "totals": "grand",
            "comparison": {"kind": "previous_period"},
            "contribution": {"dimensions": ["order__channel", "metric_time__month", "order__chanel"]}}"#,
        expect![[r#"
            MRT-S033 a contribution needs no totals, largest values or list of values beside it
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'revenue' [Did you mean order__channel, order, order__customer?]
            MRT-S034 revenue cannot be split by 'metric_time__month': it is the time that the two ranges differ in"#]],
    );
}

#[test]
fn what_looks_back_has_no_total_over_time_and_no_change() {
    check_refused(
        r#"{"metrics": ["revenue_ytd"], "group_by": ["metric_time__month"], "totals": "grand"}"#,
        expect![
            "MRT-S033 there is no total over time: metric 'revenue_ytd' adds up from the start of a period, so it has a value only at a time [Ask for subtotals that keep the time: metric_time before another item, and rollup or each.]"
        ],
    );
    check_refused(
        r#"{"metrics": ["buyers_28d"], "contribution": {}, "time_constraint": ["2026-02-01", "2026-02-28"],
            "comparison": {"kind": "previous_period"}}"#,
        expect![
            "MRT-S034 the change of metric 'buyers_28d' cannot be split: it adds up over a window of time, so it has no value over a range as a whole [Split a metric that it is computed from instead.]"
        ],
    );
    let by_each = sql(r#"{"metrics": ["revenue_ytd", "orders"], "group_by": ["metric_time__month", "order__channel"],
        "totals": "each"}"#);
    assert_eq!(by_each.matches("NULL AS revenue_ytd").count(), 2, "{by_each}");
}

#[test]
fn what_looks_back_is_ranked_by_its_last_period() {
    let sql = sql(r#"{"metrics": ["revenue_ytd"], "group_by": ["metric_time__month", "order__channel"],
        "top": {"count": 2}, "as_of": "2026-02-20"}"#);
    let last =
        "SELECT MAX(metric_time__month) FROM revenue_ytd_by_order__channel WHERE metric_time__month < '2026-02-21'";
    assert!(sql.contains(last), "{sql}");
}

#[test]
fn others_of_a_level_are_counted_at_the_totals_instant() {
    let sql = sql(r#"{"metrics": ["balance"], "group_by": ["customer__segment"], "top": {"count": 1}}"#);
    let others = sql.split_once("all_rows_other AS (").unwrap().1;
    let (instant, chosen) = others.split_once("INNER JOIN last_month").unwrap();
    assert!(instant.contains("MAX(") && !instant.contains("NOT IN"), "{sql}");
    assert!(chosen.contains("NOT IN (SELECT top_key"), "{sql}");
}

#[test]
fn that_there_are_others_is_asked_where_nothing_is_a_number() {
    let (count, sum) = (
        sql(r#"{"metrics": ["buyers"], "group_by": ["order__channel"], "top": {"count": 1}}"#),
        sql(r#"{"metrics": ["revenue"], "group_by": ["order__channel"], "top": {"count": 1}}"#),
    );
    assert!(count.contains("other__values > 0") && !sum.contains("other__values"), "{count}\n{sum}");
}

#[test]
fn a_period_is_met_with_the_days_in_it() {
    let sql = sql(r#"{"metrics": ["orders"], "group_by": ["metric_time__month", "metric_time__day"],
        "time_constraint": ["2026-03-03", "2026-03-07"], "comparison": {"kind": "previous_period"}}"#);
    assert!(sql.contains("date_trunc('month', CASE WHEN metric_time__day + INTERVAL '5 day'"), "{sql}");
}

#[test]
fn values_of_an_item_two_joins_away_are_listed_from_its_own_table() {
    let sql = sql(r#"{"metrics": ["revenue"], "group_by": ["customer__country__region"], "values": {"prefix": "a"}}"#);
    assert!(sql.contains("country__region AS customer__country__region"), "{sql}");
}

#[test]
fn line_breaks_in_a_value_stay() {
    let sql = sql(r#"{"metrics": ["revenue"], "group_by": ["customer__segment"], "top": {"count": 1},
        "where": ["{{ Dimension('order__channel') }} = 'a\n  b'"]}"#);
    assert!(sql.matches("= 'a\n  b'").count() >= 3, "{sql}");
}
