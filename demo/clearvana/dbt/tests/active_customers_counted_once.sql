-- A customer with several subscriptions is one customer: counted from either side, each month has the same number.
with by_subscription as (

    select
        revenue_month,
        count(distinct customer_id) as customer_count
    from {{ ref('fact_revenue') }}
    where mrr_usd > 0
    group by 1

),

by_customer as (

    select
        revenue_month,
        sum(active_customer_count) as customer_count
    from {{ ref('fact_customer_month') }}
    group by 1
    having sum(active_customer_count) > 0

)

select *
from by_subscription
full outer join by_customer using (revenue_month)
where by_subscription.customer_count is distinct from by_customer.customer_count
