select
    payment_id,
    invoice_id,
    customer_id,
    payment_kind,
    payment_method,
    payment_status,
    failure_code,
    attempt_number,
    currency,
    attempted_at,
    amount_usd,
    collected_usd,
    refunded_usd,
    cast(payment_kind = 'charge' as bigint) as attempt_count,
    cast(payment_kind = 'charge' and payment_status = 'succeeded' as bigint) as success_count,
    cast(payment_kind = 'charge' and attempt_number = 1 as bigint) as first_attempt_count,
    cast(
        payment_kind = 'charge' and attempt_number = 1 and payment_status = 'succeeded' as bigint
    ) as first_attempt_success_count
from {{ ref('int_payments') }}
order by attempted_at, payment_id
