"""The awkward project: metrics over its tables, and what is asked. Everything that can go wrong is in few rows: leap days,
keys that are null or empty, ties, values that cancel, accounts that end before the last day, nothing at all."""

from __future__ import annotations

from cases import LAST_YEAR, PREVIOUS, case, custom, dimension, to_date
from tables import Metric

ORDERS = """
select cast(o.ordered_at as date)::timestamp as t, o.*, o.channel as order__channel, o.status as order__status,
    c.tier as customer__tier,
    case when o.pieces > 2 then 'many' when o.pieces is null then 'unknown' else 'few' end as order__size_class
from orders as o left join customers as c on o.customer_id = c.customer_id"""
BALANCES = """
select b.as_of::timestamp as t, b.*, b.kind as balance_row__kind, c.tier as customer__tier
from balances as b left join customers as c on b.customer_id = c.customer_id"""
# A purchase is credited to the last visit of its visitor in the seven days before.
VISITS = """
select t, visit__referrer, count(*) as visited, sum(purchases) as purchased from (
    select date_trunc('day', v.visited_at) as t, v.visit_id, v.referrer as visit__referrer, (
        select count(*) from purchases as p where p.visitor_id = v.visitor_id
        and date_trunc('day', v.visited_at) <= date_trunc('day', p.bought_at)
        and date_trunc('day', v.visited_at) > date_trunc('day', p.bought_at) - interval 7 day
        and not exists (select 1 from visits as later where later.visitor_id = v.visitor_id
            and date_trunc('day', later.visited_at) > date_trunc('day', v.visited_at)
            and date_trunc('day', later.visited_at) <= date_trunc('day', p.bought_at))
    ) as purchases from visits as v)
group by t, visit__referrer, visit_id"""

METRICS = {
    "revenue": Metric(ORDERS, "sum(amount)"),
    "price_total": Metric(ORDERS, "sum(price)"),
    "orders": Metric(ORDERS, "sum(case when order_id is not null then 1 else 0 end)"),
    "buyers": Metric(ORDERS, "count(distinct customer_id)"),
    "average_amount": Metric(ORDERS, "sum(amount)", "count(amount)", of="avg(amount)"),
    "median_amount": Metric(ORDERS, "median(amount)"),
    "largest": Metric(ORDERS, "max(amount)"),
    "gift_share": Metric(ORDERS, "sum(case when is_gift then 1 else 0 end)", "count(order_id)"),
    "shop_share": Metric(ORDERS, "sum(amount) filter (channel = 'shop')", "sum(amount)"),
    "net_revenue": Metric(ORDERS, "sum(amount) - coalesce(sum(amount) filter (is_gift), 0)"),
    "closing_balance": Metric(BALANCES, "sum(balance)", instant="max"),
    "opening_balance": Metric(BALANCES, "sum(balance)", instant="min"),
    "closing_by_account": Metric(BALANCES, "sum(balance)", instant="max", within="account_id"),
    "revenue_1_month_last": Metric(
        ORDERS, "sum(amount)", window="o.t <= d and o.t > d - interval 1 month"
    ),
    "revenue_year_to_date": Metric(ORDERS, "sum(amount)", window="o.t <= d and o.t >= date_trunc('year', d)"),
    "visit_to_purchase_7_days": Metric(VISITS, "nullif(sum(purchased), 0)", "sum(visited)"),
}

CHANNEL, TIER, STATUS, SIZE = "order__channel", "customer__tier", "order__status", "order__size_class"
MONTH, DAY, WEEK, QUARTER = (f"metric_time__{grain}" for grain in ["month", "day", "week", "quarter"])
Q1, FEBRUARY = "2020-01-01 2020-03-31", "2020-02-01 2020-02-29"
NOTHING = dimension(CHANNEL, "= 'nowhere'")
EVERY = "revenue orders buyers average_amount median_amount gift_share shop_share net_revenue"

