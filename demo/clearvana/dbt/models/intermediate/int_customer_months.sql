-- Each customer's MRR at the open and the close of each month since the first, and 12 months before.
with spans as (

    select
        customer_id,
        min(revenue_month) as first_month
    from {{ ref('int_subscription_months') }}
    group by 1

),

monthly as (

    select
        customer_id,
        revenue_month,
        sum(closing_mrr_usd) as closing_mrr_usd,
        max(plan_id) filter (where product_id = 1 and closing_mrr_usd > 0) as closing_plan_id,
        max(plan_id) filter (where product_id = 1) as any_plan_id
    from {{ ref('int_subscription_months') }}
    group by 1, 2

),

filled as (

    select
        spans.customer_id,
        months.revenue_month,
        coalesce(monthly.closing_mrr_usd, 0) as closing_mrr_usd,
        last_value(coalesce(monthly.closing_plan_id, monthly.any_plan_id) ignore nulls) over customer_history as plan_id
    from spans
    inner join {{ ref('int_months') }} as months on spans.first_month <= months.revenue_month
    left join monthly
        on spans.customer_id = monthly.customer_id and months.revenue_month = monthly.revenue_month
    window customer_history as (
        partition by spans.customer_id order by months.revenue_month
        rows between unbounded preceding and current row
    )

),

compared as (

    select
        *,
        coalesce(lag(closing_mrr_usd) over customer_months, 0) as opening_mrr_usd,
        coalesce(lag(closing_mrr_usd, 12) over customer_months, 0) as mrr_12_months_ago_usd,
        coalesce(max(closing_mrr_usd) over earlier_months, 0) > 0 as was_ever_active
    from filled
    window
        customer_months as (partition by customer_id order by revenue_month),
        earlier_months as (
            partition by customer_id order by revenue_month
            rows between unbounded preceding and 1 preceding
        )

)

select
    *,
    case
        when opening_mrr_usd = 0 and closing_mrr_usd = 0 then 'inactive'
        when opening_mrr_usd = 0 and was_ever_active then 'reactivated'
        when opening_mrr_usd = 0 then 'new'
        when closing_mrr_usd = 0 then 'churned'
        else 'retained'
    end as customer_movement
from compared
