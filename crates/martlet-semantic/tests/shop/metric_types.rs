//! SQL of each metric type.

use expect_test::expect;

use crate::check;

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
            WITH orders_by_month AS (
              SELECT
                date_trunc('month', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__month,
                COUNT(*) AS orders,
                NULLIF(COUNT(*) FILTER (WHERE channel = 'web'), 0) AS web_orders
              FROM fact_order
              GROUP BY 1
            )
            SELECT
              metric_time__month,
              CAST(web_orders AS DOUBLE) / NULLIF(CAST(orders AS DOUBLE), 0) AS web_share
            FROM orders_by_month"#]],
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
                date_trunc('year', CAST(month AS TIMESTAMP(6))) AS metric_time__year,
                date_trunc('month', MAX(CAST(month AS TIMESTAMP(6)))) AS own_month
              FROM fact_balance
              WHERE CAST(month AS TIMESTAMP(6)) IS NOT NULL
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
            ), visits_base_events AS (
              SELECT
                customers.customer__segment,
                visits.event_entity,
                visits.event_time
              FROM visits
              LEFT JOIN customers
                ON visits.customer = customers.customer
            ), orders_conversion_events AS (
              SELECT
                customer_id AS event_entity,
                date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS event_time,
                row_number() OVER () AS event_number
              FROM fact_order
            ), visit_to_order_credited AS (
              SELECT
                orders_conversion_events.event_number,
                first_value(visits_base_events.customer__segment ORDER BY visits_base_events.event_time DESC) AS customer__segment
              FROM orders_conversion_events
              INNER JOIN visits_base_events
                ON visits_base_events.event_entity = orders_conversion_events.event_entity
                AND visits_base_events.event_time <= orders_conversion_events.event_time
                AND visits_base_events.event_time > orders_conversion_events.event_time - INTERVAL '7 day'
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
