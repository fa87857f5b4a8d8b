-- Cash in fact_revenue is the cash of the payments, refunds apart.
with revenue as (

    select sum(collected_usd) as collected_usd, sum(refunded_usd) as refunded_usd
    from {{ ref('fact_revenue') }}

),

payments as (

    select sum(collected_usd) as collected_usd, sum(refunded_usd) as refunded_usd
    from {{ ref('fact_payment') }}

)

select *
from revenue
cross join payments
where revenue.collected_usd <> payments.collected_usd or revenue.refunded_usd <> payments.refunded_usd