CASES = [
    # Totals: each from the source; null groups are no totals.
    case(EVERY, f"{MONTH} {CHANNEL}", Q1, totals="all"),
    case(EVERY, f"{TIER} {CHANNEL}", Q1, totals="each"),
    case(EVERY, f"{CHANNEL} {TIER} {MONTH}", Q1, totals="rollup", order_by=[CHANNEL, TIER, MONTH]),
    case(EVERY, TIER, Q1, totals="grand", where=dimension(CHANNEL, "= 'web'")),
    case(EVERY, CHANNEL, Q1, totals="grand", where=NOTHING),
    case("closing_balance closing_by_account opening_balance", "balance_row__kind", Q1, totals="grand"),
    case("closing_balance closing_by_account", f"{MONTH} balance_row__kind", Q1, totals="all"),
    case("revenue revenue_year_to_date", f"{MONTH} {CHANNEL}", Q1, totals="each"),
    case("visit_to_purchase_7_days", f"{MONTH} visit__referrer", "2020-01-01 2020-12-31", totals="all"),
    # The largest and all others.
    *(case(metric, CHANNEL, Q1, top={"count": 2}) for metric in EVERY.split()),
    case(EVERY, f"{MONTH} {CHANNEL}", Q1, top={"count": 1, "by": "orders"}),
    case("orders revenue", STATUS, "2020-01-01 2020-12-31", top={"count": 3}),
    case("orders", TIER, FEBRUARY, top={"count": 1}),
    case("buyers", CHANNEL, Q1, top={"count": 9}),
    case("buyers revenue", CHANNEL, Q1, top={"count": 5}),
    case("buyers", CHANNEL, Q1, top={"count": 2}, where=NOTHING),
    case("revenue median_amount", f"{TIER} {CHANNEL}", Q1, top={"count": 1, "item": TIER}, totals="all"),
    case("revenue buyers", f"{TIER} {CHANNEL}", Q1, top={"count": 2, "other": False}, totals="each"),
    case("closing_balance", "customer__tier", Q1, top={"count": 1}),
    case("closing_balance", "balance_row__kind", "2020-02-01 2020-03-31", top={"count": 1}),
    case("closing_balance opening_balance", f"{MONTH} balance_row__kind", Q1, top={"count": 1}),
    case("closing_by_account", "balance_row__kind", Q1, top={"count": 1}),
    case("revenue_1_month_last", f"{MONTH} {CHANNEL}", Q1, top={"count": 2}),
    case("revenue_year_to_date", f"{MONTH} {CHANNEL}", Q1, top={"count": 1}),
    case("revenue_year_to_date revenue", f"{DAY} {CHANNEL}", "2020-02-28 2020-03-02", top={"count": 1}),
    case("visit_to_purchase_7_days", "visit__referrer", "2020-01-01 2020-12-31", top={"count": 1}),
    case("revenue", f"{MONTH} {CHANNEL}", Q1, top={"count": 2}, order_by=["-revenue", MONTH, CHANNEL], limit=3),
    # Comparisons.
    case(EVERY, CHANNEL, "2020-02-01 2020-02-29", compare=PREVIOUS, with_="2020-01-01 2020-01-31", as_of="2020-02-29"),
    case(EVERY, "", Q1, compare=PREVIOUS, with_="2019-10-01 2019-12-31", as_of="2020-03-15"),
    case("revenue buyers", DAY, "2020-03-01 2020-03-31", compare=PREVIOUS, with_=FEBRUARY, as_of="2020-12-31"),
    case("revenue", DAY, FEBRUARY, compare=PREVIOUS, with_="2020-01-01 2020-01-31", as_of="2020-12-31"),
    case(
        "revenue orders", DAY, "2021-02-01 2021-02-28", compare=LAST_YEAR, with_=FEBRUARY, by_date=True, as_of="2021-12-31"
    ),
    case(
        "revenue", f"{MONTH} {DAY}", "2021-02-26 2021-03-02", compare=LAST_YEAR, with_="2020-02-26 2020-03-02",
        by_date=True, as_of="2021-12-31",
    ),
    case(
        "revenue", f"{DAY} {MONTH}", "2020-03-01 2020-03-04", compare=PREVIOUS, with_="2020-02-26 2020-02-29",
        as_of="2020-12-31",
    ),
    case("revenue", f"{MONTH} {QUARTER}", "2020-02-01 2020-04-30", whole="2020-02-01 2020-04-30",
         compare=PREVIOUS, with_="2019-11-01 2020-01-31", as_of="2020-12-31"),
    case("revenue gift_share", WEEK, "2020-03-02 2020-03-15", compare=PREVIOUS, with_="2020-02-17 2020-03-01",
         as_of="2020-12-31"),
    case("revenue", WEEK, "2021-02-22 2021-02-28", compare=LAST_YEAR, with_="2020-02-24 2020-03-01", as_of="2021-12-31"),
    case("revenue orders", MONTH, "2020-01-01 2020-03-15", whole="2020-01-01 2020-03-15",
         compare=to_date("year"), with_="2019-01-01 2019-03-15", as_of="2020-03-15"),
    case("revenue", CHANNEL, "2020-03-01 2020-03-31", compare=to_date("month"), with_=FEBRUARY, as_of="2020-03-31"),
    case("revenue", DAY, "2020-03-01 2020-03-30", compare=to_date("month"), with_=FEBRUARY, as_of="2020-03-31"),
    case("revenue", "", "2020-02-01 2020-02-29", compare=to_date("month", "last_year"),
         with_="2019-02-01 2019-02-28", as_of="2020-03-31"),
    case(EVERY, f"{MONTH} {CHANNEL}", Q1, compare=custom("2020-12-01", "2021-02-28"), with_="2020-12-01 2021-02-28",
         as_of="2021-02-28"),
    case("revenue", MONTH, Q1, compare=custom("2020-05-01", "2020-06-30"), with_="2020-05-01 2020-06-30",
         as_of="2020-12-31"),
    case("revenue", CHANNEL, Q1, compare=custom("1999-01-01", "1999-12-31"), with_="1999-01-01 1999-12-31",
         as_of="2020-12-31"),
    case("closing_balance", f"{MONTH} balance_row__kind", "2020-02-01 2020-03-31", compare=PREVIOUS,
         with_="2019-12-01 2020-01-31", as_of="2020-12-31"),
    case("visit_to_purchase_7_days", "visit__referrer", "2020-03-01 2020-03-31", compare=PREVIOUS, with_=FEBRUARY,
         as_of="2020-12-31"),
    case("revenue_year_to_date", MONTH, "2021-01-01 2021-03-31", compare=LAST_YEAR, with_=Q1, by_date=True,
         as_of="2021-12-31"),
    # All of it together.
    case("revenue buyers gift_share", f"{MONTH} {CHANNEL}", Q1, compare=PREVIOUS, with_="2019-10-01 2019-12-31",
         as_of="2020-03-15", totals="all", top={"count": 1}),
    case("revenue closing_balance", f"{DAY} {TIER}", "2020-02-28 2020-03-01", compare=PREVIOUS,
         with_="2020-02-25 2020-02-27", as_of="2020-02-29", totals="each", top={"count": 1}),
    case("revenue orders", CHANNEL, "2020-02-01 2020-02-29", compare=PREVIOUS, with_="2020-01-01 2020-01-31",
         as_of="2020-02-29", order_by=["-revenue__difference", CHANNEL], limit=2),
    # Partial periods.
    case("revenue", MONTH, "2020-01-15 2020-03-10", whole="2020-01-01 2020-03-31", flag_partial=True, as_of="2020-03-10"),
    case("revenue", f"{MONTH} {CHANNEL}", Q1, flag_partial=True, as_of="2020-02-28", totals="all"),
    case("revenue", f"{MONTH} {DAY}", "2020-02-27 2020-03-02", flag_partial=True, as_of="2020-02-29", totals="each"),
    case("revenue", QUARTER, "2020-01-01 2020-12-31", flag_partial=True, as_of="2020-11-30"),
    case("revenue", "", "2020-01-01 2020-12-31", flag_partial=True, as_of="2020-12-30"),
]
