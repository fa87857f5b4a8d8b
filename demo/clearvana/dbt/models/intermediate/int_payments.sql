-- Real customers' payment attempts and refunds in dollars, at the rate of the day.
with converted as (

    select
        payments.payment_id,
        payments.invoice_id,
        invoices.subscription_id,
        payments.customer_id,
        payments.payment_kind,
        payments.attempt_number,
        payments.payment_status,
        payments.failure_code,
        payments.payment_method,
        payments.currency,
        payments.attempted_at,
        {{ minor_to_usd('payments.amount_cents', 'currencies.minor_units', 'rates.usd_rate') }} as amount_usd
    from {{ ref('stg_payments') }} as payments
    inner join {{ ref('int_customers') }} as customers using (customer_id)
    inner join {{ ref('stg_invoices') }} as invoices using (invoice_id)
    inner join {{ ref('currencies') }} as currencies on payments.currency = currencies.currency
    inner join {{ ref('int_fx_rates_daily') }} as rates
        on payments.currency = rates.currency and cast(payments.attempted_at as date) = rates.rate_date

)

select
    *,
    cast(
        case when payment_kind = 'charge' and payment_status = 'succeeded' then amount_usd else 0 end as decimal(18, 2)
    ) as collected_usd,
    cast(case when payment_kind = 'refund' then amount_usd else 0 end as decimal(18, 2)) as refunded_usd
from converted
