with recognised as (

    select
        invoice_id,
        sum(recognised_usd) as recognised_usd
    from {{ ref('int_recognised_revenue') }}
    group by 1

)

select
    invoices.invoice_id,
    invoices.customer_id,
    invoices.subscription_id,
    invoices.plan_id,
    invoices.product_id,
    invoices.invoice_status,
    invoices.currency,
    invoices.issued_at,
    invoices.paid_at,
    invoices.period_start,
    invoices.period_end,
    invoices.subtotal_usd,
    invoices.discount_usd,
    invoices.net_usd,
    invoices.tax_usd,
    invoices.total_usd,
    cast(case when invoices.is_revenue then invoices.net_usd else 0 end as decimal(18, 2)) as revenue_usd,
    cast(coalesce(recognised.recognised_usd, 0) as decimal(18, 2)) as recognised_usd,
    cast(revenue_usd - coalesce(recognised.recognised_usd, 0) as decimal(18, 2)) as deferred_usd,
    invoices.is_revenue
from {{ ref('int_invoices') }} as invoices
left join recognised using (invoice_id)
order by invoices.issued_at, invoices.invoice_id
