-- MRR of each subscription at the close of each month, from its first month to the month after its last.
with periods as (

    -- Of two changes at the same instant (back from a pause, at a new price) the first one's span is empty.
    select *
    from {{ ref('int_subscription_periods') }}
    where valid_to is null or valid_to > valid_from

),

spans as (

    select
        subscription_id,
        customer_id,
        date_trunc('month', min(valid_from)) as first_month,
        date_trunc('month', max(coalesce(valid_to, timestamp '9999-01-01'))) as last_month
    from periods
    group by 1, 2

),

grid as (

    select
        spans.subscription_id,
        spans.customer_id,
        months.revenue_month,
        months.closes_at
    from spans
    inner join {{ ref('int_months') }} as months
        on months.revenue_month between spans.first_month and spans.last_month

),

closing as (

    select
        grid.subscription_id,
        grid.customer_id,
        grid.revenue_month,
        periods.plan_id,
        periods.product_id,
        periods.billing_period,
        periods.currency,
        periods.quantity,
        case
            when coalesce(periods.valid_to >= grid.closes_at, true) then periods.mrr_usd
            else 0
        end as closing_mrr_usd
    from grid
    asof inner join periods
        on grid.subscription_id = periods.subscription_id and grid.closes_at > periods.valid_from

)

select
    *,
    coalesce(
        lag(closing_mrr_usd) over (partition by subscription_id order by revenue_month), 0
    ) as opening_mrr_usd
from closing
