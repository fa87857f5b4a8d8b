//! Requests in which everything is wrong at once: each part is told, and none hides another.

use expect_test::expect;

use crate::check_refused;

#[test]
fn a_plain_request() {
    check_refused(
        r#"{"metrics": ["revnue", "orders", "orders", "loop_a"],
            "group_by": ["customer__sgment", {"name": "order__chanel", "grain": "decade"}, "TimeDimension('ordr__at', 'eon')",
                {"name": "metric_time", "date_part": "aeon"}],
            "where": ["{{ Dimension('order__chanel') }} = chanel and {{ Dimension('order__channel'", "1 = 1; drop table {{ Entity('custmer') }}",
                "{{ Metric('revnue', group_by=['custmer']) }} > 1 and {{ Dimension('order__channel').grn('day') }} = {{ TimeDimension('metric_time', 'eon') }}"],
            "order_by": ["profit", "TimeDimension('metric_time', 'eon')", "Metric('orders'"],
            "time_constraint": ["2041-03-01", "2041-01-01"], "min_max_only": true, "apply_group_by": false}"#,
        expect![[r#"
            MRT-S017 smallest and largest values are asked for one group-by item at a time, without metrics, order or limit
            MRT-S018 rows can be kept without de-duplication only in a request without metrics
            MRT-S015 the date range ends (2041-01-01) before it starts (2041-03-01) [Swap the two dates.]
            MRT-S036 the date range ends (2041-01-01) after 2040-12-31, the last day of time as MetricFlow knows it [End with 2040-12-31 at the latest.]
            MRT-S002 there is no metric named 'revnue' [Did you mean revenue, revenue_ytd, revenue_growth?]
            MRT-S003 metric 'orders' is asked for more than once [Name it once.]
            MRT-S023 metric 'loop_a' is defined through itself: loop_a → loop_b → loop_a [Take one of these metrics out of the others' inputs.]
            MRT-S004 there is no dimension or entity named 'customer__sgment' that can be combined with 'orders' [Did you mean customer__segment, customer__signed_up_at, customer?]
            MRT-S007 there is no time grain named 'decade' (in 'order__chanel') [Known grains: nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter.]
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]
            MRT-S007 there is no time grain named 'eon' (in 'ordr__at') [Known grains: nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter.]
            MRT-S004 there is no dimension or entity named 'ordr__at' that can be combined with 'orders' [Did you mean order__channel, order__customer, order?]
            MRT-S009 there is no date part named 'aeon' (in 'metric_time'); there are year, quarter, month, day, dow, doy
            MRT-S011 filter `{{ Dimension('order__chanel') }} = chanel and {{ Dimension('order__channel'`: `{{` is never closed by `}}`
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]
            MRT-S011 filter `{{ Dimension('order__chanel') }} = chanel and {{ Dimension('order__channel'`: `chanel` is not a column of the request; write {{ Dimension('entity__dimension') }} or {{ TimeDimension('metric_time', 'day') }}
            MRT-S012 filter `1 = 1; drop table {{ Entity('custmer') }}` is not a plain expression: `;` is not allowed
            MRT-S004 there is no dimension or entity named 'custmer' that can be combined with 'orders' [Did you mean customer, customer__country, customer__segment?]
            MRT-S011 filter `{{ Metric('revnue', group_by=['custmer']) }} > 1 and {{ Dimension('order__channel').grn('day') }} = {{ TimeDimension('metric_time', 'eon') }}`: `.grn(..)` is not known for `Dimension`, or has wrong arguments
            MRT-S002 there is no metric named 'revnue' [Did you mean revenue, revenue_ytd, revenue_growth?]
            MRT-S004 there is no dimension or entity named 'custmer' that can be combined with 'orders' [Did you mean customer, customer__country, customer__segment?]
            MRT-S007 there is no time grain named 'eon' (in 'metric_time') [Known grains: nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter.]
            MRT-S013 cannot order by 'profit': it is not among the metrics and group-by items asked for [Order by one of orders.]
            MRT-S007 there is no time grain named 'eon' (in 'metric_time') [Known grains: nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter.]
            MRT-S011 filter `Metric('orders'`: expected `,` or `)` before ``"#]],
    );
}

