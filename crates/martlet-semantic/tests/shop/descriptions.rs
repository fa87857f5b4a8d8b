//! What the layer says of itself: options, formulas, issues.

use expect_test::expect;
use martlet_project::semantic_manifest::SemanticManifest;
use martlet_semantic::{GroupByKind, SemanticLayer};

use crate::layer;

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
        customer__segment Categorical - via customer
        customer__signed_up_at Time day via customer
        customer__country__region Categorical - via customer → country
        order Entity - via 
        customer Entity - via 
        order__customer Entity - via 
        customer__country Entity - via customer"#]]
    .assert_eq(&describe(&["revenue"]));
    expect![[r#"
        metric_time Time month via 
        customer__segment Categorical - via customer
        customer__signed_up_at Time day via customer
        customer__country__region Categorical - via customer → country
        customer Entity - via 
        customer__country Entity - via customer"#]]
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
        visit_to_order: share of visits that lead to orders of the same customer within 7 days [fact_order, fact_visit] day
        loop_a: loop_b [] day
        loop_b: loop_a [] day"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn one_broken_metric_leaves_the_others() {
    let issues: Vec<String> = layer().issues().iter().map(ToString::to_string).collect();
    expect![[r#"
        MRT-S023 metric loop_a: metric 'loop_a' is defined through itself: loop_a → loop_b → loop_a
        MRT-S023 metric loop_b: metric 'loop_b' is defined through itself: loop_b → loop_a → loop_b
        MRT-S204 metric future_kind: it is left out: the type of metric 'future_kind' is 'funnel', which this version does not know; known are simple, ratio, cumulative, derived, conversion"#]]
    .assert_eq(&issues.join("\n"));
}

#[test]
fn what_cannot_be_combined_says_why() {
    let layer = layer();
    let describe = |metrics: &[&str]| {
        let items = layer.unavailable_items(metrics).unwrap();
        let lines: Vec<String> = items.iter().map(|item| format!("{}: {}", item.name, item.reason)).collect();
        lines.join("\n")
    };
    expect![[r#"
        visit__visited_at: visit visited at is not reachable from revenue: many rows of orders and of visits belong to one customer, so joining them would count rows more than once (fan-out)
        balance__month: balance month is not reachable from revenue: many rows of orders and of balances belong to one customer, so joining them would count rows more than once (fan-out)"#]].assert_eq(&describe(&["revenue"]));
    expect![[r#"
        order__ordered_at: order ordered at is not reachable from balance: many rows of balances and of orders belong to one customer, so joining them would count rows more than once (fan-out)
        order__channel: Channel is not reachable from balance: many rows of balances and of orders belong to one customer, so joining them would count rows more than once (fan-out)
        order__is_refunded: order is refunded is not reachable from balance: many rows of balances and of orders belong to one customer, so joining them would count rows more than once (fan-out)
        order: order is not reachable from balance: many rows of balances and of orders belong to one customer, so joining them would count rows more than once (fan-out)
        visit__visited_at: visit visited at is not reachable from revenue: many rows of orders and of visits belong to one customer, so joining them would count rows more than once (fan-out)
        balance__month: balance month is not reachable from revenue: many rows of orders and of balances belong to one customer, so joining them would count rows more than once (fan-out)"#]].assert_eq(&describe(&["revenue", "balance"]));
}

#[test]
fn an_entity_is_missing_once_and_where_it_is_missing() {
    let awkward = include_str!("../../../../tests/awkward/artifacts/1.10.json");
    let layer = SemanticLayer::new(SemanticManifest::from_json(awkward).unwrap()).unwrap();
    let items = layer.unavailable_items(&["revenue", "target"]).unwrap();
    let customers: Vec<(&str, &str)> = items
        .iter()
        .filter(|item| item.kind == GroupByKind::Entity && item.name == "customer")
        .map(|item| (item.metric.as_str(), item.reason.as_str()))
        .collect();
    // Orders have customers; targets do not.
    let [(metric, reason)] = customers.as_slice() else { panic!("{customers:?}") };
    assert_eq!(*metric, "target");
    assert!(reason.starts_with("customer is not reachable from target"), "{reason}");
}
