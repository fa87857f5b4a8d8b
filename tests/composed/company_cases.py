"""The demo company: metrics over its marts, and what is asked."""

from __future__ import annotations

from cases import LAST_YEAR, PREVIOUS, case, custom, dimension, to_date
from tables import Metric

CUSTOMER = "c.country as customer__country, c.segment as customer__segment, c.industry as customer__industry"


def of_customers(table: str, time: str, more: str = "") -> str:
    return f"""select f.{time}::date::timestamp as t, {CUSTOMER}{more}, f.* from {table} as f
        left join dim_customer as c on f.customer_id = c.customer_id"""


INVOICES = of_customers("fact_invoice", "issued_at", ", f.invoice_status as invoice__invoice_status")
PAYMENTS = of_customers("fact_payment", "attempted_at", ", f.failure_code as payment__failure_code")
USAGE = of_customers("fact_usage", "usage_date", ", f.feature as usage_event__feature")
REVENUE = of_customers("fact_revenue", "revenue_month")
MONTHS = of_customers("fact_customer_month", "revenue_month")
MOVEMENTS = " + ".join(f"sum({name}_mrr_usd)" for name in ["new", "reactivation", "expansion", "contraction", "churned"])
METRICS = {
    "revenue": Metric(INVOICES, "sum(revenue_usd)"),
    "collected_revenue": Metric(PAYMENTS, "sum(collected_usd)"),
    "payment_success_rate": Metric(PAYMENTS, "sum(success_count)", "sum(attempt_count)"),
    "active_users": Metric(USAGE, "count(distinct customer_id)"),
    "usage_events": Metric(USAGE, "sum(event_count)"),
    "usage_per_customer": Metric(USAGE, "sum(event_count)", "count(distinct customer_id)"),
    "mrr": Metric(REVENUE, "sum(mrr_usd)", instant="max"),
    "arr": Metric(REVENUE, "sum(mrr_usd) * 12", instant="max"),
    "arpu": Metric(MONTHS, "sum(mrr_usd)", "sum(active_customer_count)", instant="max"),
    "net_new_mrr": Metric(REVENUE, MOVEMENTS),
    "gross_revenue_churn_rate": Metric(REVENUE, "-(sum(churned_mrr_usd) + sum(contraction_mrr_usd))", "sum(opening_mrr_usd)"),
    "revenue_mtd": Metric(INVOICES, "sum(revenue_usd)", window="o.t <= d and o.t >= date_trunc('month', d)"),
    "active_users_28d": Metric(USAGE, "count(distinct customer_id)", window="o.t <= d and o.t > d - interval 28 day"),
}

COUNTRY, SEGMENT, INDUSTRY = "customer__country", "customer__segment", "customer__industry"
DAY, WEEK, MONTH, QUARTER, YEAR = (f"metric_time__{grain}" for grain in ["day", "week", "month", "quarter", "year"])
EVERY = "revenue payment_success_rate active_users usage_per_customer mrr arpu net_new_mrr gross_revenue_churn_rate"
HALF, HALF_BEFORE = "2026-05-01 2026-10-31", "2025-11-01 2026-04-30"
AS_OF = "2026-11-21"

CASES = [
    case(EVERY, f"{QUARTER} {SEGMENT}", "2026-01-01 2026-09-30", totals="all"),
    case(EVERY, f"{COUNTRY} {SEGMENT}", HALF, totals="rollup"),
    *(case(metric, f"{MONTH} {COUNTRY}", HALF, top={"count": 3}, totals="each") for metric in EVERY.split()),
    case(EVERY, INDUSTRY, HALF, top={"count": 4, "by": "mrr"}),
    case(EVERY, SEGMENT, HALF, top={"count": 50}),
    case(EVERY, COUNTRY, HALF, top={"count": 3}, where=dimension(SEGMENT, "= 'Nobody'")),
    case("revenue", COUNTRY, "2024-02-01 2024-02-29", totals="grand"),
    case("payment_success_rate collected_revenue", "payment__failure_code", HALF, top={"count": 2, "by": "collected_revenue"}),
    case("active_users_28d", f"{MONTH} {COUNTRY}", HALF, top={"count": 3}),
    case("revenue_mtd", f"{MONTH} {SEGMENT}", HALF, top={"count": 1}),
    case(EVERY, COUNTRY, HALF, compare=PREVIOUS, with_=HALF_BEFORE, as_of=AS_OF),
    case(EVERY, f"{MONTH} {SEGMENT}", HALF, compare=LAST_YEAR, with_="2025-05-01 2025-10-31", as_of=AS_OF, totals="each"),
    case("revenue active_users", DAY, "2024-02-01 2024-02-29", compare=LAST_YEAR, with_="2023-02-01 2023-02-28",
         by_date=True, as_of=AS_OF),
    case("revenue active_users", DAY, "2025-02-01 2025-02-28", compare=LAST_YEAR, with_="2024-02-01 2024-02-29",
         by_date=True, as_of=AS_OF),
    case("revenue usage_events", WEEK, "2026-09-07 2026-10-04", compare=LAST_YEAR, with_="2025-09-08 2025-10-05",
         as_of=AS_OF),
    case("revenue mrr", MONTH, "2026-01-01 2026-11-21", compare=to_date("year"), with_="2025-01-01 2025-11-21",
         as_of=AS_OF),
    case("revenue active_users payment_success_rate", SEGMENT, "2026-11-01 2026-11-21", compare=to_date("month"),
         with_="2026-10-01 2026-10-21", as_of=AS_OF, totals="grand"),
    case("revenue", "", "2026-10-01 2026-11-21", compare=to_date("quarter", "last_year"),
         with_="2025-10-01 2025-11-21", as_of=AS_OF),
    case("usage_events", DAY, "2026-11-16 2026-11-18", compare=to_date("week"), with_="2026-11-09 2026-11-11", as_of=AS_OF),
    case("revenue active_users", f"{MONTH} {DAY}", "2026-03-01 2026-03-10", compare=PREVIOUS,
         with_="2026-02-19 2026-02-28", as_of=AS_OF),
    case(EVERY, f"{QUARTER} {COUNTRY}", "2026-01-01 2026-06-30", compare=custom("2025-01-01", "2025-06-30"),
         with_="2025-01-01 2025-06-30", as_of=AS_OF, top={"count": 2, "by": "revenue"}, totals="rollup"),
    case("revenue", COUNTRY, HALF, compare=PREVIOUS, with_=HALF_BEFORE, as_of=AS_OF, top={"count": 4},
         order_by=["-revenue__change", COUNTRY], limit=3),
    case("revenue mrr", YEAR, "2024-01-01 2026-12-31", flag_partial=True, as_of=AS_OF, order_by=[f"-{YEAR}"], limit=2),
    case("revenue", WEEK, "2026-10-01 2026-11-30", whole="2026-09-28 2026-12-06", flag_partial=True, as_of=AS_OF),
]