#[test]
fn a_comparison() {
    check_refused(
        r#"{"metrics": ["revnue", "orders"], "group_by": ["customer__sgment", "metric_time__fiscal_quarter"],
            "where": ["{{ Dimension('order__chanel') }} = 'web'", "{{ TimeDimension('metric_time', 'day') }} > '2026-01-01'"],
            "order_by": ["-profit__change", "revnue__change", "grouping", "profit"], "limit": 3,
            "time_constraint": ["2026-03-01", "2026-02-01"], "comparison": {"kind": "to_date", "grain": "decade"},
            "top": {"count": 0, "item": "customer__tier", "by": "profit"}, "as_of": "yesterday"}"#,
        expect![[r#"
            MRT-S015 the date range ends (2026-02-01) before it starts (2026-03-01) [Swap the two dates.]
            MRT-S002 there is no metric named 'revnue' [Did you mean revenue, revenue_ytd, revenue_growth?]
            MRT-S004 there is no dimension or entity named 'customer__sgment' that can be combined with 'orders' [Did you mean customer__segment, customer__signed_up_at, customer?]
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]
            MRT-S013 cannot order by 'profit': it is not among the metrics and group-by items asked for [Order by one of metric_time__fiscal_quarter, orders, orders__compared, orders__difference, orders__change, is_partial.]
            MRT-S032 filter `{{ TimeDimension('metric_time', 'day') }} > '2026-01-01'` limits the time, so nothing would be left of the range compared with [Give the range as first and last day instead.]
            MRT-S099 not supported yet: comparisons, partial periods and ranks by the custom grain fiscal_quarter
            MRT-S031 the range cannot be compared decade to date: 'decade' is not a period to date [Write week, month, quarter or year.]
            MRT-S033 a list of the largest values needs a count of at least 1
            MRT-S033 a list of the largest values needs 'customer__tier' among the group-by items
            MRT-S033 a list of the largest values needs the metric that ranks, 'profit', among the metrics asked for
            MRT-S014 'yesterday' is not a date or a timestamp [Write 2024-01-31 or 2024-01-31 12:30:00.]
            MRT-S013 cannot order by 'grouping': it is not among the metrics and group-by items asked for [Order by one of metric_time__fiscal_quarter, is_partial, is_partial__compared, orders, orders__compared, orders__difference, orders__change.]"#]],
    );
    check_refused(
        r#"{"metrics": ["orders"], "group_by": ["customer__segment", "metric_time__month"],
            "order_by": ["order__count__difference"], "totals": "grand", "limit": 3,
            "where": ["{{ Dimension('order__chanel') }} = 'web'"],
            "time_constraint": ["2026-02-30", "2041-02-01"], "flag_partial": true, "as_of": "yesterday",
            "comparison": {"kind": "custom", "range": ["2026-03-01", "2026-02-01"]},
            "top": {"count": 2, "item": "customer__tier", "by": "revenue"}}"#,
        expect![[r#"
            MRT-S014 '2026-02-30' is not a date or a timestamp [Write 2024-01-31 or 2024-01-31 12:30:00.]
            MRT-S036 the date range ends (2041-02-01) after 2040-12-31, the last day of time as MetricFlow knows it [End with 2040-12-31 at the latest.]
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]
            MRT-S033 a request with totals needs no limit, which would cut rows but not totals; ask for the top values
            MRT-S015 the date range ends (2026-02-01) before it starts (2026-03-01) [Swap the two dates.]
            MRT-S033 a list of the largest values needs 'customer__tier' among the group-by items
            MRT-S033 a list of the largest values needs the metric that ranks, 'revenue', among the metrics asked for
            MRT-S014 'yesterday' is not a date or a timestamp [Write 2024-01-31 or 2024-01-31 12:30:00.]"#]],
    );
    check_refused(
        r#"{"metrics": ["orders"], "group_by": ["metric_time__fiscal_quarter"], "flag_partial": true, "as_of": "yesterday",
            "order_by": ["grouping"], "top": {"count": 2}, "where": ["{{ Dimension('order__chanel') }} = 'web'"]}"#,
        expect![[r#"
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]
            MRT-S033 a list of the largest values needs a group-by item besides metric_time
            MRT-S014 'yesterday' is not a date or a timestamp [Write 2024-01-31 or 2024-01-31 12:30:00.]
            MRT-S099 not supported yet: comparisons, partial periods and ranks by the custom grain fiscal_quarter
            MRT-S013 cannot order by 'grouping': it is not among the metrics and group-by items asked for [Order by one of metric_time__fiscal_quarter, is_partial, orders.]"#]],
    );
    check_refused(
        r#"{"metrics": ["orders"], "comparison": {"kind": "custom", "range": ["2026-03-01", "2026-02-01"]}, "totals": "all",
            "where": ["{{ Dimension('order__chanel') }} = 'web'"]}"#,
        expect![[r#"
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]
            MRT-S030 a comparison needs a date range, with its first and its last day [Give the first and the last day of the current range.]
            MRT-S015 the date range ends (2026-02-01) before it starts (2026-03-01) [Swap the two dates.]
            MRT-S033 totals needs at least one group-by item; without any, the answer is the total"#]],
    );
}

