-- The months of a subscription hold what was earned of its invoices, no more and no less.
with months as (

    select
        subscription_id,
        sum(recognised_usd) as recognised_usd
    from {{ ref('fact_revenue') }}
    group by 1

),

invoices as (

    select
        subscription_id,
        sum(recognised_usd) as recognised_usd
    from {{ ref('fact_invoice') }}
    group by 1

)

select *
from months
full outer join invoices using (subscription_id)
where coalesce(months.recognised_usd, 0) <> coalesce(invoices.recognised_usd, 0)
