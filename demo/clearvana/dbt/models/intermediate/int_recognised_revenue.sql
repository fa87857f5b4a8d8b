-- The revenue of each invoice, month by month as it is earned: evenly over the days billed, up to the end of the history.
-- Each month is the difference of two rounded running totals, so that the months of an invoice add up to its cents.
with invoices as (

    select
        invoice_id,
        subscription_id,
        customer_id,
        period_start,
        period_end,
        cast(net_usd * 100 as bigint) as net_usd_cents,
        date_diff('day', period_start, period_end) as billed_days
    from {{ ref('int_invoices') }}
    where is_revenue

),

months as (

    select
        revenue_month,
        cast(closes_at as date) as closed_on
    from {{ ref('int_months') }}

),

running as (

    select
        invoices.invoice_id,
        invoices.subscription_id,
        invoices.customer_id,
        months.revenue_month,
        date_diff('day', invoices.period_start, least(months.closed_on, invoices.period_end)) as earned_days,
        (
            2 * cast(invoices.net_usd_cents as hugeint) * earned_days + invoices.billed_days
        ) // (2 * invoices.billed_days) as earned_usd_cents
    from invoices
    inner join months
        on
            invoices.period_start < months.closed_on
            and invoices.period_end > months.revenue_month

),

monthly as (

    select
        *,
        earned_usd_cents - coalesce(
            lag(earned_usd_cents) over (partition by invoice_id order by revenue_month), 0
        ) as recognised_usd_cents
    from running

)

select
    invoice_id,
    subscription_id,
    customer_id,
    revenue_month,
    earned_days,
    cast(cast(recognised_usd_cents as decimal(18, 2)) / 100 as decimal(18, 2)) as recognised_usd
from monthly
