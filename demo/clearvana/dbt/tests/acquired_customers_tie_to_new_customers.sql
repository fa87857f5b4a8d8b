-- Every customer won, and its first MRR, is in some channel's month.
with won as (

    select
        cost_month as month_start,
        sum(new_customer_count) as customer_count,
        sum(new_mrr_usd) as mrr_usd
    from {{ ref('fact_acquisition') }}
    group by 1

),

new as (

    select
        revenue_month as month_start,
        sum(new_customer_count) as customer_count,
        sum(mrr_usd) filter (where customer_movement = 'new') as mrr_usd
    from {{ ref('fact_customer_month') }}
    group by 1

)

select *
from won
full outer join new using (month_start)
where
    coalesce(won.customer_count, 0) <> coalesce(new.customer_count, 0)
    or coalesce(won.mrr_usd, 0) <> coalesce(new.mrr_usd, 0)
