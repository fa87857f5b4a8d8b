//! The rows behind a metric.

use expect_test::expect;

use crate::{check, check_refused};

#[test]
fn rows_of_one_measure_with_a_joined_filter() {
    check(
        r#"{"rows": true, "metrics": ["web_orders"], "group_by": ["metric_time__month", "customer__segment"],
            "where": ["{{ Dimension('customer__segment') }} IS NULL"], "time_constraint": ["2026-01-01", "2026-01-31"],
            "limit": 1000}"#,
        expect![[r#"
            -- The rows that count for web_orders.
            WITH customers AS (
              SELECT
                customer_id AS customer,
                segment AS customer__segment
              FROM dim_customer
            ), orders AS (
              SELECT
                date_trunc('month', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__month,
                date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS order__ordered_at__day,
                channel AS order__channel,
                refunded_at is not null AS order__is_refunded,
                order_id AS "order",
                customer_id AS customer
              FROM fact_order
              WHERE CAST(ordered_at AS TIMESTAMP(6)) >= '2026-01-01'
                AND CAST(ordered_at AS TIMESTAMP(6)) < '2026-02-01'
                AND channel = 'web'
            )
            SELECT
              orders.metric_time__month,
              customers.customer__segment,
              orders.order__ordered_at__day AS ordered_at,
              orders.order__channel AS channel,
              orders.order__is_refunded AS is_refunded,
              orders."order",
              orders.customer
            FROM orders
            LEFT JOIN customers
              ON orders.customer = customers.customer
            WHERE customers.customer__segment IS NULL
            LIMIT 1000"#]],
    );
}

#[test]
fn a_ratio_has_the_rows_that_count_for_either_side() {
    check(
        r#"{"rows": true, "metrics": ["web_share"]}"#,
        expect![[r#"
        -- The rows that count for web_share.
        SELECT
          date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS ordered_at,
          channel,
          refunded_at is not null AS is_refunded,
          order_id AS "order",
          customer_id AS customer
        FROM fact_order"#]],
    );
}

#[test]
fn what_the_rows_do_not_show_is_said() {
    check(
        r#"{"rows": true, "metrics": ["balance"]}"#,
        expect![[r#"
        -- The rows that count for balance.
        -- Of each period, balance counts only the rows of one month.
        SELECT
          date_trunc('month', CAST(month AS TIMESTAMP(6))) AS "month",
          customer_id AS customer,
          amount AS balance
        FROM fact_balance"#]],
    );
    check(
        r#"{"rows": true, "metrics": ["orders_per_visit"]}"#,
        expect![[r#"
        -- The rows that count for orders_per_visit.
        -- Rows of visits count too.
        SELECT
          date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS ordered_at,
          channel,
          refunded_at is not null AS is_refunded,
          order_id AS "order",
          customer_id AS customer
        FROM fact_order"#]],
    );
    check(
        r#"{"rows": true, "metrics": ["buyers_28d"], "group_by": ["metric_time__day"]}"#,
        expect![[r#"
        -- The rows that count for buyers_28d.
        -- It looks back over time: rows before these count too.
        SELECT
          date_trunc('day', CAST(ordered_at AS TIMESTAMP(6))) AS metric_time__day,
          channel,
          refunded_at is not null AS is_refunded,
          order_id AS "order",
          customer_id AS customer
        FROM fact_order"#]],
    );
}

#[test]
fn rows_stand_alone() {
    check_refused(
        r#"{"rows": true, "metrics": ["orders", "visits"]}"#,
        expect!["MRT-S033 a list of rows needs exactly one metric"],
    );
    check_refused(
        r#"{"rows": true, "metrics": ["orders"], "totals": "grand", "group_by": ["customer__segment"]}"#,
        expect!["MRT-S033 a list of rows needs no comparison, totals, largest values or order beside it"],
    );
}
