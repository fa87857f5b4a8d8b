-- A month's closing MRR must be the next month's opening MRR.
with months as (

    select
        revenue_month,
        sum(opening_mrr_usd) as opening_mrr_usd,
        sum(mrr_usd) as closing_mrr_usd
    from {{ ref('fact_revenue') }}
    group by 1

),

compared as (

    select
        *,
        coalesce(lag(closing_mrr_usd) over (order by revenue_month), 0) as previous_closing_mrr_usd
    from months

)

select *
from compared
where opening_mrr_usd <> previous_closing_mrr_usd
