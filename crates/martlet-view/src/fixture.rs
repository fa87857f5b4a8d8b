//! A small catalog for this crate's tests.

use martlet_site::catalog::{
    Catalog, Direction, GroupByKind, GroupByOption, Metric, MetricType, NumberFormat, ProjectInfo, Trust, TrustState,
};

pub fn trust() -> Trust {
    Trust {
        state: TrustState::Official,
        reasons: Vec::new(),
        tests_passed: 3,
        tests_failed: 0,
        tests_not_run: 0,
        sources: Vec::new(),
        as_of: Some("2026-11-21".to_owned()),
    }
}

fn option(name: &str, kind: GroupByKind, grains: &[&str], values: Option<&[&str]>) -> GroupByOption {
    let owned = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
    GroupByOption {
        name: name.to_owned(),
        label: name.rsplit("__").next().unwrap_or(name).to_owned(),
        description: String::new(),
        kind,
        grains: owned(grains),
        values: values.map(owned),
    }
}

pub fn metric(name: &str, metric_type: MetricType, format: NumberFormat, domain: &str) -> Metric {
    Metric {
        name: name.to_owned(),
        label: name.replace('_', " "),
        description: format!("What {name} means."),
        metric_type,
        formula: name.to_owned(),
        sql: Some("select 1".to_owned()),
        unavailable: None,
        format,
        currency: (format == NumberFormat::Currency).then(|| "USD".to_owned()),
        direction: Direction::UpIsGood,
        domain: domain.to_owned(),
        owner: None,
        tables: vec!["fact_revenue".to_owned()],
        input_metrics: Vec::new(),
        used_by_metrics: Vec::new(),
        upstream: Vec::new(),
        exposures: Vec::new(),
        group_by: vec![
            option("metric_time", GroupByKind::Time, &["day", "week", "month", "quarter", "year"], None),
            option("customer__country", GroupByKind::Categorical, &[], Some(&["US", "DE", "FR", "O'Land"])),
            option("customer__industry", GroupByKind::Categorical, &[], None),
        ],
        needs_time: false,
        trust: trust(),
    }
}

pub fn catalog() -> Catalog {
    let currency = |name, domain| metric(name, MetricType::Simple, NumberFormat::Currency, domain);
    Catalog {
        format_version: 1,
        snapshot: "abc".to_owned(),
        project: ProjectInfo {
            name: "demo".to_owned(),
            title: "Demo".to_owned(),
            time_zone: "UTC".to_owned(),
            week_start: 1,
            fiscal_year_start_month: 1,
            ..ProjectInfo::default()
        },
        as_of: Some("2026-11-21T00:00:00Z".to_owned()),
        built_at: "2026-11-22T02:00:00Z".to_owned(),
        artifacts: Vec::new(),
        tables: Vec::new(),
        metrics: vec![
            currency("mrr", "Company health"),
            metric("active_customers", MetricType::Simple, NumberFormat::Integer, "Company health"),
            currency("new_mrr", "Revenue movements"),
            currency("expansion_mrr", "Revenue movements"),
            currency("contraction_mrr", "Revenue movements"),
            currency("churned_mrr", "Revenue movements"),
            currency("reactivation_mrr", "Revenue movements"),
            metric("net_new_mrr", MetricType::Derived, NumberFormat::Currency, "Revenue movements"),
            metric("net_revenue_retention", MetricType::Ratio, NumberFormat::Percent, "Retention & churn"),
            metric("arpu", MetricType::Ratio, NumberFormat::Currency, ""),
        ],
        saved_queries: Vec::new(),
        sources: Vec::new(),
        tests: Vec::new(),
        exposures: Vec::new(),
        trust: trust(),
    }
}
