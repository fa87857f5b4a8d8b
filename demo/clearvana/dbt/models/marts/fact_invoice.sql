select
    invoice_id,
    customer_id,
    subscription_id,
    plan_id,
    product_id,
    invoice_status,
    currency,
    issued_at,
    paid_at,
    period_start,
    period_end,
    subtotal_usd,
    discount_usd,
    net_usd,
    tax_usd,
    total_usd,
    cast(case when is_revenue then net_usd else 0 end as decimal(18, 2)) as revenue_usd,
    is_revenue
from {{ ref('int_invoices') }}
order by issued_at, invoice_id
