-- Real customers' invoices in dollars, at the rate of the day of issue.
with lines as (

    select
        invoice_id,
        max(plan_id) as plan_id
    from {{ ref('stg_invoice_items') }}
    group by 1

),

plans as (

    select distinct plan_id, product_id
    from {{ ref('stg_plan_prices') }}

),

converted as (

    select
        invoices.invoice_id,
        invoices.customer_id,
        invoices.subscription_id,
        lines.plan_id,
        plans.product_id,
        invoices.invoice_status,
        invoices.currency,
        invoices.issued_at,
        invoices.paid_at,
        invoices.period_start,
        invoices.period_end,
        {{ minor_to_usd('invoices.subtotal_cents', 'currencies.minor_units', 'rates.usd_rate') }} as subtotal_usd,
        {{ minor_to_usd(
            '(invoices.subtotal_cents - invoices.discount_cents)', 'currencies.minor_units', 'rates.usd_rate'
        ) }} as net_usd,
        {{ minor_to_usd('invoices.total_cents', 'currencies.minor_units', 'rates.usd_rate') }} as total_usd,
        invoices.invoice_status in ('open', 'paid', 'uncollectible') as is_revenue
    from {{ ref('stg_invoices') }} as invoices
    inner join {{ ref('int_customers') }} as customers using (customer_id)
    inner join lines using (invoice_id)
    inner join plans on lines.plan_id = plans.plan_id
    inner join {{ ref('currencies') }} as currencies on invoices.currency = currencies.currency
    inner join {{ ref('int_fx_rates_daily') }} as rates
        on invoices.currency = rates.currency and cast(invoices.issued_at as date) = rates.rate_date

)

select
    *,
    -- By difference, so that the amounts of an invoice always add up.
    cast(subtotal_usd - net_usd as decimal(18, 2)) as discount_usd,
    cast(total_usd - net_usd as decimal(18, 2)) as tax_usd
from converted
