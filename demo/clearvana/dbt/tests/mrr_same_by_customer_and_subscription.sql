-- Counted from subscriptions or from customers, MRR and its opening are the same in every month.
with by_subscription as (

    select revenue_month, sum(mrr_usd) as mrr_usd, sum(opening_mrr_usd) as opening_mrr_usd
    from {{ ref('fact_revenue') }}
    group by 1

),

by_customer as (

    select revenue_month, sum(mrr_usd) as mrr_usd, sum(opening_mrr_usd) as opening_mrr_usd
    from {{ ref('fact_customer_month') }}
    group by 1

)

select *
from by_subscription
full outer join by_customer using (revenue_month)
where
    by_subscription.mrr_usd is distinct from by_customer.mrr_usd
    or by_subscription.opening_mrr_usd is distinct from by_customer.opening_mrr_usd
