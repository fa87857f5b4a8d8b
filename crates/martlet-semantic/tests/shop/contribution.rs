//! How a contribution reads its data.

use crate::{layer, request};

fn sql(metric: &str, dimensions: &[&str]) -> String {
    let asked = serde_json::json!({
        "metrics": [metric],
        "time_constraint": ["2026-02-01", "2026-02-28"],
        "comparison": {"kind": "previous_period"},
        "contribution": {"dimensions": dimensions, "values": 3},
    });
    layer().compile(&request(&asked.to_string())).unwrap_or_else(|error| panic!("{error}")).sql
}

#[test]
fn dimensions_along_the_same_joins_are_read_together() {
    // Both ranges of the total and of the dimensions; how many dimensions there are does not matter.
    let own = sql("revenue", &["order__channel", "order__is_refunded"]);
    assert_eq!(own.matches("FROM fact_order").count(), 4, "{own}");
    // Those of customers join a table that the order's own do not.
    let both = sql("revenue", &["order__channel", "customer__segment", "order__is_refunded"]);
    assert_eq!((both.matches("FROM fact_order").count(), both.matches("FROM dim_customer").count()), (6, 2), "{both}");
}

#[test]
fn a_time_is_read_by_itself() {
    let sql = sql("revenue", &["customer__segment", "customer__signed_up_at__month"]);
    assert_eq!(sql.matches("FROM fact_order").count(), 6, "{sql}");
}

#[test]
fn no_step_is_read_twice() {
    for metric in ["revenue", "revenue_per_order", "buyers"] {
        let sql = sql(metric, &["order__channel", "order__is_refunded"]);
        let words: Vec<&str> = sql.split_whitespace().collect();
        for step in ["by_order", "contributions", "ranked", "measured", "parts"] {
            let reads = words.windows(2).filter(|pair| matches!(pair, ["FROM" | "JOIN", name] if *name == step));
            assert_eq!(reads.count(), 1, "{step} of {metric}: {sql}");
        }
    }
}

#[test]
fn only_what_can_be_put_together_is_aggregated_first() {
    let (sum, distinct) = (sql("revenue", &["order__channel"]), sql("buyers", &["order__channel"]));
    assert!(sum.contains("SUM(amount") && sum.contains("AS dimension__value"), "{sum}");
    assert!(distinct.contains("COUNT(DISTINCT orders_rows.buyers)"), "{distinct}");
}
