//! What a compiled request looks like, and what is refused, on a small shop.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

use expect_test::{Expect, expect};
use martlet_project::semantic_manifest::SemanticManifest;
use martlet_semantic::{MetricRequest, SemanticLayer};

fn layer() -> SemanticLayer {
    let manifest = SemanticManifest::from_json(include_str!("fixtures/shop.json")).unwrap();
    SemanticLayer::new(manifest).unwrap()
}

fn request(json: &str) -> MetricRequest {
    serde_json::from_str(json).unwrap()
}

fn check(json: &str, expected: Expect) {
    let query = layer().compile(&request(json)).unwrap_or_else(|error| panic!("{error}"));
    expected.assert_eq(&query.sql);
}

fn check_refused(json: &str, expected: Expect) {
    let error = layer().compile(&request(json)).err().unwrap();
    let lines: Vec<String> = error
        .problems()
        .iter()
        .map(|problem| {
            format!("{} {problem}{}", problem.code(), problem.hint().map_or(String::new(), |hint| format!(" [{hint}]")))
        })
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn simple_metric_reads_its_table_directly() {
    check(
        r#"{"metrics": ["revenue", "orders"], "group_by": ["metric_time__month", "order__channel"]}"#,
        expect![[r#"
        SELECT
          date_trunc('month', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__month,
          channel AS order__channel,
          SUM(amount / 100.0) AS revenue,
          COUNT(*) AS orders
        FROM fact_order
        GROUP BY 1, 2"#]],
    );
}

#[test]
fn dimension_two_joins_away() {
    check(
        r#"{"metrics": ["revenue"], "group_by": ["country__region"], "where": ["{{ Dimension('customer__segment') }} = 'smb'"],
            "time_constraint": ["2024-01-01", "2024-03-31"], "order_by": ["-revenue"], "limit": 3}"#,
        expect![[r#"
            WITH customers AS (
              SELECT
                customer_id AS customer,
                segment AS customer__segment,
                country_code AS country
              FROM dim_customer
            ), countries AS (
              SELECT
                region AS customer__country__region,
                country_code AS country
              FROM dim_country
            ), customers_with_countries AS (
              SELECT
                customers.customer,
                customers.customer__segment,
                countries.customer__country__region
              FROM customers
              LEFT JOIN countries
                ON customers.country = countries.country
            ), orders AS (
              SELECT
                amount / 100.0 AS revenue,
                customer_id AS customer
              FROM fact_order
              WHERE CAST(ordered_at AS TIMESTAMP(6)) >= '2024-01-01'
                AND CAST(ordered_at AS TIMESTAMP(6)) < '2024-04-01'
            )
            SELECT
              customers_with_countries.customer__country__region,
              SUM(orders.revenue) AS revenue
            FROM orders
            LEFT JOIN customers_with_countries
              ON orders.customer = customers_with_countries.customer
            WHERE customers_with_countries.customer__segment = 'smb'
            GROUP BY 1
            ORDER BY revenue DESC NULLS LAST
            LIMIT 3"#]],
    );
}

#[test]
fn two_facts_are_aggregated_before_they_meet() {
    check(
        r#"{"metrics": ["orders", "balance"], "group_by": ["customer__segment"]}"#,
        expect![[r#"
        WITH customers AS (
          SELECT
            customer_id AS customer,
            segment AS customer__segment
          FROM dim_customer
        ), orders AS (
          SELECT
            customer_id AS customer
          FROM fact_order
        ), orders_by_customer__segment AS (
          SELECT
            customers.customer__segment,
            COUNT(*) AS orders
          FROM orders
          LEFT JOIN customers
            ON orders.customer = customers.customer
          GROUP BY 1
        ), balances AS (
          SELECT
            amount AS balance,
            date_trunc('month', CAST(month AS TIMESTAMP(6))) AS own_month,
            customer_id AS customer
          FROM fact_balance
        ), balances_rows AS (
          SELECT
            balances.balance,
            balances.own_month,
            customers.customer__segment
          FROM balances
          LEFT JOIN customers
            ON balances.customer = customers.customer
        ), last_month AS (
          SELECT
            MAX(own_month) AS own_month
          FROM balances_rows
        ), balances_by_customer__segment AS (
          SELECT
            balances_rows.customer__segment,
            SUM(balances_rows.balance) AS balance
          FROM balances_rows
          INNER JOIN last_month
            ON balances_rows.own_month = last_month.own_month
          GROUP BY 1
        )
        SELECT
          COALESCE(orders_by_customer__segment.customer__segment, balances_by_customer__segment.customer__segment) AS customer__segment,
          orders_by_customer__segment.orders,
          balances_by_customer__segment.balance
        FROM orders_by_customer__segment
        FULL OUTER JOIN balances_by_customer__segment
          ON (orders_by_customer__segment.customer__segment IS NOT DISTINCT FROM balances_by_customer__segment.customer__segment)"#]],
    );
}

#[test]
fn ratio_over_one_source() {
    check(
        r#"{"metrics": ["revenue_per_order"], "group_by": ["metric_time"]}"#,
        expect![[r#"
        WITH orders_by_day AS (
          SELECT
            date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__day,
            SUM(amount / 100.0) AS revenue,
            COUNT(*) AS orders
          FROM fact_order
          GROUP BY 1
        )
        SELECT
          metric_time__day,
          CAST(revenue AS DOUBLE) / NULLIF(CAST(orders AS DOUBLE), 0) AS revenue_per_order
        FROM orders_by_day"#]],
    );
}

#[test]
fn ratio_with_a_filtered_part() {
    check(
        r#"{"metrics": ["web_share"], "group_by": ["metric_time__month"]}"#,
        expect![[r#"
            WITH orders_by_month_split AS (
              SELECT
                date_trunc('month', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__month,
                NULLIF(COUNT(*) FILTER (WHERE channel = 'web'), 0) AS web_orders,
                COUNT(*) AS orders
              FROM fact_order
              GROUP BY 1
            )
            SELECT
              metric_time__month,
              CAST(web_orders AS DOUBLE) / NULLIF(CAST(orders AS DOUBLE), 0) AS web_share
            FROM orders_by_month_split"#]],
    );
}

#[test]
fn derived_over_two_sources() {
    check(
        r#"{"metrics": ["orders_per_visit"], "group_by": ["metric_time__week"]}"#,
        expect![[r#"
        WITH orders_by_week AS (
          SELECT
            date_trunc('week', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__week,
            COUNT(*) AS orders
          FROM fact_order
          GROUP BY 1
        ), visits_by_week AS (
          SELECT
            date_trunc('week', CAST(visited_at AS TIMESTAMP(6))) AS metric_time__week,
            SUM(CASE WHEN visit_id IS NOT NULL THEN 1 ELSE 0 END) AS visits
          FROM fact_visit
          GROUP BY 1
        ), time_spine AS (
          SELECT DISTINCT
            date_trunc('week', CAST(date_day AS TIMESTAMP(6))) AS metric_time__week
          FROM dim_date
        ), visits_over_time AS (
          SELECT
            time_spine.metric_time__week,
            visits_by_week.visits
          FROM time_spine
          LEFT JOIN visits_by_week
            ON time_spine.metric_time__week = visits_by_week.metric_time__week
        ), visits AS (
          SELECT
            metric_time__week,
            COALESCE(visits, 0) AS visits
          FROM visits_over_time
        ), orders_per_visit_inputs AS (
          SELECT
            COALESCE(orders_by_week.metric_time__week, visits.metric_time__week) AS metric_time__week,
            orders_by_week.orders,
            COALESCE(visits.visits, 0) AS visits
          FROM orders_by_week
          FULL OUTER JOIN visits
            ON (orders_by_week.metric_time__week IS NOT DISTINCT FROM visits.metric_time__week)
        )
        SELECT
          metric_time__week,
          orders / CAST(visits AS DOUBLE) AS orders_per_visit
        FROM orders_per_visit_inputs"#]],
    );
}

#[test]
fn offset() {
    check(
        r#"{"metrics": ["revenue_growth"], "group_by": ["metric_time__month"]}"#,
        expect![[r#"
        WITH orders_by_month AS (
          SELECT
            date_trunc('month', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__month,
            SUM(amount / 100.0) AS revenue
          FROM fact_order
          GROUP BY 1
        ), time_spine AS (
          SELECT DISTINCT
            date_trunc('month', CAST(date_day AS TIMESTAMP(6))) AS metric_time__month
          FROM dim_date
        ), revenue_over_time AS (
          SELECT
            time_spine.metric_time__month,
            orders_by_month.revenue
          FROM time_spine
          INNER JOIN orders_by_month
            ON time_spine.metric_time__month - INTERVAL '1 month' = orders_by_month.metric_time__month
        ), revenue_growth_inputs AS (
          SELECT
            COALESCE(orders_by_month.metric_time__month, revenue_over_time.metric_time__month) AS metric_time__month,
            orders_by_month.revenue,
            revenue_over_time.revenue AS revenue_before
          FROM orders_by_month
          FULL OUTER JOIN revenue_over_time
            ON (orders_by_month.metric_time__month IS NOT DISTINCT FROM revenue_over_time.metric_time__month)
        )
        SELECT
          metric_time__month,
          revenue - revenue_before AS revenue_growth
        FROM revenue_growth_inputs"#]],
    );
}

#[test]
fn semi_additive() {
    check(
        r#"{"metrics": ["balance"], "group_by": ["metric_time__year"]}"#,
        expect![[r#"
        WITH balances_rows AS (
          SELECT
            date_trunc('year', CAST(month AS TIMESTAMP(6))) AS metric_time__year,
            amount AS balance,
            date_trunc('month', CAST(month AS TIMESTAMP(6))) AS own_month
          FROM fact_balance
        ), last_month AS (
          SELECT
            metric_time__year,
            MAX(own_month) AS own_month
          FROM balances_rows
          GROUP BY 1
        )
        SELECT
          balances_rows.metric_time__year,
          SUM(balances_rows.balance) AS balance
        FROM balances_rows
        INNER JOIN last_month
          ON balances_rows.own_month = last_month.own_month
        GROUP BY 1"#]],
    );
}

#[test]
fn cumulative_window_by_month() {
    check(
        r#"{"metrics": ["buyers_28d"], "group_by": ["metric_time__month"]}"#,
        expect![[r#"
        WITH orders_condensed AS (
          SELECT DISTINCT
            date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS own_day,
            customer_id AS buyers
          FROM fact_order
        ), time_spine AS (
          SELECT
            date_trunc('month', CAST(date_day AS TIMESTAMP(6))) AS metric_time__month,
            date_trunc('day', CAST(date_day AS TIMESTAMP(6))) AS metric_time__day
          FROM dim_date
        ), time_spine_windows AS (
          SELECT
            metric_time__month,
            metric_time__day,
            unnest(generate_series(metric_time__day - INTERVAL '27 day', metric_time__day, INTERVAL '1 day')) AS in_window
          FROM time_spine
        ), orders_by_month_and_day AS (
          SELECT
            time_spine_windows.metric_time__month,
            time_spine_windows.metric_time__day,
            COUNT(DISTINCT orders_condensed.buyers) AS buyers
          FROM time_spine_windows
          INNER JOIN orders_condensed
            ON time_spine_windows.in_window = orders_condensed.own_day
          GROUP BY 1, 2
        )
        SELECT
          metric_time__month,
          last_value(buyers ORDER BY metric_time__day) AS buyers_28d
        FROM orders_by_month_and_day
        GROUP BY 1"#]],
    );
}

#[test]
fn cumulative_to_date_in_a_range() {
    check(
        r#"{"metrics": ["revenue_ytd"], "group_by": ["metric_time__day", "order__channel"],
            "time_constraint": ["2024-02-01", "2024-02-29"]}"#,
        expect![[r#"
            WITH orders_condensed AS (
              SELECT
                channel AS order__channel,
                date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS own_day,
                SUM(amount / 100.0) AS revenue
              FROM fact_order
              WHERE CAST(ordered_at AS TIMESTAMP(6)) >= '2024-01-01'
                AND CAST(ordered_at AS TIMESTAMP(6)) < '2024-03-01'
              GROUP BY 1, 2
            ), time_spine AS (
              SELECT
                date_trunc('day', CAST(date_day AS TIMESTAMP(6))) AS metric_time__day
              FROM dim_date
              WHERE CAST(date_day AS TIMESTAMP(6)) >= '2024-02-01'
                AND CAST(date_day AS TIMESTAMP(6)) < '2024-03-01'
            )
            SELECT
              time_spine.metric_time__day,
              orders_condensed.order__channel,
              SUM(orders_condensed.revenue) AS revenue_ytd
            FROM time_spine
            INNER JOIN orders_condensed
              ON orders_condensed.own_day <= time_spine.metric_time__day
              AND orders_condensed.own_day >= date_trunc('year', time_spine.metric_time__day)
            GROUP BY 1, 2"#]],
    );
}

#[test]
fn conversion() {
    check(
        r#"{"metrics": ["visit_to_order"], "group_by": ["customer__segment"]}"#,
        expect![[r#"
        WITH customers AS (
          SELECT
            customer_id AS customer,
            segment AS customer__segment
          FROM dim_customer
        ), visits AS (
          SELECT
            visit_id AS visits,
            customer_id AS customer,
            customer_id AS event_entity,
            date_trunc('day', CAST(visited_at AS TIMESTAMP(6))) AS event_time
          FROM fact_visit
        ), visits_by_customer__segment AS (
          SELECT
            customers.customer__segment,
            SUM(CASE WHEN visits.visits IS NOT NULL THEN 1 ELSE 0 END) AS visits
          FROM visits
          LEFT JOIN customers
            ON visits.customer = customers.customer
          GROUP BY 1
        ), visits_events AS (
          SELECT
            customers.customer__segment,
            visits.event_entity,
            visits.event_time
          FROM visits
          LEFT JOIN customers
            ON visits.customer = customers.customer
        ), orders_events AS (
          SELECT
            customer_id AS event_entity,
            date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS event_time,
            row_number() OVER () AS event_number
          FROM fact_order
        ), visit_to_order_credited AS (
          SELECT
            orders_events.event_number,
            first_value(visits_events.customer__segment ORDER BY visits_events.event_time DESC) AS customer__segment
          FROM orders_events
          INNER JOIN visits_events
            ON visits_events.event_entity = orders_events.event_entity
            AND visits_events.event_time <= orders_events.event_time
            AND visits_events.event_time > orders_events.event_time - INTERVAL '7 day'
          GROUP BY 1
        ), visit_to_order_by_customer__segment AS (
          SELECT
            customer__segment,
            COUNT(*) AS conversions
          FROM visit_to_order_credited
          GROUP BY 1
        ), visit_to_order_inputs AS (
          SELECT
            COALESCE(visits_by_customer__segment.customer__segment, visit_to_order_by_customer__segment.customer__segment) AS customer__segment,
            visits_by_customer__segment.visits AS opportunities,
            visit_to_order_by_customer__segment.conversions
          FROM visits_by_customer__segment
          FULL OUTER JOIN visit_to_order_by_customer__segment
            ON (visits_by_customer__segment.customer__segment IS NOT DISTINCT FROM visit_to_order_by_customer__segment.customer__segment)
        )
        SELECT
          customer__segment,
          CAST(conversions AS DOUBLE) / NULLIF(CAST(opportunities AS DOUBLE), 0) AS visit_to_order
        FROM visit_to_order_inputs"#]],
    );
}

#[test]
fn custom_grain() {
    check(
        r#"{"metrics": ["orders"], "group_by": ["metric_time__fiscal_quarter"]}"#,
        expect![[r#"
        WITH orders AS (
          SELECT
            date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__day
          FROM fact_order
        ), calendar AS (
          SELECT
            CAST(date_day AS TIMESTAMP(6)) AS calendar_day,
            fiscal_quarter_name AS fiscal_quarter
          FROM dim_date
        )
        SELECT
          calendar.fiscal_quarter AS metric_time__fiscal_quarter,
          COUNT(*) AS orders
        FROM orders
        LEFT JOIN calendar
          ON orders.metric_time__day = calendar.calendar_day
        GROUP BY 1"#]],
    );
}

#[test]
fn metric_in_a_filter() {
    check(
        r#"{"metrics": ["visits"], "where": ["{{ Metric('orders', group_by=['customer']) }} > 2"]}"#,
        expect![[r#"
            WITH visits AS (
              SELECT
                customer_id AS customer,
                visit_id AS visits
              FROM fact_visit
            ), orders_by_customer AS (
              SELECT
                customer_id AS customer,
                COUNT(*) AS orders
              FROM fact_order
              GROUP BY 1
            ), visits_total AS (
              SELECT
                SUM(CASE WHEN visits.visits IS NOT NULL THEN 1 ELSE 0 END) AS visits
              FROM visits
              LEFT JOIN orders_by_customer
                ON visits.customer = orders_by_customer.customer
              WHERE orders_by_customer.orders > 2
            )
            SELECT
              COALESCE(visits, 0) AS visits
            FROM visits_total"#]],
    );
}

#[test]
fn values_without_metrics() {
    check(
        r#"{"group_by": ["customer__segment", "country__region"], "order_by": ["customer__segment"]}"#,
        expect![[r#"
            WITH countries AS (
              SELECT
                country_code AS country,
                region AS country__region
              FROM dim_country
            ), customers AS (
              SELECT
                segment AS customer__segment,
                country_code AS country
              FROM dim_customer
            )
            SELECT DISTINCT
              customers.customer__segment,
              countries.country__region
            FROM customers
            FULL OUTER JOIN countries
              ON customers.country = countries.country
            ORDER BY customer__segment NULLS LAST"#]],
    );
}

#[test]
fn smallest_and_largest() {
    check(
        r#"{"group_by": ["order__ordered_at"], "min_max_only": true}"#,
        expect![[r#"
        WITH all_values AS (
          SELECT
            date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS order__ordered_at__day
          FROM fact_order
        )
        SELECT
          MIN(order__ordered_at__day) AS order__ordered_at__day__min,
          MAX(order__ordered_at__day) AS order__ordered_at__day__max
        FROM all_values"#]],
    );
}

#[test]
fn saved_query() {
    check(
        r#"{"saved_query": "weekly", "where": ["not {{ Dimension('order__is_refunded') }}"]}"#,
        expect![[r#"
        SELECT
          date_trunc('week', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__week,
          channel AS order__channel,
          COUNT(*) AS orders
        FROM fact_order
        WHERE not (refunded_at is not null)
        GROUP BY 1, 2
        ORDER BY metric_time__week DESC NULLS LAST
        LIMIT 5"#]],
    );
}

#[test]
fn all_problems_at_once() {
    check_refused(
        r#"{"metrics": ["revnue", "orders", "orders"], "group_by": ["customer__sgment", "metric_time__decade"],
            "where": ["{{ Dimension('order__chanel') }} = 'web'"], "order_by": ["profit"],
            "time_constraint": ["2024-03-01", "2024-01-01"]}"#,
        expect![[r#"
            MRT-S015 the date range ends (2024-01-01) before it starts (2024-03-01) [Swap the two dates.]
            MRT-S002 there is no metric named 'revnue' [Did you mean revenue, revenue_ytd, revenue_growth?]
            MRT-S003 metric 'orders' is asked for more than once
            MRT-S004 there is no dimension or entity named 'customer__sgment' that can be combined with 'orders' [Did you mean customer__segment, customer__signed_up_at, customer?]
            MRT-S007 there is no time grain named 'decade' (in 'metric_time__decade') [Known grains: nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year, fiscal_quarter.]
            MRT-S004 there is no dimension or entity named 'order__chanel' that can be combined with 'orders' [Did you mean order__channel, order, order__customer?]
            MRT-S013 cannot order by 'profit': it is not among the metrics and group-by items asked for [Order by one of orders.]"#]],
    );
}

#[test]
fn what_cannot_be_combined() {
    check_refused(
        r#"{"metrics": ["visits"], "group_by": ["order__channel"]}"#,
        expect![
            "MRT-S005 'order__channel' cannot be combined with metric 'visits': no entity leads from visits to orders within two joins"
        ],
    );
    check_refused(
        r#"{"metrics": ["balance"], "group_by": ["metric_time__day"]}"#,
        expect![
            "MRT-S008 'metric_time' exists only from month upwards, so it cannot be asked for by day [Ask for metric_time__month or coarser.]"
        ],
    );
    check_refused(
        r#"{"metrics": ["revenue_growth"], "group_by": ["order__channel"]}"#,
        expect![
            "MRT-S020 metric 'revenue_growth' compares with an earlier time, so the request must group by metric_time or its aggregation time dimension [Add metric_time to the group-by items.]"
        ],
    );
    check_refused(
        r#"{"metrics": ["buyers_28d"], "group_by": [{"name": "metric_time", "date_part": "month"}]}"#,
        expect!["MRT-S021 metric 'buyers_28d' cannot be asked for by a date part: it adds up over time"],
    );
    check_refused(
        r#"{"metrics": ["loop_a"]}"#,
        expect!["MRT-S023 metric 'loop_a' is defined through itself: loop_a → loop_b → loop_a"],
    );
    check_refused(
        r#"{"metrics": ["future_kind"]}"#,
        expect!["MRT-S099 not supported yet: the type of metric 'future_kind'"],
    );
    check_refused(
        r#"{}"#,
        expect![
            "MRT-S001 the request asks for neither metrics nor group-by items [Name at least one metric or one group-by item.]"
        ],
    );
}

#[test]
fn filters_are_expressions_only() {
    for filter in [
        "1 = 1; drop table fact_order",
        "exists (select 1)",
        "channel = 'web'",
        "{{ Dimension('order__channel') }} = ('a'",
    ] {
        let json = serde_json::json!({"metrics": ["orders"], "where": [filter]}).to_string();
        let error = layer().compile(&request(&json)).err().unwrap();
        assert!(["MRT-S011", "MRT-S012"].contains(&error.code()), "{filter}: {error}");
    }
}

#[test]
fn options() {
    let layer = layer();
    let describe = |metrics: &[&str]| {
        let options = layer.group_by_items(metrics).unwrap();
        let lines: Vec<String> = options
            .iter()
            .map(|option| {
                let grain = option.default_grain.as_deref().unwrap_or("-");
                format!("{} {:?} {grain} via {}", option.name, option.kind, option.join_path.join(" → "))
            })
            .collect();
        lines.join("\n")
    };
    expect![[r#"
        metric_time Time day via 
        order__channel Categorical - via 
        order__is_refunded Categorical - via 
        order__ordered_at Time day via 
        order Entity - via 
        customer Entity - via 
        order__customer Entity - via 
        customer__segment Categorical - via customer
        customer__signed_up_at Time day via customer
        customer__country Entity - via customer
        customer__country__region Categorical - via customer → country"#]]
    .assert_eq(&describe(&["revenue"]));
    expect![[r#"
        metric_time Time month via 
        customer Entity - via 
        customer__segment Categorical - via customer
        customer__signed_up_at Time day via customer
        customer__country Entity - via customer
        customer__country__region Categorical - via customer → country"#]]
    .assert_eq(&describe(&["revenue", "balance"]));
}

#[test]
fn metrics_in_words() {
    let layer = layer();
    let lines: Vec<String> = layer
        .metric_names()
        .filter_map(|name| layer.metric(name))
        .map(|metric| {
            format!("{}: {} [{}] {}", metric.name, metric.formula, metric.tables.join(", "), metric.default_grain)
        })
        .collect();
    expect![[r#"
        revenue: sum of amount / 100 [fact_order] day
        orders: number of rows [fact_order] day
        web_orders: number of rows where order__channel = 'web' [fact_order] day
        buyers: number of different customer_id [fact_order] day
        visits: number of rows with visit_id [fact_visit] day
        balance: sum of amount [fact_balance] month
        revenue_per_order: revenue ÷ orders [fact_order] day
        web_share: web_orders ÷ orders [fact_order] day
        orders_per_visit: orders / visits [fact_order, fact_visit] day
        revenue_growth: revenue - revenue_before (revenue_before is revenue, 1 month earlier) [fact_order] day
        buyers_28d: number of different customer_id, last 28 days [fact_order] day
        revenue_ytd: sum of amount / 100, year to date [fact_order] day
        visit_to_order: visits that lead to orders, by customer within 7 days [fact_order, fact_visit] day
        loop_a: loop_b [] day
        loop_b: loop_a [] day
        future_kind: unknown [] day"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn one_broken_metric_leaves_the_others() {
    let issues: Vec<String> = layer().issues().iter().map(ToString::to_string).collect();
    expect![[r#"
        MRT-S023 metric loop_a: metric 'loop_a' is defined through itself: loop_a → loop_b → loop_a
        MRT-S023 metric loop_b: metric 'loop_b' is defined through itself: loop_b → loop_a → loop_b
        MRT-S099 metric future_kind: not supported yet: the type of metric 'future_kind'"#]]
    .assert_eq(&issues.join("\n"));
}
