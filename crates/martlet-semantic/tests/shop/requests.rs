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
