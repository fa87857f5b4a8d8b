//! SQL of what a request can ask beside metrics and dimensions.

use expect_test::expect;

use crate::check;

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
              LEFT SEMI JOIN orders_by_customer
                ON visits.customer = orders_by_customer.customer
                AND orders_by_customer.orders > 2
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
fn a_range_is_widened_by_the_standard_grain_beside_a_custom_one() {
    check(
        r#"{"metrics": ["orders"], "group_by": ["metric_time__fiscal_quarter", "metric_time__year"],
            "time_constraint": ["2024-02-03", "2024-02-03"]}"#,
        expect![[r#"
            WITH orders AS (
              SELECT
                date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__day,
                date_trunc('year', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__year
              FROM fact_order
              WHERE CAST(ordered_at AS TIMESTAMP(6)) >= '2024-01-01'
                AND CAST(ordered_at AS TIMESTAMP(6)) < '2025-01-01'
            ), calendar AS (
              SELECT
                CAST(date_day AS TIMESTAMP(6)) AS calendar_day,
                fiscal_quarter_name AS fiscal_quarter
              FROM dim_date
            )
            SELECT
              calendar.fiscal_quarter AS metric_time__fiscal_quarter,
              orders.metric_time__year,
              COUNT(*) AS orders
            FROM orders
            LEFT JOIN calendar
              ON orders.metric_time__day = calendar.calendar_day
            GROUP BY 1, 2"#]],
    );
}

#[test]
fn a_filter_on_a_time_that_is_not_asked_for_sees_the_rows_own_time_before_an_offset() {
    check(
        r#"{"metrics": ["revenue_growth"], "group_by": ["metric_time__fiscal_quarter"],
            "where": ["{{ TimeDimension('metric_time', 'year') }} >= '2024-01-01' or {{ Dimension('order__channel') }} = 'web'"]}"#,
        expect![[r#"
            WITH orders AS (
              SELECT
                date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__day,
                amount / 100.0 AS revenue
              FROM fact_order
              WHERE (date_trunc('year', CAST(ordered_at AS TIMESTAMP(6))) >= '2024-01-01' or channel = 'web')
            ), calendar AS (
              SELECT
                CAST(date_day AS TIMESTAMP(6)) AS calendar_day,
                fiscal_quarter_name AS fiscal_quarter
              FROM dim_date
            ), orders_by_fiscal_quarter AS (
              SELECT
                calendar.fiscal_quarter AS metric_time__fiscal_quarter,
                SUM(orders.revenue) AS revenue
              FROM orders
              LEFT JOIN calendar
                ON orders.metric_time__day = calendar.calendar_day
              GROUP BY 1
            ), orders_condensed AS (
              SELECT
                date_trunc('year', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__year,
                channel AS order__channel,
                date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS own_day,
                SUM(amount / 100.0) AS revenue
              FROM fact_order
              GROUP BY 1, 2, 3
            ), time_spine AS (
              SELECT
                date_trunc('day', CAST(date_day AS TIMESTAMP(6))) AS metric_time__day
              FROM dim_date
            ), orders_by_fiscal_quarter_2 AS (
              SELECT
                calendar.fiscal_quarter AS metric_time__fiscal_quarter,
                SUM(orders_condensed.revenue) AS revenue
              FROM time_spine
              INNER JOIN orders_condensed
                ON time_spine.metric_time__day - INTERVAL '1 month' = orders_condensed.own_day
              LEFT JOIN calendar
                ON time_spine.metric_time__day = calendar.calendar_day
              WHERE (orders_condensed.metric_time__year >= '2024-01-01' or orders_condensed.order__channel = 'web')
              GROUP BY 1
            ), revenue_growth_inputs AS (
              SELECT
                COALESCE(orders_by_fiscal_quarter.metric_time__fiscal_quarter, orders_by_fiscal_quarter_2.metric_time__fiscal_quarter) AS metric_time__fiscal_quarter,
                orders_by_fiscal_quarter.revenue,
                orders_by_fiscal_quarter_2.revenue AS revenue_before
              FROM orders_by_fiscal_quarter
              FULL OUTER JOIN orders_by_fiscal_quarter_2
                ON (orders_by_fiscal_quarter.metric_time__fiscal_quarter IS NOT DISTINCT FROM orders_by_fiscal_quarter_2.metric_time__fiscal_quarter)
            )
            SELECT
              metric_time__fiscal_quarter,
              revenue - revenue_before AS revenue_growth
            FROM revenue_growth_inputs"#]],
    );
}

#[test]
fn values_beside_a_metric_in_a_filter_meet_one_period_last() {
    check(
        r#"{"group_by": ["customer__segment", "metric_time__year"], "where": ["{{ Metric('orders', group_by=['customer']) }} > 2"]}"#,
        expect![[r#"
            WITH customers AS (
              SELECT
                segment AS customer__segment,
                customer_id AS customer
              FROM dim_customer
            ), orders_by_customer AS (
              SELECT
                customer_id AS customer,
                COUNT(*) AS orders
              FROM fact_order
              GROUP BY 1
            ), time_spine AS (
              SELECT
                date_trunc('year', CAST(date_day AS TIMESTAMP(6))) AS metric_time__year
              FROM dim_date
            )
            SELECT DISTINCT
              customers.customer__segment,
              time_spine.metric_time__year
            FROM customers
            FULL OUTER JOIN orders_by_customer
              ON customers.customer = orders_by_customer.customer
            CROSS JOIN time_spine
            WHERE orders_by_customer.orders > 2"#]],
    );
}
