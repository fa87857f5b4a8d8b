//! SQL of one source, of joins, and of several sources.

use expect_test::expect;

use crate::check;

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