#[test]
fn a_contribution() {
    check_refused(
        r#"{"metrics": ["revenue", "revnue"], "group_by": ["order__channel"], "limit": 3, "totals": "grand",
            "where": ["{{ Dimension('order__chanel') }} = 'web'"], "time_constraint": ["2026-03-01", "2026-02-01"],
            "comparison": {"kind": "to_date", "grain": "decade"},
            "contribution": {"dimensions": ["customer__sgment", "metric_time__month"]}}"#,
        expect![[r#"
            MRT-S033 a contribution needs no totals, largest values or list of values beside it
            MRT-S033 a contribution needs exactly one metric, and no group-by item, order or limit of its own
            MRT-S015 the date range ends (2026-02-01) before it starts (2026-03-01) [Swap the two dates.]
            MRT-S002 there is no metric named 'revnue' [Did you mean revenue, revenue_ytd, revenue_growth?]
            MRT-S004 there is no dimension or entity named 'customer__sgment' that can be combined with 'revenue' [Did you mean customer__segment, customer__signed_up_at, customer?]
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'revenue' [Did you mean order__channel, order, order__customer?]
            MRT-S031 the range cannot be compared decade to date: 'decade' is not a period to date [Write week, month, quarter or year.]
            MRT-S034 revenue cannot be split by 'metric_time__month': it is the time that the two ranges differ in"#]],
    );
}

#[test]
fn lists_of_values_and_of_rows() {
    check_refused(
        r#"{"metrics": ["revnue", "orders"], "group_by": ["customer__sgment"], "order_by": ["customer"], "values": {},
            "where": ["{{ Dimension('order__chanel') }} = 'web'"], "totals": "grand"}"#,
        expect![[r#"
            MRT-S033 a list of values needs no comparison, totals, largest values or contribution beside it
            MRT-S033 a list of values needs no order of its own: the largest come first
            MRT-S033 a list of values needs exactly one group-by item and at most one metric
            MRT-S002 there is no metric named 'revnue' [Did you mean revenue, revenue_ytd, revenue_growth?]
            MRT-S004 there is no dimension or entity named 'customer__sgment' that can be combined with 'orders' [Did you mean customer__segment, customer__signed_up_at, customer?]
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]"#]],
    );
    check_refused(
        r#"{"metrics": ["revnue", "orders"], "group_by": ["customer__sgment"], "order_by": ["customer"], "rows": true,
            "where": ["{{ Dimension('order__chanel') }} = 'web'"], "time_constraint": ["2026-03-01", "2026-02-01"]}"#,
        expect![[r#"
            MRT-S033 a list of rows needs no comparison, totals, largest values or order beside it
            MRT-S015 the date range ends (2026-02-01) before it starts (2026-03-01) [Swap the two dates.]
            MRT-S002 there is no metric named 'revnue' [Did you mean revenue, revenue_ytd, revenue_growth?]
            MRT-S004 there is no dimension or entity named 'customer__sgment' that can be combined with 'orders' [Did you mean customer__segment, customer__signed_up_at, customer?]
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]"#]],
    );
}

#[test]
fn a_saved_query_with_additions() {
    check_refused(
        r#"{"saved_query": "weekly", "metrics": ["revnue"], "group_by": ["customer__sgment"],
            "where": ["{{ Dimension('order__chanel') }} = 'web'"], "order_by": ["profit"],
            "time_constraint": ["2026-03-01", "2026-02-01"]}"#,
        expect![[r#"
            MRT-S037 metrics cannot be added to saved query 'weekly', which has its own [Ask for everything by name, without the saved query.]
            MRT-S037 group-by items cannot be added to saved query 'weekly', which has its own [Ask for everything by name, without the saved query.]
            MRT-S015 the date range ends (2026-02-01) before it starts (2026-03-01) [Swap the two dates.]
            MRT-S002 there is no metric named 'revnue' [Did you mean revenue, revenue_ytd, revenue_growth?]
            MRT-S004 there is no dimension or entity named 'customer__sgment' that can be combined with 'orders' [Did you mean customer__segment, customer__signed_up_at, customer?]
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]
            MRT-S013 cannot order by 'profit': it is not among the metrics and group-by items asked for [Order by one of metric_time__week, order__channel, orders.]"#]],
    );
    check_refused(
        r#"{"saved_query": "wekly", "where": ["{{ Dimension('order__chanel') }} = 'web'"],
            "time_constraint": ["2026-03-01", "2026-02-01"]}"#,
        expect![[r#"
            MRT-S019 there is no saved query named 'wekly' [Did you mean weekly?]
            MRT-S015 the date range ends (2026-02-01) before it starts (2026-03-01) [Swap the two dates.]
            MRT-S004 there is no dimension or entity named 'order__chanel' [Did you mean order__channel, order, order__customer?]"#]],
    );
}
